import type { Cluster } from '../cluster/cluster.ts';
import { planOf } from '../diagnose/operator-view.ts';
import { message } from '../messages/message.ts';
import { installPlans, isWaiting, type InstallPlan } from '../model/install-plan.ts';
import { subscriptions, type Subscription } from '../model/subscription.ts';
import type { PlannedChange } from '../plan/approve.ts';
import type { Deed } from '../plan/history.ts';
import type { Guard } from '../plan/step.ts';
import type { Report } from './event.ts';
import { changeLines, guardPlans, type Verb } from './guard-plan.ts';
import { stepResult } from './operation.ts';
import type { OperationStep } from './result.ts';

/** A plan that waits for approval, and the Subscriptions that were named and are in it. */
export interface WaitingPlan {
  readonly plan: InstallPlan;
  readonly members: readonly Subscription[];
}

/** A waiting plan that the guard let pass, and what it changes. */
export interface GuardedWaitingPlan extends WaitingPlan {
  readonly changes: readonly PlannedChange[];
}

/** The waiting plans of Subscriptions, each once, however many share it. */
export async function findWaiting(cluster: Cluster, named: readonly Subscription[]): Promise<WaitingPlan[]> {
  const plans = await Promise.all(
    [...new Set(named.map(({ metadata }) => metadata.namespace))].map((namespace) => cluster.list(installPlans, { namespace })),
  );
  const members = Map.groupBy(named, (subscription) => waitingPlan(subscription, plans.flat()));
  return [...members].flatMap(([plan, subscriptionsOfPlan]) => (plan === undefined ? [] : [{ plan, members: subscriptionsOfPlan }]));
}

function waitingPlan(subscription: Subscription, plans: readonly InstallPlan[]): InstallPlan | undefined {
  const plan = planOf(
    subscription,
    plans.filter(({ metadata }) => metadata.namespace === subscription.metadata.namespace),
  );
  return plan !== undefined && isWaiting(plan) ? plan : undefined;
}

/** The lines about the Subscriptions of which nothing waits. */
export function unchanged(named: readonly Subscription[], waiting: readonly WaitingPlan[]): OperationStep[] {
  const concerned = new Set(waiting.flatMap(({ members }) => members));
  return named
    .filter((subscription) => !concerned.has(subscription))
    .map((subscription) => stepResult(subscriptions, subscription, { action: 'none', result: 'unchanged' }));
}

/** Guards all plans before any of them is shown, then shows what each of them changes. Throws what the guard throws. */
export async function guardWaiting(
  waiting: readonly WaitingPlan[],
  { verb, ...guard }: Omit<Guard, 'packages'> & { readonly verb: Verb },
  cluster: Cluster,
  report: Report,
): Promise<GuardedWaitingPlan[]> {
  const plans = waiting.map(({ plan, members }) => ({ plan, packages: members.map(({ spec }) => spec.name) }));
  const changes = await guardPlans(cluster, plans, guard, verb);
  const guarded = waiting.map((each, index) => ({ ...each, changes: changes[index] ?? [] }));
  for (const each of guarded) {
    const { name, namespace = '' } = each.plan.metadata;
    report({ state: 'planned', message: message(`${verb}.plan`, { plan: name, namespace }) });
    for (const line of changeLines(each.changes)) report({ state: 'planned', message: message('approve.change', { line }) });
  }
  return guarded;
}

/** What was done to a plan, for the history. */
export function deedOf({ plan, members, changes }: GuardedWaitingPlan, done: Pick<Deed, 'result' | 'reason'>): Deed {
  return { plan, changes, packages: members.map(({ spec }) => spec.name), ...done };
}
