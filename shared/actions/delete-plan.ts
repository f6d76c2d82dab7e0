import type { Cluster } from '../cluster/cluster.ts';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { installPlans, isAsJudged, type InstallPlan } from '../model/install-plan.ts';

/** How often a plan is tried that changes only in what does not matter. */
const attempts = 5;

/**
 * Deletes exactly the waiting plan that was judged: the server compares uid and resourceVersion, so that a plan which changed in the meantime
 * is not deleted. Where only its resourceVersion moved on, it is read again and retried. Returns whether this call deleted it or it was gone.
 * Throws `unmet` when it was approved meanwhile, when its CSVs, its generation or its steps are not those judged, or when it keeps changing.
 */
export async function deletePlan(cluster: Cluster, judged: InstallPlan, { dryRun }: { dryRun: boolean }): Promise<'deleted' | 'unchanged'> {
  let plan: InstallPlan | null = judged;
  for (let lost = 0; plan !== null; lost += 1) {
    if (lost === attempts) throw overtaken('reject.changed', judged);
    const { name, namespace, uid, resourceVersion } = plan.metadata;
    try {
      const wasThere = await cluster.delete(installPlans, name, namespace, { uid, resourceVersion, dryRun });
      return wasThere ? 'deleted' : 'unchanged';
    } catch (error) {
      if (!(error instanceof ExtError && error.code === 'conflict')) throw error;
    }
    plan = await readAgain(cluster, judged);
  }
  return 'unchanged';
}

/** The plan if it may still be deleted; null where it is gone. */
async function readAgain(cluster: Cluster, judged: InstallPlan): Promise<InstallPlan | null> {
  const { name, namespace } = judged.metadata;
  const plan = await cluster.get(installPlans, name, namespace);
  if (plan?.spec.approved) throw overtaken('reject.approved', judged);
  if (plan !== null && !isAsJudged(plan, judged)) throw overtaken('reject.changed', judged);
  return plan;
}

function overtaken(id: 'reject.approved' | 'reject.changed', { metadata: { name, namespace } }: InstallPlan): ExtError {
  return new ExtError('unmet', message(id, { plan: name }), {
    object: `installplan/${name}`,
    hints: [`kubectl ext list --pending -n ${namespace}`],
  });
}
