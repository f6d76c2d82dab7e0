import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'yaml';
import { startDaemon, waitUntil, type Daemon } from '../../scripts/control-plane/daemon.ts';
import { kubeconfigWith } from '../../scripts/control-plane/kubeconfig.ts';
import { mutatingWebhooks, validatingWebhooks } from '../../scripts/control-plane/resources.ts';
import { mintToken } from '../../scripts/control-plane/setup.ts';
import { undoAll, type Step } from '../../scripts/control-plane/undo.ts';
import { createWorkspace, freePort } from '../../scripts/control-plane/workspace.ts';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { webhookName } from '../../shared/plan/webhook/manifest.ts';
import type { Running } from '../platform/running.ts';
import { startBalancer } from './balancer.ts';
import { isReady, replicaCommand, webhookAccount } from './webhook.ts';

/** Where several replicas are to work. */
export interface ReplicasOptions {
  readonly admin: Cluster;
  /** The certificate authority of the API server, PEM. */
  readonly authority: string;
  readonly count: number;
  readonly flags?: readonly string[];
}

/** Several replicas at work behind a balancer. */
export interface Replicas extends Running {
  /** How many connections the API server has open to them. */
  readonly connections: number;
  /** Replaces every replica by a new one, one after the other, as a rolling restart does: an ending one is sent requests for a second more. */
  restart(): Promise<void>;
}

const patience = 30_000;

/** How long whoever balances goes on sending requests to a replica that ends, in milliseconds. */
const endpointLag = 1000;

/** Sends the API server to several replicas behind a balancer instead of to the one that a shared cluster has, until they are stopped. */
export async function startReplicas({ admin, authority, count, flags = [] }: ReplicasOptions): Promise<Replicas> {
  const workspace = createWorkspace(join(tmpdir(), 'kubectl-ext-replicas-'));
  const credentials = { token: await mintToken(admin, webhookAccount) };
  const kubeconfig = workspace.write(
    'webhook.kubeconfig',
    kubeconfigWith({ name: 'webhook', server: admin.server, authority, credentials }),
  );
  let started = 0;
  const start = async (): Promise<Replica> => {
    const [port, probePort] = await Promise.all([freePort(), freePort()]);
    started += 1;
    const command = replicaCommand({ port, probePort, flags });
    const daemon = startDaemon(workspace, { name: `webhook-${started}`, ...command, env: { KUBECONFIG: kubeconfig, NODE_OPTIONS: '' } });
    await waitUntil(daemon, () => isReady(`http://127.0.0.1:${probePort}`), patience);
    return { port, daemon };
  };
  let replicas: Replica[] = [];
  const undo: Step[] = [() => workspace.close(), async () => void (await Promise.all(replicas.map(({ daemon }) => daemon.stop())))];
  for (let index = 0; index < count; index += 1) replicas.push(await start());
  const portsOf = () => replicas.map(({ port }) => port);
  const balancer = await startBalancer(portsOf());
  undo.push(() => balancer.stop());
  const before = await leadTo(admin, balancer.port);
  undo.push(async () => void (await leadTo(admin, before)));
  return {
    get connections() {
      return balancer.connections;
    },
    async restart() {
      for (const old of [...replicas]) {
        replicas.push(await start());
        balancer.use(portsOf());
        const ended = old.daemon.stop();
        await pause(endpointLag);
        replicas = replicas.filter((each) => each !== old);
        balancer.use(portsOf());
        await ended;
      }
    },
    stop: () => undoAll(undo),
  };
}

interface Replica {
  readonly port: number;
  readonly daemon: Daemon;
}

/** Has the API server ask at another port, and returns the one before. */
async function leadTo(admin: Cluster, port: number): Promise<number> {
  let before = port;
  for (const resource of [mutatingWebhooks, validatingWebhooks]) {
    const found = await admin.get(resource, webhookName);
    const webhooks = (found?.['webhooks'] ?? []) as { clientConfig: { service: { port: number } } }[];
    before = webhooks[0]?.clientConfig.service.port ?? before;
    const operations = webhooks.map((_webhook, index) => ({
      op: 'replace' as const,
      path: `/webhooks/${index}/clientConfig/service/port`,
      value: port,
    }));
    await admin.patch(resource, { name: webhookName }, operations);
  }
  return before;
}

/** The certificate authority of the first cluster of a kubeconfig, PEM. */
export function authorityIn(kubeconfig: string): string {
  const { clusters } = parse(readFileSync(kubeconfig, 'utf8')) as { clusters: { cluster: { 'certificate-authority-data': string } }[] };
  return Buffer.from(clusters[0]?.cluster['certificate-authority-data'] ?? '', 'base64').toString();
}
