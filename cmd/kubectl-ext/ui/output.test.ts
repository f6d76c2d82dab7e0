import { describe, expect, it } from 'vitest';
import type { ExtensionVersion, OperationResult, VersionList } from '../../../shared/actions/result.ts';
import { makeFormatter, type OutputOptions } from './output.ts';
import { operationView } from './views/operation.ts';
import { versionsView } from './views/versions.ts';

const row = (name: string, version: string): ExtensionVersion => ({ channel: 'stable', name, version, marks: [] });
const list: VersionList = {
  ...{ apiVersion: 'ext.cpaas.io/v1', kind: 'VersionList', errors: [], warnings: [] },
  items: [row('b.v1.2.0', '1.2.0'), row('a.v1.10.0', '1.10.0')],
};

const options: OutputOptions = {
  ...{ output: undefined, noHeaders: false, sortBy: undefined, dryRun: 'none', columns: undefined },
  style: { paint: (text) => text, done: '✔', ellipsis: '…' },
  readFile: async (path) => `${path}: {.items[0].name}`,
};

async function print(given: Partial<OutputOptions>, document: VersionList = list) {
  return (await makeFormatter({ ...options, ...given })).print(document, versionsView);
}

describe('formats', () => {
  it.each([
    [undefined, 'CHANNEL   NAME        VERSION   MARKS\nstable    b.v1.2.0    1.2.0     <none>\nstable    a.v1.10.0   1.10.0    <none>\n'],
    ['wide', 'CHANNEL   NAME        VERSION   MARKS\nstable    b.v1.2.0    1.2.0     <none>\nstable    a.v1.10.0   1.10.0    <none>\n'],
    ['name', 'b.v1.2.0\na.v1.10.0\n'],
    ['json', `${JSON.stringify(list, null, 4)}\n`],
    ['jsonpath={.items[*].version}', '1.2.0 1.10.0'],
    ['jsonpath={.items[?(@.name=="b.v1.2.0")].version}', '1.2.0'],
    ['jsonpath-file=/tmp/a', '/tmp/a: b.v1.2.0'],
    ['custom-columns=N:.name,M:.marks', 'N           M\nb.v1.2.0    []\na.v1.10.0   []\n'],
    ['custom-columns=NOPE:{.nope}', 'NOPE\n<none>\n<none>\n'],
  ])('-o %s', async (output, text) => expect(await print({ output })).toEqual({ text, isEmpty: false }));

  it('-o yaml', async () => {
    expect((await print({ output: 'yaml' })).text).toContain('kind: VersionList\nerrors: []\nwarnings: []\nitems:\n  - channel: stable\n');
  });

  it('-o yaml quotes what kubectl would not take for a string', async () => {
    const { text } = await print({ output: 'yaml' }, { ...list, items: [{ ...row('on', '1_0'), channel: 'y' }] });
    expect(text).toContain('  - channel: "y"\n    name: "on"\n    version: "1_0"\n');
  });

  it.each(['go-template=x', 'JSON', 'jsonpath', 'jsonpath=', 'custom-columns=', '=', 'constructor'])('refuses -o %s', (output) =>
    expect(makeFormatter({ ...options, output })).rejects.toMatchObject({ code: 'usage', sentence: { id: 'error.output' } }),
  );

  it.each(['custom-columns=NAME', 'custom-columns=:.a', 'custom-columns=A:[', 'jsonpath={'])('refuses -o %s', (output) =>
    expect(makeFormatter({ ...options, output })).rejects.toMatchObject({ code: 'usage' }),
  );
});

describe('what goes on', () => {
  it('stands in the columns above, without headers', async () => {
    const formatter = await makeFormatter(options);
    const texts = [list, { ...list, items: [row('c.v1', '1')] }, { ...list, items: [] }].map(
      (each) => formatter.print(each, versionsView).text,
    );
    expect(texts.join('')).toBe(
      [
        'CHANNEL   NAME        VERSION   MARKS',
        'stable    b.v1.2.0    1.2.0     <none>',
        'stable    a.v1.10.0   1.10.0    <none>',
        'stable    c.v1        1         <none>',
        '',
      ].join('\n'),
    );
  });

  it('has its headers where nothing stands above', async () => {
    const formatter = await makeFormatter(options);
    formatter.print({ ...list, items: [] }, versionsView);
    expect(formatter.print(list, versionsView).text).toMatch(/^CHANNEL/);
  });
});

describe('--sort-by', () => {
  it.each(['.name', 'name', '{.name}'])('%s sorts every format', async (sortBy) => {
    expect((await print({ sortBy, output: 'name' })).text).toBe('a.v1.10.0\nb.v1.2.0\n');
    expect((await print({ sortBy, output: 'jsonpath={.items[*].name}' })).text).toBe('a.v1.10.0 b.v1.2.0');
    expect((await print({ sortBy, noHeaders: true })).text).toMatch(/^stable {4}a/);
  });
});

describe('an empty list', () => {
  const empty = { ...list, items: [] };
  it.each([undefined, 'wide', 'name', 'custom-columns=A:.a'])('-o %s prints nothing', async (output) =>
    expect(await print({ output }, empty)).toEqual({ text: '', isEmpty: true }),
  );
  it('is a document as data', async () => expect((await print({ output: 'json' }, empty)).text).toContain('"items": []'));
});

describe('writes', () => {
  const result: OperationResult = {
    ...{ apiVersion: 'ext.cpaas.io/v1', kind: 'OperationResult', dryRun: 'client', errors: [], warnings: [] },
    steps: [{ cluster: null, object: 'namespace/a', namespace: null, action: 'create', result: 'created' }],
    manifests: [{ kind: 'Namespace' }],
  };
  const write = async (given: Partial<OutputOptions>, document = result) =>
    (await makeFormatter({ ...options, ...given })).print(document, operationView).text;

  it('are lines, a list of manifests in YAML, and the whole document in JSON', async () => {
    expect(await write({})).toBe('namespace/a created (dry run)\n');
    expect(await write({ output: 'name' })).toBe('namespace/a\n');
    expect(await write({ output: 'yaml' })).toBe('apiVersion: v1\nkind: List\nitems:\n  - kind: Namespace\n');
    expect(JSON.parse(await write({ output: 'json' }))).toEqual(result);
  });

  it('are the document in YAML, too, when something was really done', async () => {
    expect(await write({ output: 'yaml' }, { ...result, dryRun: 'none', manifests: [] })).toContain('kind: OperationResult');
  });
});
