import { message } from '../messages/message.ts';
import { holdOf, subscriptions, type Subscription } from '../model/subscription.ts';
import type { Report } from './event.ts';
import { sayStep, stepResult } from './operation.ts';
import type { OperationStep } from './result.ts';
import type { GuardedWaitingPlan, WaitingPlan } from './waiting-plans.ts';

/**
 * What is left of a batch without the plans that would change a held operator, and the lines about those that are skipped. Who shares a plan
 * with a held operator is skipped, too: a plan is carried out as a whole.
 */
export function withoutHeld(
  waiting: readonly WaitingPlan[],
  report: Report,
): { readonly free: readonly WaitingPlan[]; readonly skipped: readonly OperationStep[] } {
  const isHeld = (subscription: Subscription) => holdOf(subscription) !== undefined;
  const free = waiting.filter(({ members }) => !members.some(isHeld));
  const skipped = waiting
    .filter((each) => !free.includes(each))
    .flatMap(({ members }) => members.map((member) => skip(member, members.find(isHeld) ?? member, report)));
  return { free, skipped };
}

function skip(member: Subscription, other: Subscription, report: Report): OperationStep {
  const own = holdOf(member);
  const because = own ?? holdOf(other) ?? '';
  const reason = own === undefined ? `${other.spec.name} held: ${because}` : `held: ${because}`;
  const step = { ...stepResult(subscriptions, member, { action: 'none', result: 'skipped' }), reason };
  sayStep(step, report);
  report({ state: 'note', message: message('approve.held', { name: (own === undefined ? other : member).spec.name, reason: because }) });
  return step;
}

/** Warns of the held operators that plans change all the same, because they were named. */
export function warnOfHeld(candidates: readonly GuardedWaitingPlan[], report: Report): void {
  for (const { name, held } of candidates.flatMap(({ changes }) => changes)) {
    if (held !== undefined) report({ state: 'warning', message: message('approve.held', { name, reason: held }) });
  }
}
