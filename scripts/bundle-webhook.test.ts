import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HostileFolder, makeHostileFolder } from '../test/support/hostile-folder.ts';
import { bundleWebhook } from './bundle-webhook.ts';
import { freePort } from './control-plane/workspace.ts';
import { run } from './run.ts';

let folder: HostileFolder;
beforeEach(() => {
  folder = makeHostileFolder();
});
afterEach(() => folder.remove());

it('the bundled webhook answers from a folder alone, and loads no package from there', { timeout: 30_000 }, async () => {
  const { text } = await bundleWebhook(join(import.meta.dirname, '..'));
  writeFileSync(join(folder.path, 'webhook.mjs'), text);
  const probePort = await freePort();
  const words = ['webhook.mjs', `--kubeconfig=${folder.kubeconfig}`, '--address=127.0.0.1', '--port=0', `--probe-port=${probePort}`];
  const stop = new AbortController();
  const ended = run(process.execPath, words, { cwd: folder.path, signal: stop.signal }).catch(() => 'stopped');
  const alive = async () => (await fetch(`http://127.0.0.1:${probePort}/healthz`).catch(() => undefined))?.json();
  try {
    await expect.poll(alive, { timeout: 20_000 }).toEqual({ alive: true });
  } finally {
    stop.abort();
  }
  expect(await ended).toBe('stopped');
  expect(folder.executed()).toBe(false);
});
