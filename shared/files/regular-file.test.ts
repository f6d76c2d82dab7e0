import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { NotRegularError, openRegularFile, type RegularFile } from './regular-file.ts';

describe('openRegularFile', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'regular-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const opened = async (name: string): Promise<RegularFile> => {
    const file = await openRegularFile(join(folder, name));
    onTestFinished(file.close);
    return file;
  };

  it('opens a file, also by a symbolic link, and knows that nothing has changed', async () => {
    writeFileSync(join(folder, 'file'), 'abc');
    symlinkSync('file', join(folder, 'link'));
    for (const name of ['file', 'link']) {
      const file = await opened(name);
      expect(file.size).toBe(3);
      expect(await file.unchanged()).toBe(true);
    }
  });

  it.each([
    ['grows', (path: string) => appendFileSync(path, 'd')],
    ['is written anew with the same size', (path: string) => (writeFileSync(path, 'xyz'), utimesSync(path, 1, 1))],
    ['loses its name to another one', (path: string) => (writeFileSync(`${path}.new`, 'xyz'), renameSync(`${path}.new`, path))],
  ])('notices that a file %s', async (_, change) => {
    writeFileSync(join(folder, 'file'), 'abc');
    const file = await opened('file');
    change(join(folder, 'file'));
    expect(await file.unchanged()).toBe(false);
  });

  it('does not take a folder or a device for a file', async () => {
    await expect(openRegularFile(folder)).rejects.toThrow(NotRegularError);
    await expect(openRegularFile('/dev/null')).rejects.toThrow(NotRegularError);
  });

  it.skipIf(process.platform === 'win32')('does not wait for somebody to write into a pipe', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await expect(openRegularFile(join(folder, 'pipe'))).rejects.toThrow(NotRegularError);
  });
});
