import type { Cluster } from '../../cluster/cluster.ts';
import { ExtError } from '../../errors.ts';
import { message } from '../../messages/message.ts';
import { webhookNamespaceManifest } from '../../plan/webhook/workload.ts';
import { mapOfDisabled, mapOfModes } from '../../plan/webhook/landmarks.ts';
import { everyManifest } from '../../plan/webhook/observed.ts';
import { planWebhookInstall, type InstallAsk } from '../../plan/webhook/plan-install.ts';
import type { InstallView } from '../../plan/webhook/register.ts';
import type { ActionContext } from '../context.ts';
import type { OperationResult } from '../result.ts';
import { carryOut, type CarryOutOptions } from './carry-out.ts';
import { observeWithTrust } from './observe.ts';

/** What `webhook install` was asked for. */
export type WebhookInstallOptions = Omit<InstallAsk, 'wait'> & CarryOutOptions;

/** An installation, and what is left to do where nobody waited. */
export interface WebhookInstalled {
  readonly result: OperationResult;
  readonly pending?: ExtError;
}

/**
 * Installs the admission webhook, or changes it, and returns when the API server asks it. Run again it changes nothing.
 * Throws `unmet` where a guard stands in the way or the webhook does not answer, `forbidden`, `timeout`.
 */
export async function installWebhook(options: WebhookInstallOptions, context: ActionContext): Promise<WebhookInstalled> {
  const cluster = await context.cluster();
  const plan = planWebhookInstall(options, await viewOf(cluster));
  const result = await carryOut(plan, cluster, context, options);
  if (!plan.isUnregistered || options.dryRun !== 'none') return { result };
  const hints = [`kubectl ext webhook install --role ${options.role}`];
  return { result, pending: new ExtError('pending', message('webhook-install.pending'), { hints }) };
}

function viewOf(cluster: Cluster): Promise<InstallView> {
  const objects = [webhookNamespaceManifest(), ...everyManifest(), mapOfModes, mapOfDisabled];
  return observeWithTrust(cluster, objects);
}
