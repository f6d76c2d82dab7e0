import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSidecars } from './sidecars.ts';

describe('readSidecars', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sidecars-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (...files: readonly string[]) => files.forEach((file) => writeFileSync(join(folder, file), file));
  const found = async (name: string) => {
    const { signatures, checksums, faults } = await readSidecars(join(folder, name));
    return {
      signatures: signatures.map(({ file }) => file),
      checksums: checksums.map(({ file }) => file),
      faults: faults.map(({ id, data }) => [id, data['file']]),
    };
  };

  it('finds nothing beside a lonely package', async () => {
    put('x.tgz', 'y.tgz.sig', 'x.tgz.sig.old', 'x.tgz.SIG');
    expect(await found('x.tgz')).toEqual({ signatures: [], checksums: [], faults: [] });
  });

  it('finds all there may be, with and without the ending of the package', async () => {
    put('x.tgz.sig', 'x.tgz.asc', 'x.sig', 'x.asc', 'x.tgz.sha256', 'x.tgz.sha256sum', 'x.sha256', 'x.sha256sum');
    expect(await found('x.tgz')).toEqual({
      signatures: ['x.tgz.sig', 'x.tgz.asc', 'x.sig', 'x.asc'],
      checksums: ['x.tgz.sha256', 'x.tgz.sha256sum', 'x.sha256', 'x.sha256sum'],
      faults: [],
    });
  });

  it('keeps other endings', async () => {
    put('x.tar.gz.sig', 'x.tar.sig', 'x.sig');
    expect((await found('x.tar.gz')).signatures).toEqual(['x.tar.gz.sig']);
  });

  it('reads what they hold', async () => {
    writeFileSync(join(folder, 'x.tgz.sig'), Buffer.from([0x88, 0, 255]));
    const { signatures } = await readSidecars(join(folder, 'x.tgz'));
    expect(signatures).toEqual([{ file: 'x.tgz.sig', bytes: new Uint8Array([0x88, 0, 255]) }]);
  });

  it('follows a link to a file', async () => {
    put('elsewhere');
    symlinkSync('elsewhere', join(folder, 'x.tgz.sha256'));
    expect((await found('x.tgz')).checksums).toEqual(['x.tgz.sha256']);
  });

  it.each([
    [64 * 1024, [], ['x.tgz.sig']],
    [64 * 1024 + 1, [['trust.sidecar.too-large', 'x.tgz.sig']], []],
  ])('takes up to 64 KiB: %i', async (size, faults, signatures) => {
    writeFileSync(join(folder, 'x.tgz.sig'), Buffer.alloc(size));
    expect(await found('x.tgz')).toEqual({ signatures, checksums: [], faults });
  });

  it.each([
    ['a folder', (path: string) => mkdirSync(path), 'trust.sidecar.not-regular'],
    ['a link to itself', (path: string) => symlinkSync(path, path), 'trust.sidecar.unreadable'],
    ['a pipe nobody writes to', (path: string) => execFileSync('mkfifo', [path]), 'trust.sidecar.not-regular'],
  ])('does not pass over %s', async (_, make, id) => {
    make(join(folder, 'x.tgz.sha256'));
    expect(await found('x.tgz')).toEqual({ signatures: [], checksums: [], faults: [[id, 'x.tgz.sha256']] });
  });

  it('knows that nothing can lie beside the longest name', async () => {
    expect(await found(`${'x'.repeat(251)}.tgz`)).toEqual({ signatures: [], checksums: [], faults: [] });
  });
});
