import { post } from '../../../test/platform/ask-admission.ts';
import { startDaemon, waitUntil } from '../../control-plane/daemon.ts';
import type { ControlPlane } from '../../control-plane/start.ts';
import { pinned } from '../pinned.ts';

/** A server that is asked to review writes. */
export interface Rival {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** How a server that is not ours is started. */
export interface RivalSpec {
  readonly name: string;
  readonly url: string;
  readonly words: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const patience = 60_000;

/** Starts a server on this core and waits until it answers the review: Pepr says 404 until it has read its store. */
export async function startRival(plane: ControlPlane, { name, url, words, env }: RivalSpec, core: number, review: string): Promise<Rival> {
  const [command = '', ...args] = pinned(core, words);
  const daemon = startDaemon(plane.workspace, { name, command, args, env });
  const address = { url, authority: plane.kubernetes.authority.certificate };
  await waitUntil(daemon, async () => (await post(address, review).catch(() => undefined))?.answer.includes('"patch"') === true, patience);
  return { name, url, pid: daemon.pid ?? 0, stop: () => daemon.stop() };
}

/** The files of a certificate for this machine, by the authority of the API server. */
export async function certificateFiles(
  { kubernetes, workspace }: ControlPlane,
  name: string,
): Promise<{ certificate: string; key: string }> {
  const { certificate, key } = await kubernetes.authority.issue({ commonName: name, dnsNames: ['localhost'], addresses: ['127.0.0.1'] });
  return { certificate: workspace.write(`${name}.crt`, certificate), key: workspace.write(`${name}.key`, key) };
}
