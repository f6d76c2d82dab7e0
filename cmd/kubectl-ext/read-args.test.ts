import { describe, expect, it } from 'vitest';
import { defineCommand } from './command.ts';
import { confirmFlags } from './flags/confirm.ts';
import { kubeFlags } from './flags/kube.ts';
import { waitFlags } from './flags/wait.ts';
import { readArgs } from './read-args.ts';

/** A command with all kinds of flags. */
const command = defineCommand({
  name: 'act [names..]',
  summary: 'command.version.summary',
  permissions: [],
  flags: {
    namespace: kubeFlags.namespace,
    ...waitFlags,
    ...confirmFlags,
    set: { type: 'string', array: true, summary: 'flag.v' },
    arch: { type: 'string', array: true, choices: ['amd64', 'arm64'], summary: 'flag.v' },
    password: { type: 'string', secret: true, summary: 'flag.v' },
  },
  parse: (args) => args,
  run: async () => {},
});

const read = (words: readonly string[], env = {}) => readArgs(command, words, env);

describe('readArgs', () => {
  it('fills in what was not said', () => {
    expect(read([]).values).toMatchObject({
      names: [],
      set: [],
      yes: false,
      wait: true,
      timeout: '10m',
      dryRun: 'none',
      v: 0,
      color: 'auto',
    });
    expect(read([]).values['namespace']).toBeUndefined();
  });

  it.each([
    [['a', '-n', 'x', 'b'], { names: ['a', 'b'], namespace: 'x' }],
    [['--', '-n', 'x'], { names: ['-n', 'x'], namespace: undefined }],
    [['--set', 'a=1', '--set=b=2,c=3', 'name'], { set: ['a=1', 'b=2', 'c=3'], names: ['name'] }],
    [['--arch=amd64,arm64'], { arch: ['amd64', 'arm64'] }],
    [['--wait=false'], { wait: false }],
    [['-n', 'a', '-n', 'b'], { namespace: 'b' }],
    [['-n', '007'], { namespace: '007' }],
    [['-n', '"quoted"'], { namespace: '"quoted"' }],
    [['-v=8'], { v: 8 }],
    [['007'], { names: ['007'] }],
    [['--as-user-extra', 'a.b=c,d'], { asUserExtra: ['a.b=c,d'] }],
    [['--as-group', 'CN=a,OU=b', '--as-group=c'], { asGroup: ['CN=a,OU=b', 'c'] }],
    [['--wait=F', '--yes=1'], { wait: false, yes: true }],
  ])('reads %j', (words, expected) => expect(read(words).values).toMatchObject(expected));

  it('takes what is not said from the environment', () => {
    const env = {
      KUBECTL_EXT_NAMESPACE: 'x',
      KUBECTL_EXT_SET: 'a=1,b=2',
      KUBECTL_EXT_WAIT: 'false',
      KUBECTL_EXT_YES: 'true',
      KUBECTL_EXT_PASSWORD: 'p',
    };
    expect(read([], env).values).toMatchObject({ namespace: 'x', set: ['a=1', 'b=2'], wait: false, yes: false, password: undefined });
    expect(read(['-n', 'y', '--set=c=3'], env).values).toMatchObject({ namespace: 'y', set: ['c=3'] });
    expect(read([], { KUBECTL_EXT_NAMESPACE: '' }).values['namespace']).toBeUndefined();
  });

  it('warns of a secret that everybody can see, and of a flag that should have a value', () => {
    expect(read(['--password', 'p', '--dry-run']).notes.map(({ id, data }) => [id, data])).toEqual([
      ['usage.secret', { flag: '--password' }],
      ['usage.bare', { flag: '--dry-run', value: 'client' }],
    ]);
    expect(read(['--dry-run']).values['dryRun']).toBe('client');
    expect(read(['--dry-run=server']).notes).toEqual([]);
  });

  it.each([
    [['a', '-n', 'x', '--wait=false', '--yes', '--dry-run=server'], 'kubectl ext act a -n x --wait=false --yes --dry-run=server'],
    [['-nx', 'a b', '--set', "it's"], `kubectl ext act -n x 'a b' --set 'it'\\''s'`],
    [['a', '--password', 'p', '--token=t'], 'kubectl ext act a'],
  ])('can say %j again', (words, again) => expect(read(words).again).toBe(again));

  it.each([
    [['--arch=amd64,x86'], 'error.not-a-choice'],
    [['--wait=maybe'], 'error.not-a-choice'],
    [['-v=-1'], 'error.not-a-number'],
    [['--nothing'], 'error.unknown-flag'],
    [['-n'], 'error.value-missing'],
  ])('refuses %j', (words, id) =>
    expect(() => read(words)).toThrow(expect.objectContaining({ code: 'usage', sentence: expect.objectContaining({ id }) })),
  );
});
