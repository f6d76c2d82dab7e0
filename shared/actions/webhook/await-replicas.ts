import type { Cluster } from '../../cluster/cluster.ts';
import { ExtError } from '../../errors.ts';
import { message, type Message } from '../../messages/message.ts';
import { pods, podReason } from '../../model/pod.ts';
import { deployments, isRolledOut, namespaces } from '../../model/workload.ts';
import { podLabels, webhookName, webhookNamespace } from '../../plan/webhook/manifest.ts';
import { whyNotReady } from '../../plan/webhook/landmarks.ts';
import { changes } from '../changes.ts';
import type { ActionContext } from '../context.ts';
import { tryList } from '../observe.ts';

/** How long is waited. */
export interface AwaitOptions {
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  /** The command that goes on after an interruption or when the time is over. */
  readonly resume: string;
}

type Waiting = Pick<ActionContext, 'report' | 'now' | 'signal'>;

/** What is to be waited for: what is still awaited, or undefined when it has come. */
interface Goal {
  readonly resource: typeof deployments | typeof namespaces;
  readonly name: string;
  readonly namespace?: string;
  readonly hints: readonly string[];
  readonly look: () => Promise<Message | undefined>;
}

/** Waits until every replica is available, and none of an earlier version is left. Throws `timeout` and `interrupted`, which say what was awaited. */
export function awaitReplicas(cluster: Cluster, options: AwaitOptions, waiting: Waiting): Promise<void> {
  const look = async () => {
    const deployment = await cluster.get(deployments, webhookName, webhookNamespace);
    if (deployment !== null && isRolledOut(deployment)) return undefined;
    const ready = deployment?.status?.availableReplicas ?? 0;
    return message('webhook-wait.replicas', { ready, wanted: deployment?.spec?.replicas ?? 0, pods: await podReasons(cluster) });
  };
  const goal: Goal = { resource: deployments, name: webhookName, namespace: webhookNamespace, hints: whyNotReady, look };
  return awaitGoal(cluster, goal, options, waiting);
}

/** Waits until the namespace, with all that is in it, has gone. Throws like `awaitReplicas`. */
export function awaitGone(cluster: Cluster, options: AwaitOptions, waiting: Waiting): Promise<void> {
  const look = async () => {
    const namespace = await cluster.get(namespaces, webhookNamespace);
    return namespace === null ? undefined : message('webhook-wait.gone', { namespace: webhookNamespace });
  };
  const hints = [`kubectl get namespace ${webhookNamespace} -o yaml`];
  return awaitGoal(cluster, { resource: namespaces, name: webhookNamespace, hints, look }, options, waiting);
}

async function awaitGoal(cluster: Cluster, goal: Goal, options: AwaitOptions, { report, now, signal }: Waiting): Promise<void> {
  const { resource, name, namespace, hints, look } = goal;
  const started = now();
  const scope = { ...(namespace !== undefined && { namespace }), fieldSelector: `metadata.name=${name}` };
  let awaited: Message | undefined;
  for await (const _ of changes(cluster, { resources: [resource], scope, settle: 50, heartbeat: 1000, signal })) {
    awaited = await look();
    if (awaited === undefined) return;
    if (now() >= options.deadline)
      throw new ExtError('timeout', message('wait.timeout'), { because: awaited, hints: [...hints, options.resume] });
    report({ state: 'waiting', message: awaited, seconds: Math.round((now() - started) / 1000) });
  }
  throw new ExtError('interrupted', message('wait.interrupted'), { ...(awaited && { because: awaited }), hints: [options.resume] });
}

/** Why pods do not run, each reason once. */
async function podReasons(cluster: Cluster): Promise<string[]> {
  const labelSelector = Object.entries(podLabels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const found = (await tryList(cluster, pods, { namespace: webhookNamespace, labelSelector })) ?? [];
  return found.length === 0 ? ['<none>'] : [...new Set(found.map(podReason))];
}
