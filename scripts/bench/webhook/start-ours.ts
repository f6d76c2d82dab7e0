import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isReady, replicaCommand, startWebhook, type RunningWebhook } from '../../../test/support/webhook.ts';
import { startDaemon, waitUntil } from '../../control-plane/daemon.ts';
import type { ControlPlane } from '../../control-plane/start.ts';
import { freePort } from '../../control-plane/workspace.ts';
import { pinned } from '../pinned.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const patience = 60_000;

/** The webhook as the image runs it, on this core, with the manifests as shipped. */
export function startOurs(plane: ControlPlane, core: number): Promise<RunningWebhook> {
  return startWebhook(plane, { program: programOn(core) });
}

/** Starts one more replica and ends it again: how long it takes until it may be asked, in milliseconds. */
export async function timeToReady(plane: ControlPlane, { kubeconfig }: RunningWebhook, core: number): Promise<number> {
  const [port, probePort] = await Promise.all([freePort(), freePort()]);
  const command = replicaCommand({ port, probePort, program: programOn(core) });
  const began = performance.now();
  const daemon = startDaemon(plane.workspace, { name: 'replica', ...command, env: { KUBECONFIG: kubeconfig } });
  try {
    await waitUntil(daemon, () => isReady(`http://127.0.0.1:${probePort}`), patience);
    return performance.now() - began;
  } finally {
    await daemon.stop();
  }
}

/** The ENTRYPOINT of the image, with the Node and the program of this machine. */
function programOn(core: number): readonly string[] {
  const [, entry = ''] = /^ENTRYPOINT (.*)$/m.exec(readFileSync(join(root, 'deploy', 'Dockerfile'), 'utf8')) ?? [];
  const [, ...words] = JSON.parse(entry) as string[];
  return pinned(core, [process.execPath, ...words.slice(0, -1), join(root, 'dist', 'webhook.mjs')]);
}
