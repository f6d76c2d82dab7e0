import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';

const main = join(import.meta.dirname, 'main.ts');

/** Starts the program itself, in a process of its own. */
const start = (...words: string[]) => spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });

describe('the process', () => {
  it('prints and exits as run says', async () => {
    const [code, stdout, stderr] = await new Promise<[number | null, string, string]>((resolve) => {
      const child = execFile(process.execPath, [main, 'instal'], (_, out, err) => resolve([child.exitCode, out, err]));
    });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('error: there is no command instal');
  });

  it('does not succeed when it ends while something is still waited for', async () => {
    const silence = 'data:text/javascript,process.stdout.write = () => true';
    const child = spawn(process.execPath, ['--import', silence, main, 'help', 'formatting'], { stdio: 'ignore' });
    expect(await once(child, 'close')).toEqual([1, null]);
  });

  it('ends in silence when nobody reads any more', async () => {
    const child = start('help', 'formatting');
    child.stdout.destroy();
    const stderr = text(child.stderr);
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(await stderr).toBe('');
  });

  it('ends as run says all the same', async () => {
    const child = start('instal', '-o', 'json');
    child.stdout.destroy();
    child.stderr.destroy();
    expect(await once(child, 'close')).toEqual([2, null]);
  });

  it.skipIf(!existsSync('/dev/full')).each([
    [['help', 'formatting'], 1],
    [['instal', '-o', 'json'], 2],
  ] as const)('says that the answer to %j could not be written', async (words, code) => {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [main, ...words], { stdio: ['ignore', full, 'pipe'] });
    closeSync(full);
    const stderr = text(child.stderr as Readable);
    expect(await once(child, 'close')).toEqual([code, null]);
    expect(await stderr).toContain('error: the answer could not be written\ncause: ENOSPC');
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends with %s at %i', async (signal, code) => {
    const server = createServer(() => {}).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const child = start('version', '--server', `http://127.0.0.1:${(server.address() as AddressInfo).port}`, '--kubeconfig=/dev/null');
    await once(server, 'request');
    child.kill(signal);
    expect(await once(child, 'close')).toEqual([code, null]);
    server.closeAllConnections();
    server.close();
  });
});
