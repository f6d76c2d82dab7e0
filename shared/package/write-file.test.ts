import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFolder, type Folder } from '../../test/support/api-server/kubeconfig.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { examplePackage } from '../../test/support/example-package.ts';
import type { BlobSource, PackageToWrite, WriteOptions } from './package-writer.ts';
import { writePackageFile } from './write-file.ts';

let folder: Folder;
let path: string;
beforeEach(async () => {
  folder = await createFolder();
  path = join(folder.path, 'example.tgz');
});
afterEach(() => folder.remove());

const usual: WriteOptions = { force: false, signal: new AbortController().signal, onProgress: () => {} };
const write = (content: PackageToWrite, options: Partial<WriteOptions> = {}) => writePackageFile(path, content, { ...usual, ...options });
const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** The example with another last blob. */
function withBlob(change: (blob: BlobSource) => BlobSource): PackageToWrite {
  return { ...examplePackage, blobs: examplePackage.blobs.map((blob, at, all) => (at === all.length - 1 ? change(blob) : blob)) };
}

async function* of(...chunks: readonly Buffer[]): AsyncGenerator<Buffer, void> {
  yield* chunks;
}

describe('writePackageFile', () => {
  it('writes the package, and a line beside it that sha256sum reads', async () => {
    const written = await write(examplePackage);
    expect(written).toEqual({
      ...{ sha256: sha256(path), size: readFileSync(path).length },
      files: [path, `${path}.sha256`].map((each) => ({ path: each, result: 'created' })),
    });
    expect(readFileSync(`${path}.sha256`, 'utf8')).toBe(`${sha256(path)}  example.tgz\n`);
    expect(readdirSync(folder.path).toSorted()).toEqual(['example.tgz', 'example.tgz.sha256']);
  });

  it.each([
    ['a folder has its name', () => mkdir(path), 'usage'],
    ['what should be its folder is a file', () => writeFile((path = join(path, 'x.tgz')).replace(/.x\.tgz$/, ''), ''), 'failure'],
  ])('writes nothing where %s', async (_, prepare, code) => {
    await prepare();
    for (const force of [false, true])
      expect(await errorOf(() => write(examplePackage, { force }))).toMatchObject({ code, sentence: { id: 'error.cannot-write' } });
    expect(readdirSync(folder.path)).toEqual(['example.tgz']);
  });

  it('tells how much is done, up to the end', async () => {
    const done: number[] = [];
    const { size } = await write(examplePackage, { onProgress: (bytes) => done.push(bytes) });
    expect(done.at(-1)).toBe(size);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
  });

  it('leaves alone what is the same already', async () => {
    await write(examplePackage);
    const before = [await stat(path), await stat(`${path}.sha256`)];
    const again = await write(examplePackage);
    expect(again.files.map(({ result }) => result)).toEqual(['unchanged', 'unchanged']);
    expect(again.sha256).toBe(sha256(path));
    expect([await stat(path), await stat(`${path}.sha256`)].map(({ ino, mtimeMs }) => [ino, mtimeMs])).toEqual(
      before.map(({ ino, mtimeMs }) => [ino, mtimeMs]),
    );
  });

  it('mends the line beside it', async () => {
    await write(examplePackage);
    writeFileSync(`${path}.sha256`, 'of something else\n');
    expect((await write(examplePackage)).files.map(({ result }) => result)).toEqual(['unchanged', 'configured']);
    expect(readFileSync(`${path}.sha256`, 'utf8')).toBe(`${sha256(path)}  example.tgz\n`);
  });

  it.each([
    ['of another size', () => Buffer.from('something else')],
    ['of the same size', () => Buffer.alloc(readFileSync(join(folder.path, 'size')).length)],
  ])('does not replace a file %s unless it is told to', async (_, other) => {
    await writePackageFile(join(folder.path, 'size'), examplePackage, usual);
    writeFileSync(path, other());
    expect(await errorOf(() => write(examplePackage))).toMatchObject({
      code: 'unmet',
      sentence: { id: 'create.taken', data: { file: path } },
    });
    expect(readFileSync(path).equals(other())).toBe(true);
    expect((await write(examplePackage, { force: true })).files[0]).toEqual({ path, result: 'configured' });
    expect(readFileSync(path).equals(readFileSync(join(folder.path, 'size')))).toBe(true);
  });

  it('has the mode of any other file', async () => {
    await write(examplePackage);
    writeFileSync(join(folder.path, 'other'), '', { mode: 0o644 });
    expect((await stat(path)).mode).toBe((await stat(join(folder.path, 'other'))).mode);
  });
});

describe('nothing is left', () => {
  const wrong: readonly [string, PackageToWrite, string, string][] = [
    [
      'other bytes',
      withBlob(({ descriptor }) => ({ descriptor, open: () => of(Buffer.alloc(descriptor.size)) })),
      'corrupt',
      'create.wrong-digest',
    ],
    ['too few bytes', withBlob((blob) => ({ ...blob, open: () => of() })), 'corrupt', 'create.wrong-size'],
    [
      'too many bytes',
      withBlob(({ descriptor }) => ({ descriptor, open: () => of(Buffer.alloc(descriptor.size), Buffer.alloc(1)) })),
      'corrupt',
      'create.wrong-size',
    ],
  ];

  it.each(wrong)('of a package whose blob has %s', async (_, content, code, id) => {
    expect(await errorOf(() => write(content))).toMatchObject({ code, sentence: { id } });
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('after Ctrl-C', async () => {
    const over = new AbortController();
    const open = async function* () {
      yield Buffer.alloc(10);
      over.abort();
      yield Buffer.alloc(2 ** 21);
    };
    const content = withBlob(({ descriptor }) => ({ descriptor: { ...descriptor, size: 2 ** 22 }, open }));
    expect(await errorOf(() => write(content, { signal: over.signal }))).toMatchObject({ code: 'interrupted' });
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('where a folder is not there', async () => {
    path = join(folder.path, 'nowhere', 'example.tgz');
    expect(await errorOf(() => write(examplePackage))).toMatchObject({
      code: 'failure',
      sentence: { id: 'error.cannot-write', data: { file: path } },
    });
  });
});
