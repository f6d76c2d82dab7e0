import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { session, type SessionOptions } from '../../../test/support/session.ts';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kubectl-ext-'));
  file = join(folder, 'kubectl_complete-ext');
});
afterEach(() => rm(folder, { recursive: true }));

const install = (words: readonly string[] = [], options: SessionOptions = {}) =>
  session(['completion', 'install', ...words], {
    executable: join(folder, 'kubectl-ext'),
    argv0: 'kubectl-ext',
    env: { PATH: folder },
    ...options,
  });

describe('completion install', () => {
  it('writes an executable beside the program, once', async () => {
    expect(await install()).toMatchObject({ exitCode: 0, stdout: `${file} created\n`, stderr: '' });
    expect(await readFile(file, 'utf8')).toBe('#!/usr/bin/env sh\nexec kubectl-ext __complete "$@"\n');
    const written = await stat(file);
    expect(written.mode & 0o777).toBe(0o755);
    expect(await install()).toMatchObject({ exitCode: 0, stdout: `${file} unchanged\n` });
    expect((await stat(file)).mtimeMs).toBe(written.mtimeMs);
  });

  it('makes it executable again', async () => {
    await install();
    await chmod(file, 0o644);
    expect(await install()).toMatchObject({ stdout: `${file} configured\n` });
    expect((await stat(file)).mode & 0o777).toBe(0o755);
  });

  it('writes nothing in a dry run', async () => {
    expect(await install(['--dry-run=client'])).toMatchObject({ exitCode: 0, stdout: `${file} created (dry run)\n` });
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  it('goes where it is told to, and says when kubectl will not look there', async () => {
    expect(await install(['--dir', folder], { executable: undefined, env: { PATH: '/bin' } })).toMatchObject({
      exitCode: 0,
      stdout: `${file} created\n`,
      stderr: `warning: ${folder} is not on PATH, where kubectl looks\n`,
    });
  });

  it('stays beside the link that kubectl found', async () => {
    const { stdout } = await install([], { argv0: join(folder, 'kubectl-acp_ext'), executable: '/store/v1/kubectl-acp_ext' });
    expect(stdout).toBe(`${join(folder, 'kubectl_complete-acp_ext')} created\n`);
  });

  it('is a batch file on Windows', async () => {
    await install([], { platform: 'windows/amd64' });
    expect(await readFile(`${file}.cmd`, 'utf8')).toBe('@echo off\r\nkubectl-ext.exe __complete %*\r\n');
  });

  it('fails in words', async () => {
    expect(await install(['--dir', '/dev/null/nowhere'])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('error: cannot write /dev/null/nowhere'),
    });
  });
});
