import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { create, list } from 'tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf } from '../../test/support/error-of.ts';
import { type PackageFolder, packageFolder } from '../../test/support/package-file.ts';
import { never, readerOf } from '../../test/support/read-tar.ts';
import { openContent } from './gunzip.ts';
import { packageEntries } from './package-entries.ts';
import { tarEntries } from './tar-entries.ts';

/** Names and contents: short and long, in another script, empty, of a whole block, of several chunks. */
const files: Readonly<Record<string, Buffer>> = {
  'one.txt': Buffer.from('hello'),
  empty: Buffer.alloc(0),
  block: Buffer.alloc(512, 'x'),
  'образ/слой': Buffer.from('x'),
  [`${'d'.repeat(60)}/${'e'.repeat(60)}/${'f'.repeat(80)}`]: Buffer.from('prefix'),
  large: Buffer.alloc(2_500_000, 'the same again '),
};
const tooLongForUstar = `${'long/'.repeat(60)}${'n'.repeat(200)}`;
const makesTars = /GNU tar/.test(spawnSync('tar', ['--version']).stdout?.toString() ?? '');
const makesGzip = spawnSync('gzip', ['--version']).status === 0;

let folder: PackageFolder;
let tree: string;

beforeAll(() => {
  folder = packageFolder();
  tree = join(folder.path, 'tree');
  for (const [name, content] of Object.entries({ ...files, [tooLongForUstar]: Buffer.from('long') })) write(name, content);
});
afterAll(() => folder.remove());

function write(name: string, content: Buffer): void {
  mkdirSync(dirname(join(tree, name)), { recursive: true });
  writeFileSync(join(tree, name), content);
}

interface Seen {
  readonly size: number;
  readonly sha256: string;
}

const seenOf = (content: Buffer): Seen => ({ size: content.length, sha256: createHash('sha256').update(content).digest('hex') });

/** What lies in an archive by our reading. */
async function read(bytes: Buffer): Promise<Record<string, Seen>> {
  const file = await folder.open(bytes);
  const reader = await openContent(file, never);
  const found: Record<string, Seen> = {};
  for await (const { name, type, body } of packageEntries(reader, file)) {
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(chunk);
    if (type === 'file') found[name] = seenOf(Buffer.concat(chunks));
  }
  await reader.close();
  return found;
}

function gnuTar(...words: string[]): Buffer {
  return execFileSync('tar', ['-C', tree, '-cf', '-', ...words], { maxBuffer: 1 << 25, env: { LC_ALL: 'C.UTF-8', PATH: '/usr/bin:/bin' } });
}

const all = Object.fromEntries(Object.entries(files).map(([name, content]) => [name, seenOf(content)]));
const allAndLong = { ...all, [tooLongForUstar]: seenOf(Buffer.from('long')) };

