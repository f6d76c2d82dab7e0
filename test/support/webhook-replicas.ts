import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

const patience = 30_000;

/** Sends the API server to several replicas behind a balancer instead of to the one that a shared cluster has, until they are stopped. */
export async function startReplicas({ admin, authority, count, flags = [] }: ReplicasOptions): Promise<Running> {
  const workspace = createWorkspace(join(tmpdir(), 'kubectl-ext-replicas-'));
  const undo: Step[] = [() => workspace.close()];
  const credentials = { token: await mintToken(admin, webhookAccount) };
  const kubeconfig = workspace.write(
    'webhook.kubeconfig',
    kubeconfigWith({ name: 'webhook', server: admin.server, authority, credentials }),
  );
  const ports: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const [port, probePort] = await Promise.all([freePort(), freePort()]);
    const daemon: Daemon = startDaemon(workspace, {
      name: `webhook-${index + 1}`,
      ...replicaCommand({ port, probePort, flags }),
      env: { KUBECONFIG: kubeconfig, NODE_OPTIONS: '' },
    });
    undo.push(() => daemon.stop());
    await waitUntil(daemon, () => isReady(`http://127.0.0.1:${probePort}`), patience);
    ports.push(port);
  }
  const balancer = await startBalancer(ports);
  undo.push(() => balancer.stop());
  const before = await leadTo(admin, balancer.port);
  undo.push(async () => void (await leadTo(admin, before)));
  return { stop: () => undoAll(undo) };
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
