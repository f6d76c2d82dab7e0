import type { Cluster } from '../../shared/cluster/cluster.ts';
import { signOfLife } from './node-registration.ts';
import { failureOf, isFailure, isJobPod, type Failure, type Fate } from './pod-fate.ts';
import { complaint, hasStatus, podStatus } from './pod-status.ts';
import { events, podBindings, pods, targetOf, type Binding, type Pod } from './resources.ts';
import type { OnError, Running } from './running.ts';
import { keepSettled, pause } from './settle.ts';
import { isUnpackPod, unpack } from './unpack.ts';

/** How the node behaves; everything has a default. */
export interface NodeOptions {
  readonly name?: string;
  /** Milliseconds between two signs of life. The node counts as lost after 40 s of silence. */
  readonly renewEvery?: number;
  /** Milliseconds until something that went wrong is tried again. */
  readonly retryAfter?: number;
  readonly onError?: OnError;
}

/** Registers a node that takes every pod, runs nothing, and says of each pod what it has been told to say. */
export async function startNode(cluster: Cluster, options: NodeOptions = {}): Promise<Running> {
  const { name = 'node-1', renewEvery = 10_000, retryAfter = 200, onError = () => {} } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const alive = Promise.withResolvers<void>();
  const beat = async () => {
    while (!signal.aborted) {
      const renewed = await signOfLife(cluster, name).then(() => true, onError);
      if (renewed === true) alive.resolve();
      await pause(renewed === true ? renewEvery : retryAfter, signal);
    }
  };
  const beating = beat();
  // A pod that is bound to a node nobody knows is collected as garbage.
  await alive.promise;
  const settling = keepSettled(cluster, { resource: pods, settle: (pod) => settlePod(cluster, pod, name), retryAfter, onError });
  return {
    async stop() {
      stopping.abort();
      await Promise.all([beating, settling.stop()]);
    },
  };
}

async function settlePod(cluster: Cluster, pod: Pod, node: string): Promise<void> {
  const { nodeName } = pod.spec;
  if (nodeName !== undefined && nodeName !== node) return;
  if (pod.metadata.deletionTimestamp !== undefined) return finish(cluster, pod);
  if (hasEnded(pod)) return;
  const failure = failureOf(pod);
  if (nodeName === undefined && failure !== 'unschedulable') await bind(cluster, pod, node);
  await report(cluster, pod, failure ?? (await fateOf(cluster, pod)));
}

async function fateOf(cluster: Cluster, pod: Pod): Promise<Fate> {
  if (isUnpackPod(pod)) return unpack(cluster, pod);
  return isJobPod(pod) ? 'succeeded' : 'running';
}

async function bind(cluster: Cluster, { metadata: { name, namespace = '', uid = '' } }: Pod, node: string): Promise<void> {
  const binding: Binding = {
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { name, namespace, uid },
    target: { apiVersion: 'v1', kind: 'Node', name: node },
  };
  await cluster.create(podBindings, binding, { subresource: 'binding' });
}

async function report(cluster: Cluster, pod: Pod, fate: Fate): Promise<void> {
  const status = podStatus(pod, fate, new Date().toISOString());
  if (hasStatus(pod, status)) return;
  // With the uid the patch misses a new pod of the same name.
  await cluster.patch(pods, { ...targetOf(pod), subresource: 'status' }, { metadata: { uid: pod.metadata.uid }, status });
  if (isFailure(fate)) await complain(cluster, pod, fate);
}

/** The end of a pod as a kubelet goes about it: first it is over, then it is gone. */
async function finish(cluster: Cluster, pod: Pod): Promise<void> {
  const { name, namespace, uid } = pod.metadata;
  if (!hasEnded(pod)) await report(cluster, pod, 'ended');
  await cluster.delete(pods, name, namespace, { ...(uid !== undefined && { uid }), gracePeriodSeconds: 0 });
}

async function complain(cluster: Cluster, pod: Pod, failure: Failure): Promise<void> {
  const { name, namespace = '', uid = '' } = pod.metadata;
  const now = new Date();
  const time = now.toISOString();
  await cluster.create(events, {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${now.getTime().toString(16)}`, namespace },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', name, namespace, uid },
    type: 'Warning',
    ...complaint(pod, failure),
    source: { component: failure === 'unschedulable' ? 'default-scheduler' : 'kubelet' },
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
  });
}

function hasEnded({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}