describe.skipIf(!makesTars)('what GNU tar makes', () => {
  it.each([
    ['ustar', Object.keys(files), all],
    ['gnu', Object.keys(allAndLong), allAndLong],
    ['oldgnu', Object.keys(allAndLong), allAndLong],
    ['pax', Object.keys(allAndLong), allAndLong],
    ['v7', ['one.txt', 'empty', 'block', 'large'], only('one.txt', 'empty', 'block', 'large')],
  ] as const)('in format %s is read as it is', async (format, names, expected) => {
    const options = format === 'pax' ? ['--pax-option=comment=a%0Ab'] : [];
    expect(await read(gnuTar(`--format=${format}`, ...options, ...names))).toEqual(expected);
  });

  it('with folders is read as it is', async () => {
    expect(await read(gnuTar('образ', 'one.txt'))).toEqual(only('образ/слой', 'one.txt'));
  });

  it.each(['-z', '-b1'])('with %s is read as it is', async (option) => {
    expect(await read(gnuTar(option, 'one.txt', 'large'))).toEqual(only('one.txt', 'large'));
  });

  it.skipIf(!makesGzip)('and gzip packs in parts is read as one', async () => {
    const tar = gnuTar('one.txt', 'large');
    const parts = [0, 700, 100_000].map((at, index, cuts) => execFileSync('gzip', ['-c'], { input: tar.subarray(at, cuts[index + 1]) }));
    expect(await read(Buffer.concat(parts))).toEqual(only('one.txt', 'large'));
  });

  it.each(['gnu', 'pax'])('of a file of 9 GiB has its size, in format %s', async (format) => {
    const size = 9 * 2 ** 30;
    const huge = openSync(join(tree, 'huge'), 'w');
    ftruncateSync(huge, size);
    closeSync(huge);
    const script = `tar --format=${format} -C "$0" -cf - huge | head -c 2048`;
    const head = execFileSync('sh', ['-c', script, tree], { stdio: ['ignore', 'pipe', 'ignore'] });
    rmSync(join(tree, 'huge'));
    const entries = tarEntries(readerOf(head), { file: 'x.tgz', isLayer: false, mostHeaders: 10, largest: 2 ** 40 });
    expect((await entries.next()).value).toMatchObject({ name: 'huge', size });
  });

  it.each([
    ['a symbolic link', () => symlinkSync('one.txt', join(tree, 'odd')), [], 'package.entry-type'],
    ['a hard link', () => linkSync(join(tree, 'one.txt'), join(tree, 'odd')), ['one.txt'], 'package.entry-type'],
    ['a sparse file', () => sparse('odd'), ['-S', '--format=gnu'], 'package.sparse'],
    ['a sparse file as pax', () => sparse('odd'), ['-S', '--format=pax'], 'package.sparse'],
    ['a sparse file as pax before', () => sparse('odd'), ['-S', '--format=pax', '--sparse-version=0.1'], 'package.sparse'],
    ['a sparse file as pax at first', () => sparse('odd'), ['-S', '--format=pax', '--sparse-version=0.0'], 'package.extended-header'],
    ['a label', () => write('odd', Buffer.from('x')), ['-V', 'label'], 'package.header-number'],
    ['a name with a terminal in it', () => write('odd\u001B[2J', Buffer.from('x')), ['odd\u001B[2J'], 'package.name'],
  ])('with %s is refused', async (_, make, words, id) => {
    make();
    try {
      const names = words.some((word) => word.startsWith('odd')) ? words : [...words, 'odd'];
      expect(await errorOf(() => read(gnuTar(...names)))).toMatchObject({ code: 'corrupt', sentence: { id } });
    } finally {
      for (const name of ['odd', 'odd\u001B[2J']) rmSync(join(tree, name), { force: true });
    }
  });
});

function only(...names: readonly string[]): Record<string, Seen | undefined> {
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}

function sparse(name: string): void {
  const file = openSync(join(tree, name), 'w');
  writeSync(file, 'x', 1 << 20);
  closeSync(file);
}

/** What GNU tar 1.34 has made, for machines without it; `huge` holds the begin only. */
interface Vectors {
  readonly lawful: readonly { readonly what: string; readonly tgz: string; readonly contents: Readonly<Record<string, string>> }[];
  readonly refused: readonly { readonly what: string; readonly tgz: string; readonly id: string }[];
  readonly huge: readonly { readonly what: string; readonly tgz: string }[];
}

describe('what GNU tar has made', () => {
  const vectors = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', 'gnu-tar.json'), 'utf8')) as Vectors;

  it.each(vectors.lawful)('in format $what is read as it is', async ({ tgz, contents }) => {
    const expected = Object.entries(contents).map(([name, text]) => [name, seenOf(Buffer.from(text))]);
    expect(await read(Buffer.from(tgz, 'base64'))).toEqual(Object.fromEntries(expected));
  });

  it.each(vectors.refused)('with $what is refused', async ({ tgz, id }) => {
    expect(await errorOf(() => read(Buffer.from(tgz, 'base64')))).toMatchObject({ code: 'corrupt', sentence: { id } });
  });

  it.each(vectors.huge)('of a file of 9 GiB has its size, in format $what', async ({ tgz }) => {
    const entries = tarEntries(readerOf(gunzipSync(Buffer.from(tgz, 'base64'))), {
      file: 'x',
      isLayer: false,
      mostHeaders: 10,
      largest: 2 ** 40,
    });
    expect((await entries.next()).value).toMatchObject({ name: 'huge', size: 9 * 2 ** 30 });
  });
});

describe('what npm tar makes', () => {
  it.each([
    ['plain', {}],
    ['compressed', { gzip: true }],
    ['portable', { portable: true }],
  ])('%s is read as it is, and both read the same', async (_, options) => {
    const path = join(folder.path, 'npm.tar');
    create({ ...options, file: path, cwd: tree, sync: true }, Object.keys(allAndLong));
    const bytes = readFileSync(path);
    expect(await read(bytes)).toEqual(allAndLong);
    const seen: [string, number][] = [];
    list({ file: path, sync: true, onReadEntry: (entry) => seen.push([entry.path, entry.size]) });
    expect(seen).toEqual(Object.entries(allAndLong).map(([name, { size }]) => [name, size]));
  });
});
