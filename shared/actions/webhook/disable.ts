import { mapOfDisabled } from '../../plan/webhook/landmarks.ts';
import { objectsToDisable, planDisable } from '../../plan/webhook/plan-disable.ts';
import { webhookNamespaceManifest } from '../../plan/webhook/workload.ts';
import type { ActionContext } from '../context.ts';
import type { DryRun } from '../dry-run.ts';
import type { OperationResult } from '../result.ts';
import { carryOut } from './carry-out.ts';
import { observeObjects } from './observe.ts';

/** What `webhook disable` was asked for. */
export interface DisableOptions {
  readonly reason: string;
  /** The policies of the API server are to deny nothing either. */
  readonly policies: boolean;
  readonly dryRun: DryRun;
}

/**
 * The break-glass: takes the registrations away and keeps them, so that everybody can write although no replica answers. Nothing of it asks the
 * webhook. Where nothing is left to take away it changes nothing.
 */
export async function disableWebhook({ reason, policies, dryRun }: DisableOptions, context: ActionContext): Promise<OperationResult> {
  const cluster = await context.cluster();
  const objects = [webhookNamespaceManifest(), mapOfDisabled, ...objectsToDisable({ policies })];
  // Who it was is worth knowing, and nothing to fail for.
  const [observed, by] = await Promise.all([observeObjects(cluster, objects), cluster.whoAmI().catch(() => null)]);
  const time = new Date(context.now()).toISOString();
  const plan = planDisable({ reason, time, by, policies }, observed);
  return carryOut(plan, cluster, context, { dryRun, wait: true, timeout: Infinity });
}
