import { describe, expect, it } from 'vitest';
import { session } from '../../test/support/session.ts';
import type { Event } from '../../shared/actions/event.ts';
import type { Document, OperationResult } from '../../shared/actions/result.ts';
import { ExtError } from '../../shared/errors.ts';
import { message } from '../../shared/messages/message.ts';
import { defineCommand } from './command.ts';
import type { CommandContext } from './context.ts';
import { confirmFlags } from './flags/confirm.ts';
import { kubeFlags } from './flags/kube.ts';
import { outputFlags } from './flags/output.ts';
import { everywhereFlags } from './flags/scope.ts';
import { waitFlags } from './flags/wait.ts';
import { operationView } from './ui/views/operation.ts';

const harbor = { cluster: null, object: 'namespace/harbor', namespace: null, action: 'create', result: 'created' } as const;

/** A command that does what a test wants. */
function commandThat(run: (context: CommandContext) => Promise<'partial' | void>, permissions = ['create things']) {
  return defineCommand({
    name: 'act [names..]',
    summary: 'command.version.summary',
    kind: 'OperationResult',
    permissions,
    flags: {
      namespace: kubeFlags.namespace,
      ...outputFlags,
      ...waitFlags,
      ...confirmFlags,
      ...everywhereFlags,
    },
    parse: (args) => args,
    run: (_, context) => run(context),
  });
}

const act = (run: Parameters<typeof commandThat>[0], words: readonly string[] = [], options: Parameters<typeof session>[1] = {}) =>
  session(['act', ...words], { sections: [{ title: 'help.commands', commands: [commandThat(run)] }], ...options });

const result = (dryRun: OperationResult['dryRun'] = 'none'): OperationResult => ({
  ...{ apiVersion: 'ext.cpaas.io/v1', kind: 'OperationResult', dryRun, steps: [harbor], errors: [], warnings: [] },
  manifests: dryRun === 'none' ? [] : [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'harbor' } }],
});

describe('run', () => {
  it('ends with the status of what was returned or thrown', async () => {
    expect((await act(async () => {})).exitCode).toBe(0);
    expect((await act(async () => 'partial')).exitCode).toBe(6);
    expect((await act(() => Promise.reject(new ExtError('denied', message('error.declined'))))).exitCode).toBe(9);
  });

  it('tells a bug without its stack, and with it at -v=6', async () => {
    const bug = () => Promise.reject(new TypeError('x is not a function'));
    expect(await act(bug)).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: 'error: this is a bug: TypeError: x is not a function\nhint: repeat the command with -v=6 and report what it prints\n',
    });
    for (const flag of ['-v=6', '--debug']) expect((await act(bug, [flag])).stderr).toContain('run.test.ts');
  });

  it('answers a failure with one document where data was asked for', async () => {
    const fail = () => Promise.reject(new ExtError('not-found', message('error.unknown-command', { command: 'x' }), { object: 'a/b' }));
    const { stdout, stderr, exitCode } = await act(fail, ['-o', 'json']);
    expect(JSON.parse(stdout)).toEqual({
      ...{ apiVersion: 'ext.cpaas.io/v1', kind: 'OperationResult', warnings: [] },
      errors: [{ code: 'not-found', message: 'there is no command x', object: 'a/b' }],
    });
    expect(stderr).toBe('error: there is no command x\n');
    expect(exitCode).toBe(4);
  });

  it.each([
    [['-o', 'json', '--nothing'], 'OperationResult', 'there is no flag --nothing'],
    [['--nothing', '-ojson'], 'OperationResult', 'there is no flag --nothing'],
    [['-o', 'json', '--sort-by', '.['], 'OperationResult', ''],
  ])('does so where the command line is wrong: %j', async (words, kind, said) => {
    const { stdout, exitCode } = await act(async () => {}, words);
    expect(JSON.parse(stdout)).toMatchObject({ kind, errors: [{ code: 'usage', message: expect.stringContaining(said) }] });
    expect(exitCode).toBe(2);
  });

  it('does so for a command that does not exist, and as the environment says', async () => {
    const { stdout } = await session(['instal'], { env: { KUBECTL_EXT_OUTPUT: 'yaml' } });
    expect(stdout).toContain('kind: Error\n');
  });

  it('reads the language of the environment as a locale', async () => {
    expect((await act(async () => {}, ['--nothing'], { env: { KUBECTL_EXT_LANG: 'ru_RU.UTF-8' } })).stderr).toContain('нет флага');
    expect((await act(async () => {}, [], { env: { KUBECTL_EXT_LANG: 'ru_RU.UTF-8' } })).exitCode).toBe(0);
  });

  it('adds no second document to an answer', async () => {
    const { stdout } = await act(
      async (context) => {
        context.out(result(), operationView);
        throw new ExtError('timeout', message('error.declined'));
      },
      ['-o', 'yaml'],
    );
    expect(stdout.match(/kind: /g)).toHaveLength(1);
  });

  it('finds a bad format out before anything is done', async () => {
    let acted = false;
    const { exitCode } = await act(async () => void (acted = true), ['-o', 'jsonpath={']);
    expect([exitCode, acted]).toEqual([2, false]);
  });

  it('names the caller in hints', async () => {
    const fail = () => Promise.reject(new ExtError('usage', message('error.declined'), { hints: ['kubectl ext list'] }));
    expect((await act(fail, [], { argv0: '/opt/ac-ext' })).stderr).toContain('hint: ac ext list');
  });
});

