import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf } from '../../test/support/error-of.ts';
import { readManifests } from './manifests.ts';

let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'kubectl-ext-'))));
afterAll(() => rm(folder, { recursive: true }));

function typed(text: string) {
  const stdin = new PassThrough();
  stdin.end(text);
  return { stdin, signal: new AbortController().signal };
}

/** What is read from standard input. */
async function read(text: string) {
  return (await readManifests(['-'], typed(text))).map(({ file, document, object }) => [file, document, object.kind, object.metadata.name]);
}

const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

describe('readManifests', () => {
  it.each<[string, string, unknown[]]>([
    ['one document of YAML', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n', [['STDIN', 1, 'Namespace', 'a']]],
    ['one of JSON', JSON.stringify(namespace('a')), [['STDIN', 1, 'Namespace', 'a']]],
    [
      'several, of which some are empty',
      `---\n${JSON.stringify(namespace('a'))}\n---\n# nothing\n---\n${JSON.stringify(namespace('b'))}\n---\n`,
      [
        ['STDIN', 1, 'Namespace', 'a'],
        ['STDIN', 3, 'Namespace', 'b'],
      ],
    ],
    [
      'the objects of a list',
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [namespace('a'), namespace('b')] }),
      [
        ['STDIN', 1, 'Namespace', 'a'],
        ['STDIN', 1, 'Namespace', 'b'],
      ],
    ],
    [
      'those of a list of one kind',
      JSON.stringify({ apiVersion: 'v1', kind: 'NamespaceList', items: [namespace('a')] }),
      [['STDIN', 1, 'Namespace', 'a']],
    ],
    [
      'what one part takes from another',
      'apiVersion: v1\nkind: Namespace\nmetadata: {<<: &a {name: a}, labels: *a}\n',
      [['STDIN', 1, 'Namespace', 'a']],
    ],
  ])('reads %s', async (_, text, expected) => expect(await read(text)).toEqual(expected));

  it('reads each file once, in the order in which they were named', async () => {
    const [first, second] = [join(folder, 'first.yaml'), join(folder, 'second.json')];
    await writeFile(first, JSON.stringify(namespace('a')));
    await writeFile(second, JSON.stringify(namespace('b')));
    const found = await readManifests([second, '-', first, '-', second], typed(JSON.stringify(namespace('c'))));
    expect(found.map(({ file, object }) => [file, object.metadata.name])).toEqual([
      [second, 'b'],
      ['STDIN', 'c'],
      [first, 'a'],
    ]);
  });

  it.each([
    ['policy.no-object', '', { files: ['STDIN'] }],
    ['policy.no-object', '---\n---\n', { files: ['STDIN'] }],
    ['policy.no-object', '{"kind": "List", "items": []}', { files: ['STDIN'] }],
    ['policy.unreadable', 'a: [', { file: 'STDIN', document: 1 }],
    ['policy.unreadable', '{"a": 1, "a": 2}', { file: 'STDIN', document: 1 }],
    ['policy.unreadable', `a: 1\n---\n${bomb()}`, { file: 'STDIN', document: 2 }],
    ['policy.not-an-object', 'just words', { file: 'STDIN', document: 1, field: 'kind' }],
    ['policy.not-an-object', '[]', { file: 'STDIN', document: 1, field: 'kind' }],
    ['policy.not-an-object', '{"kind": "Namespace"}', { file: 'STDIN', document: 1, field: 'apiVersion' }],
    ['policy.not-an-object', '{"apiVersion": "v1", "kind": 1}', { file: 'STDIN', document: 1, field: 'kind' }],
    ['policy.not-an-object', '{"apiVersion": "v1", "kind": "Namespace"}', { file: 'STDIN', document: 1, field: 'metadata.name' }],
    [
      'policy.not-an-object',
      '{"apiVersion": "v1", "kind": "A", "metadata": {"name": ""}}',
      { file: 'STDIN', document: 1, field: 'metadata.name' },
    ],
    ['policy.not-an-object', '{"kind": "List"}', { file: 'STDIN', document: 1, field: 'items' }],
    ['policy.not-an-object', '{"kind": "List", "items": [1]}', { file: 'STDIN', document: 1, field: 'kind' }],
  ])('says %s of %j', async (id, text, data) => {
    expect(await errorOf(() => read(text))).toMatchObject({ code: 'usage', sentence: { id, data } });
  });

  it.each(['nothing.yaml', '.'])('says which file cannot be read: %s', async (name) => {
    const file = join(folder, name);
    expect(await errorOf(() => readManifests([file], typed('')))).toMatchObject({
      code: 'usage',
      sentence: { id: 'error.cannot-read', data: { file } },
    });
  });
});

/** A text that would grow beyond all bounds. */
function bomb(): string {
  const lines = Array.from({ length: 9 }, (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(', ')}]`);
  return ['l0: &l0 [x]', ...lines].join('\n');
}
