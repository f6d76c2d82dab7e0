import type { Cluster } from '../cluster/cluster.ts';
import { ExtError, type ErrorCode } from '../errors.ts';
import { message } from '../messages/message.ts';
import { installPlans, isAsJudged, type InstallPlan } from '../model/install-plan.ts';

/** How often a plan is tried that changes only in what does not matter. */
const attempts = 5;

/** The plan is not what it was: a failed test is a 422, a lost race a 409, a deleted plan a 404. None of them approved anything. */
const overtaken: ReadonlySet<ErrorCode> = new Set(['invalid', 'conflict', 'not-found']);

/**
 * Approves exactly the plan that was judged: compares and sets in one JSON patch, so that a plan which changed in the meantime is not approved.
 * Where only its resourceVersion moved on, it is read again and retried. Returns whether this call approved it or somebody had done so before.
 * Throws `unmet` when its CSVs, its generation or its steps are not those judged, when it is gone, or when it keeps changing.
 */
export async function approvePlan(
  cluster: Cluster,
  judged: InstallPlan,
  { dryRun }: { dryRun: boolean },
): Promise<'approved' | 'unchanged'> {
  let plan = judged;
  for (let lost = 0; !plan.spec.approved; lost += 1) {
    if (lost === attempts) throw changed(judged);
    try {
      await cluster.patch(installPlans, plan.metadata, compareAndSet(plan), { dryRun });
      return 'approved';
    } catch (error) {
      if (!(error instanceof ExtError && overtaken.has(error.code))) throw error;
    }
    plan = await readAgain(cluster, judged);
  }
  return 'unchanged';
}

function compareAndSet({ metadata, spec }: InstallPlan) {
  return [
    { op: 'test', path: '/metadata/resourceVersion', value: metadata.resourceVersion },
    { op: 'test', path: '/spec/approved', value: false },
    { op: 'test', path: '/spec/clusterServiceVersionNames', value: spec.clusterServiceVersionNames },
    { op: 'replace', path: '/spec/approved', value: true },
  ] as const;
}

async function readAgain(cluster: Cluster, judged: InstallPlan): Promise<InstallPlan> {
  const { name, namespace } = judged.metadata;
  const plan = await cluster.get(installPlans, name, namespace);
  if (plan !== null && isAsJudged(plan, judged)) return plan;
  throw changed(judged);
}

function changed({ metadata: { name, namespace } }: InstallPlan): ExtError {
  return new ExtError('unmet', message('approve.changed', { plan: name }), {
    object: `installplan/${name}`,
    hints: [`kubectl ext list --pending -n ${namespace}`],
  });
}
