import type { Cluster } from '../cluster/cluster.ts';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { holdAnnotation, holdOf, subscriptions, type Subscription } from '../model/subscription.ts';
import type { ActionContext } from './context.ts';
import type { DryRun } from './dry-run.ts';
import { findSubscriptions } from './find-subscriptions.ts';
import { operationResult, sayStep, stepResult } from './operation.ts';
import type { OperationResult, OperationStep } from './result.ts';

/** What `hold` or `unhold` was asked for. */
export interface HoldOptions {
  /** The package. */
  readonly name: string;
  readonly namespace?: string;
  /** Why it is held from now on; null where it is to be held no more. */
  readonly reason: string | null;
  readonly dryRun: DryRun;
}

/** How often a Subscription is tried that others write to: OLM writes into its status all the time. */
const attempts = 5;

/**
 * Keeps an operator out of batches, and says why, or ends that. Where it is so already it changes nothing.
 * Throws `not-found`, and `conflict` where the Subscription keeps changing.
 */
export async function holdOperator(options: HoldOptions, context: ActionContext): Promise<OperationResult> {
  const cluster = await context.cluster();
  const steps: OperationStep[] = [];
  for (const found of await findSubscriptions(cluster, [options.name], options)) {
    const result = await setHold(found, options, cluster);
    const step = stepResult(subscriptions, found, { action: result === 'configured' ? 'configure' : 'none', result });
    steps.push(step);
    sayStep(step, context.report);
    if (options.reason === null || found.spec.installPlanApproval === 'Manual') continue;
    context.report({ state: 'warning', message: message('hold.automatic', { name: options.name }) });
  }
  return operationResult(steps, { dryRun: options.dryRun });
}

async function setHold(found: Subscription, { reason, dryRun }: HoldOptions, cluster: Cluster): Promise<'configured' | 'unchanged'> {
  let subscription = found;
  for (let lost = 1; (holdOf(subscription) ?? null) !== reason; lost += 1) {
    if (dryRun === 'client') return 'configured';
    const { name, namespace, resourceVersion } = subscription.metadata;
    try {
      const patch = { metadata: { resourceVersion, annotations: { [holdAnnotation]: reason } } };
      await cluster.patch(subscriptions, { name, namespace }, patch, { dryRun: dryRun === 'server' });
      return 'configured';
    } catch (error) {
      const mayRetry = error instanceof ExtError && error.code === 'conflict' && lost < attempts;
      const now = mayRetry ? await cluster.get(subscriptions, name, namespace) : null;
      if (now === null) throw error;
      subscription = now;
    }
  }
  return 'unchanged';
}