describe('steps', () => {
  const step: Event = { state: 'done', message: message('step.done', { object: harbor.object, result: harbor.result }), step: harbor };
  const work = async ({ report, out }: CommandContext) => {
    report(step);
    report({ state: 'note', message: message('error.declined') });
    out(result(), operationView);
  };

  it('are lines of the answer, printed as soon as they are true and once', async () => {
    expect((await act(work)).transcript).toBe('namespace/harbor created\n2> nothing was changed\n');
    expect((await act(work, ['-q'])).transcript).toBe('namespace/harbor created\n');
    expect((await act(work, ['--dry-run=server'])).stdout).toContain('namespace/harbor created (server dry run)\n');
  });

  it('are talk where the answer comes as a whole', async () => {
    const { stdout, stderr } = await act(work, ['-o', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'OperationResult', steps: [{ object: 'namespace/harbor' }] });
    expect(stderr).toBe('namespace/harbor created\nnothing was changed\n');
  });

  it('are events as well where events are data', async () => {
    const { stdout, stderr } = await act(work, ['--log-format=json']);
    expect(stdout).toBe('namespace/harbor created\n');
    expect(
      stderr
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).step),
    ).toEqual(['step.done', 'error.declined']);
  });

  it('become a list for kubectl apply in a dry run in YAML', async () => {
    const { stdout } = await act(async ({ out }) => out(result('client'), operationView), ['--dry-run=client', '-o', 'yaml']);
    expect(stdout).toBe('apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Namespace\n    metadata:\n      name: harbor\n');
  });
});

describe('a wait', () => {
  it('leaves no line behind on a terminal', async () => {
    const { stderr } = await act(async ({ report }) => report({ state: 'waiting', message: message('wait.start'), seconds: 3 }), [], {
      terminal: 80,
    });
    expect(stderr).toBe('reading the namespace  3s\r\u001b[K');
  });
});

describe('questions', () => {
  const question = async ({ ask }: CommandContext) => ask(message('ask.proceed'));

  it.each([['y'], ['YES'], ['д'], ['да']])('%s is yes', async (input) => {
    expect(await act(question, [], { terminal: 80, input: `${input}\n` })).toMatchObject({ exitCode: 0, stderr: 'Proceed? [y/N] ' });
  });

  it.each([['n\n'], ['\n'], ['yeah\n']])('%j is no', async (input) => {
    expect(await act(question, [], { terminal: 80, input })).toMatchObject({
      exitCode: 1,
      stderr: 'Proceed? [y/N] error: nothing was changed\n',
    });
  });

  it('take the end of the input for no', async () => {
    const { exitCode, stderr } = await act(question, [], { terminal: 80, input: '' });
    expect([exitCode, stderr]).toEqual([1, 'Proceed? [y/N] \nerror: nothing was changed\n']);
  });

  it('are answered by --yes', async () => expect(await act(question, ['-y'])).toMatchObject({ exitCode: 0, stderr: '' }));

  it('fail where nobody can answer', async () => {
    const told = 'error: this needs an answer, and there is no terminal to ask on: give --yes\n';
    expect(await act(question)).toMatchObject({ exitCode: 2, stderr: told });
    expect(await act(question, ['--no-input'], { terminal: 80, input: 'y\n' })).toMatchObject({ exitCode: 2, stderr: told });
  });
});

