import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packagePaths } from './package-paths.ts';

describe('packagePaths', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'packages-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('of a folder takes the packages on its top level, by name, and counts what else lies there', async () => {
    for (const name of ['b.tgz', 'a.tgz', 'a.tgz.sig', 'a.asc', 'b.tgz.sha256', 'b.sha256sum', 'README', 'c.TGZ', '.hidden.tgz']) {
      writeFileSync(join(folder, name), '');
    }
    mkdirSync(join(folder, 'deeper.tgz'));
    writeFileSync(join(folder, 'deeper.tgz', 'c.tgz'), '');
    const files = ['.hidden.tgz', 'a.tgz', 'b.tgz'].map((name) => ({ file: join(folder, name), size: 0 }));
    expect(await packagePaths(folder)).toEqual({ path: folder, files, skipped: 2 });
  });

  it('takes a file whatever its name is', async () => {
    const file = join(folder, 'package.tar');
    writeFileSync(file, 'abc');
    expect(await packagePaths(file)).toEqual({ path: file, files: [{ file, size: 3 }], skipped: 0 });
  });

  it('says what the system says of a path that is not there', async () => {
    await expect(packagePaths(join(folder, 'absent'))).rejects.toThrow('ENOENT');
  });
});
