import { deploymentOfWebhook, mapOfDisabled } from '../../plan/webhook/landmarks.ts';
import { objectsToDisable } from '../../plan/webhook/plan-disable.ts';
import { planEnable } from '../../plan/webhook/plan-enable.ts';
import type { ActionContext } from '../context.ts';
import type { DryRun } from '../dry-run.ts';
import type { OperationResult } from '../result.ts';
import { carryOut } from './carry-out.ts';
import { observeWithTrust } from './observe.ts';

/** What `webhook enable` was asked for. */
export interface EnableOptions {
  readonly dryRun: DryRun;
}

/**
 * Puts back what `webhook disable` took away, or registers anew what the Deployment is for, and sees whether the webhook answers.
 * Throws `unmet` where nobody could answer. Where all is in place it changes nothing.
 */
export async function enableWebhook({ dryRun }: EnableOptions, context: ActionContext): Promise<OperationResult> {
  const cluster = await context.cluster();
  const objects = [deploymentOfWebhook, mapOfDisabled, ...objectsToDisable({ policies: true })];
  const plan = planEnable(await observeWithTrust(cluster, objects));
  return carryOut(plan, cluster, context, { dryRun, wait: true, timeout: Infinity });
}