describe('signals', () => {
  const started = (reason: string) => {
    const controller = new AbortController();
    return { signal: controller.signal, interrupt: () => controller.abort(reason) };
  };

  it('let a command that writes say what it has done', async () => {
    const { signal, interrupt } = started('SIGINT');
    const { exitCode, stderr } = await act(
      async (context) => {
        interrupt();
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (context.signal.aborted) throw new ExtError('interrupted', message('wait.interrupted'), { hints: ['kubectl ext act'] });
      },
      [],
      { signal },
    );
    expect([exitCode, stderr]).toEqual([130, 'error: interrupted; what was done stays on the server\nhint: kubectl ext act\n']);
  });

  it('end a command that only reads at once', async () => {
    const { signal, interrupt } = started('SIGTERM');
    const reader = commandThat(() => new Promise<void>(() => interrupt()), ['list pods']);
    const { exitCode, stderr } = await session(['act'], { signal, sections: [{ title: 'help.commands', commands: [reader] }] });
    expect([exitCode, stderr]).toEqual([143, 'error: interrupted\n']);
  });

  it('end a question', async () => {
    const { signal, interrupt } = started('SIGINT');
    interrupt();
    expect((await act(async ({ ask }) => ask(message('ask.proceed')), [], { terminal: 80, signal })).exitCode).toBe(130);
  });
});

describe('the cluster', () => {
  it('is connected once, by the flags, and closed', async () => {
    const asked: unknown[] = [];
    const closed: unknown[] = [];
    const cluster = { close: () => closed.push('closed') } as never;
    await act(
      async (context) => {
        expect(await context.cluster()).toBe(await context.cluster());
      },
      ['-n', 'a', '--context', 'prod', '--as-group=x', '--as-group=y'],
      { cluster: (options) => (asked.push(options), Promise.resolve(cluster)) },
    );
    expect(asked).toMatchObject([
      { namespace: 'a', context: 'prod', asGroup: ['x', 'y'], fieldManager: 'kubectl-ext', insecureSkipTlsVerify: false },
    ]);
    expect(asked).toMatchObject([{ userAgent: 'kubectl-ext/v0.1.0 (linux/amd64) 0123456' }]);
    expect(closed).toEqual(['closed']);
  });

  it('warns and logs through us', async () => {
    const { stderr } = await act(async (context) => void (await context.cluster()), ['-v=7'], {
      cluster: async ({ onWarning, log }) => {
        onWarning?.('v1beta1 is deprecated');
        log?.(7, 'GET /api 200 in 3 milliseconds');
        log?.(8, 'Response Body: {}');
        return { close: () => {} } as never;
      },
    });
    expect(stderr).toBe('warning: v1beta1 is deprecated\n12:00:00.000 GET /api 200 in 3 milliseconds\n');
  });
});

describe('an empty list', () => {
  const empty: Document<'ExtensionList'> & { items: never[] } = {
    apiVersion: 'ext.cpaas.io/v1',
    kind: 'ExtensionList',
    items: [],
    errors: [],
    warnings: [],
  };
  const list = async ({ out }: CommandContext) => out(empty, { table: () => ({ columns: [], rows: [] }), names: () => [] });

  it.each([
    [[], 'No resources found\n'],
    [['-n', 'a'], 'No resources found in a namespace.\n'],
    [['-n', 'a', '-A'], 'No resources found\n'],
    [['-o', 'name'], 'No resources found\n'],
    [['-o', 'custom-columns=A:.a'], 'No resources found\n'],
    [['-q'], ''],
    [['-o', 'json'], ''],
  ])('%j', async (words, stderr) => expect(await act(list, words)).toMatchObject({ exitCode: 0, stderr }));
});
