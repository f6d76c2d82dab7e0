import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
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

  it('ends in silence when nobody reads any more', async () => {
    const child = start('help', 'formatting');
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (text) => (stderr += text));
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(stderr).toBe('');
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
