import type { Cluster } from '../../shared/cluster/cluster.ts';
import { installPlans, type InstallPlan } from '../../shared/model/install-plan.ts';
import { anInstallPlan, harbor } from './builders.ts';
import { type RecordedCluster, recordedCluster } from './recorded-cluster.ts';
import { clusterWith } from './seeded-cluster.ts';

/** The plan that was judged. */
export const target = { name: 'install-1', namespace: harbor };

/** What others do to the plan, told how often they had the chance. */
export type Change = (cluster: Cluster, attempt: number) => Promise<unknown>;

/** A judged plan, and a cluster on which others are faster than the first `times` writes to it. */
export interface JudgedPlan {
  readonly cluster: RecordedCluster;
  readonly judged: InstallPlan;
  /** The plan as it is stored now; null where it is gone. */
  readonly now: () => Promise<InstallPlan | null>;
}

/** Stores a plan, and lets others change it just before each of the first `times` writes by a verb. */
export async function judgedPlan(
  verb: 'patch' | 'delete',
  change: Change,
  { times = 1, plan = anInstallPlan() }: { readonly times?: number; readonly plan?: InstallPlan } = {},
): Promise<JudgedPlan> {
  const memory = await clusterWith({ installPlans: [plan] });
  const judged = await stored(memory);
  let attempt = 0;
  const cluster = recordedCluster(memory, async (request) => {
    if (request.verb === verb && ++attempt <= times) await change(memory, attempt);
  });
  return { cluster, judged, now: () => memory.get(installPlans, target.name, target.namespace) };
}

/** Moves the resourceVersion of the plan on and nothing else that matters. */
export function touch(cluster: Cluster, attempt = 1): Promise<unknown> {
  return cluster.patch(installPlans, target, { metadata: { annotations: { touched: String(attempt) } } });
}

/** Deletes the plan and makes one like it, with another uid. */
export async function replace(cluster: Cluster): Promise<void> {
  const { metadata, ...plan } = await stored(cluster);
  await cluster.delete(installPlans, target.name, target.namespace);
  await cluster.create(installPlans, { ...plan, metadata: { ...metadata, uid: 'another', resourceVersion: undefined } });
}

async function stored(cluster: Cluster): Promise<InstallPlan> {
  const plan = await cluster.get(installPlans, target.name, target.namespace);
  if (plan === null) throw new Error('the plan is gone');
  return plan;
}
