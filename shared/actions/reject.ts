import { message } from '../messages/message.ts';
import { installPlans } from '../model/install-plan.ts';
import type { ActionContext } from './context.ts';
import { deletePlan } from './delete-plan.ts';
import type { DryRun } from './dry-run.ts';
import { findSubscriptions } from './find-subscriptions.ts';
import { operationResult, sayStep, stepResult } from './operation.ts';
import { recordHistory } from './record-history.ts';
import type { OperationResult, OperationStep } from './result.ts';
import { deedOf, findWaiting, guardWaiting, unchanged } from './waiting-plans.ts';

/** What `reject` was asked for. */
export interface RejectOptions {
  /** The package. */
  readonly name: string;
  readonly namespace?: string;
  readonly includeNeighbours: boolean;
  /** For the history. */
  readonly reason?: string;
  readonly dryRun: DryRun;
}

/**
 * Deletes the waiting plan of an operator. With nothing waiting it changes nothing.
 * Throws `not-found`, and `unmet` where the plan would change more than was named or was overtaken.
 */
export async function rejectPlan(options: RejectOptions, context: ActionContext): Promise<OperationResult> {
  const { dryRun } = options;
  const cluster = await context.cluster();
  const named = await findSubscriptions(cluster, [options.name], options);
  const waiting = await findWaiting(cluster, named);
  const steps: OperationStep[] = unchanged(named, waiting);
  for (const step of steps) sayStep(step, context.report);
  const guard = { verb: 'reject', includeNeighbours: options.includeNeighbours } as const;
  for (const candidate of await guardWaiting(waiting, guard, cluster, context.report)) {
    const { plan } = candidate;
    if (dryRun === 'none') await context.ask(message('ask.proceed'));
    const result = dryRun === 'client' ? 'deleted' : await deletePlan(cluster, plan, { dryRun: dryRun === 'server' });
    const step = stepResult(installPlans, plan, { action: result === 'deleted' ? 'delete' : 'none', result });
    steps.push(step);
    sayStep(step, context.report);
    if (result === 'unchanged' || dryRun !== 'none') continue;
    context.report({ state: 'note', message: message('reject.anew', { name: options.name, namespace: plan.metadata.namespace ?? '' }) });
    await recordHistory(deedOf(candidate, { result: 'rejected', reason: options.reason }), cluster, context);
  }
  return operationResult(steps, { dryRun });
}
