import type { Cluster } from '../cluster/cluster.ts';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import type { Facts } from '../model/facts.ts';
import type { Resource } from '../model/resource.ts';
import { qualifiedName } from '../model/resource.ts';
import { installPlans } from '../model/install-plan.ts';
import type { CreateStep, Plan } from '../plan/step.ts';
import { judge } from '../policy/judge.ts';
import type { Report } from './event.ts';

/** The ClusterRole that `deploy/` ships for who may do all this. */
const role = 'ext-operator-admin';

/**
 * Asks the law about every object the plan creates. Throws `denied` with all objections; reports each rule that could not be asked,
 * because then the server decides.
 */
export function preflight(plan: Plan, facts: Facts, report: Report): void {
  for (const { object, resource } of plan.steps.filter((step): step is CreateStep => step.action === 'create')) {
    const { findings, unasked } = judge({ type: 'CREATE' }, object, facts);
    for (const { fact } of unasked) report({ state: 'warning', message: message('preflight.unknown', { fact }) });
    const [first] = findings.filter(({ severity }) => severity === 'deny');
    if (first === undefined) continue;
    throw new ExtError('denied', first.fault, {
      rule: first.rule,
      path: first.path,
      object: `${qualifiedName(resource)}/${object.metadata.name}`,
      hints: [first.wayOut],
      findings,
    });
  }
}

/** Asks the server whether it would allow what the plan does. Throws `forbidden` naming everything that is missing. */
export async function checkAccess(plan: Plan, cluster: Cluster): Promise<void> {
  const questions = plan.steps.flatMap((step): { verb: string; resource: Resource; namespace?: string }[] => {
    if (step.action === 'create') return [{ verb: 'create', resource: step.resource, namespace: step.object.metadata.namespace }];
    if (step.action === 'approve') return [{ verb: 'patch', resource: installPlans, namespace: step.namespace }];
    return [];
  });
  const answers = await Promise.all(questions.map(async (question) => ({ question, allowed: await cluster.allows(question) })));
  const missing = answers.filter(({ allowed }) => !allowed).map(({ question }) => `${question.verb} ${question.resource.plural}`);
  if (missing.length === 0) return;
  throw new ExtError('forbidden', message('preflight.forbidden', { missing }), { hints: [message('preflight.forbidden.hint', { role })] });
}
