import type { AccessQuestion, Cluster } from '../cluster/cluster.ts';
import { ExtError } from '../errors.ts';
import { message, type Message } from '../messages/message.ts';
import type { Facts } from '../model/facts.ts';
import type { Resource } from '../model/resource.ts';
import { qualifiedName } from '../model/resource.ts';
import { clusterServiceVersions } from '../model/cluster-service-version.ts';
import { installPlans } from '../model/install-plan.ts';
import { operatorGroups } from '../model/operator-group.ts';
import { subscriptions } from '../model/subscription.ts';
import { deployments } from '../model/workload.ts';
import type { CreateStep, Plan } from '../plan/step.ts';
import type { Report } from './event.ts';
import { judgeWrite } from './judged-write.ts';

/** The ClusterRole that `deploy/` ships for who may do all this. */
const role = 'ext-operator-admin';

/**
 * Asks the law about every object the plan creates. Throws `denied` with all objections; reports each fact that could not be read,
 * because then the server decides. What the law only warns of, the plan has said in its own words.
 */
export function preflight(plan: Plan, facts: Facts, report: Report): void {
  for (const { object, resource } of plan.steps.filter((step): step is CreateStep => step.action === 'create')) {
    const { findings, unasked } = judgeWrite({ type: 'CREATE' }, object, facts);
    const unknown = new Set(unasked.map(({ fact }) => fact));
    for (const fact of unknown) report({ state: 'warning', message: message('preflight.unknown', { fact }) });
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

/** What a wait cannot do without. Catalogues only explain it. */
const followed: readonly Resource[] = [subscriptions, installPlans, clusterServiceVersions, operatorGroups, deployments];

/**
 * Asks the server whether it would allow what the plan does, and what its waits look at: with `wait: false` only those for a plan remain.
 * Throws `forbidden` naming everything that is missing.
 */
export async function checkAccess(plan: Plan, cluster: Cluster, { wait }: { readonly wait: boolean }): Promise<void> {
  const questions = [...writeQuestions(plan), ...waitQuestions(plan, wait)];
  await requireAccess(questions, cluster, message('preflight.forbidden.hint', { role }));
}

/** Asks the server whether it would allow all this. Throws `forbidden` naming everything that is missing, with this hint. */
export async function requireAccess(questions: readonly AccessQuestion[], cluster: Cluster, hint: Message): Promise<void> {
  const different = [...new Map(questions.map((question) => [questionKey(question), question])).values()];
  const answers = await Promise.all(different.map(async (question) => ({ question, allowed: await cluster.allows(question) })));
  const missing = answers.filter(({ allowed }) => !allowed).map(({ question }) => `${question.verb} ${question.resource.plural}`);
  if (missing.length === 0) return;
  throw new ExtError('forbidden', message('preflight.forbidden', { missing: [...new Set(missing)] }), { hints: [hint] });
}

function questionKey({ verb, resource, namespace = '' }: AccessQuestion): string {
  return [verb, resource.group, resource.plural, namespace].join('/');
}

function writeQuestions({ steps }: Plan): AccessQuestion[] {
  return steps.flatMap((step): AccessQuestion[] => {
    if (step.action === 'create') return [{ verb: 'create', resource: step.resource, namespace: step.object.metadata.namespace }];
    if (step.action === 'approve') return [{ verb: 'patch', resource: installPlans, namespace: step.namespace }];
    return [];
  });
}

function waitQuestions({ steps }: Plan, wait: boolean): AccessQuestion[] {
  const waits = steps.flatMap((step) => {
    const isWait = step.action === 'approve' || step.action === 'await-approval' || (wait && step.action === 'await');
    return isWait ? [step.namespace] : [];
  });
  return [...new Set(waits)].flatMap((namespace) =>
    followed.flatMap((resource) => ['list', 'watch'].map((verb) => ({ verb, resource, namespace }))),
  );
}
