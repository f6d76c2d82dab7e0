import { onTestFinished } from 'vitest';
import { approvePlans, type ApproveOptions } from '../../shared/actions/approve.ts';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { installPlans } from '../../shared/model/install-plan.ts';
import { actionContext } from './action-context.ts';
import { anInstallPlan, anOperatorGroup, aSubscription, csvName, harbor, pendingStatus } from './builders.ts';
import { recordedCluster, type Request } from './recorded-cluster.ts';
import { startScriptedOlm, type Script } from './scripted-olm.ts';
import { clusterWith, type Content } from './seeded-cluster.ts';
import { aWaitingSnapshot } from './snapshots.ts';

/** The CSV of keda. */
export const keda = csvName('2.17.2', 'keda');

/** Harbor waits alone in its namespace; keda waits in another one, where its plan also brings `brings`. */
export function apart(...brings: string[]): Content {
  const waiting = aWaitingSnapshot();
  return {
    ...waiting,
    operatorGroups: [anOperatorGroup(), anOperatorGroup({ metadata: { namespace: 'keda' } })],
    subscriptions: [
      ...(waiting.subscriptions ?? []),
      aSubscription({ metadata: { labels: { team: 'a' } }, spec: { name: 'keda', source: 'custom' }, status: pendingStatus(keda) }),
    ],
    installPlans: [
      anInstallPlan(),
      anInstallPlan({ metadata: { namespace: 'keda' }, spec: { clusterServiceVersionNames: [keda, ...brings] } }),
    ],
  };
}

/** Harbor and keda wait in one namespace for one plan. */
export function together(): Content {
  const waiting = aWaitingSnapshot();
  return {
    ...waiting,
    subscriptions: [
      ...(waiting.subscriptions ?? []),
      aSubscription({ metadata: { namespace: harbor }, spec: { name: 'keda' }, status: pendingStatus(keda) }),
    ],
    installPlans: [anInstallPlan({ spec: { clusterServiceVersionNames: [csvName(), keda] } })],
  };
}

/** What `approve NAME...` asks for without flags, and a short time. */
export function approveOptions(names: readonly string[], parts: Partial<ApproveOptions> = {}): ApproveOptions {
  return { names, all: false, includeNeighbours: false, dryRun: 'none', wait: true, timeout: 5000, ...parts };
}

/** A cluster with an OLM that does what is approved, and `approve` on it; `before` is called before every request. */
export async function approveWorld(content: Content, script?: Script, before: (request: Request, memory: Cluster) => unknown = () => {}) {
  const olm = new AbortController();
  onTestFinished(() => olm.abort());
  const memory = await clusterWith(content);
  startScriptedOlm(memory, olm.signal, script);
  const cluster = recordedCluster(memory, (request) => before(request, memory));
  const context = actionContext(cluster);
  return {
    memory,
    cluster,
    context,
    approved: async () =>
      (await memory.list(installPlans)).filter(({ spec }) => spec.approved).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
    async approve(names: string[], parts: Partial<ApproveOptions> = {}) {
      const { result, failure } = await approvePlans(approveOptions(names, parts), context);
      if (failure !== undefined) throw failure;
      return result.steps.map(({ object, namespace, result: done }) => `${done} ${object} in ${namespace}`);
    },
  };
}

/** The line about a plan. */
export const planLine = (result: string, namespace = harbor, name = 'install-1') =>
  `${result} installplan.operators.coreos.com/${name} in ${namespace}`;
