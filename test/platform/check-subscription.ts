import type { Cluster } from '../../shared/cluster/cluster.ts';
import { packageManifests, type PackageManifest } from '../../shared/model/package-manifest.ts';
import { subscriptions, type Subscription } from '../../shared/model/subscription.ts';
import {
  startAdmissionServer,
  webhookAt,
  type AdmissionAddress,
  type AdmissionRequest,
  type AdmissionServer,
  type Verdict,
} from './admission-server.ts';
import { validatingWebhookConfigurations } from './resources.ts';
import { createOrPatch } from './write.ts';

/** The name of the webhook, as people see it in a denial. */
const webhookName = 'check-subscription.cpaas.io';

/**
 * Starts the platform's own check of Subscriptions on the loopback address. It reads PackageManifests as the user of `cluster`, and answers
 * after `delay` milliseconds at the earliest: where several webhooks refuse, the API server tells the words of the fastest.
 */
export function startCheckSubscription(cluster: Cluster, { delay = 0 }: { readonly delay?: number } = {}): Promise<AdmissionServer> {
  return startAdmissionServer<Subscription>({ name: webhookName, delay, decide: (request) => decide(cluster, request) });
}

/** Registers the check with the API server, or gives an earlier registration the new address. */
export async function registerCheckSubscription(cluster: Cluster, check: AdmissionAddress): Promise<void> {
  await createOrPatch(cluster, validatingWebhookConfigurations, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: webhookName },
    webhooks: [webhookAt(check, webhookName, subscriptions)],
  });
}

/** Takes the registration back. */
export async function unregisterCheckSubscription(cluster: Cluster): Promise<void> {
  await cluster.delete(validatingWebhookConfigurations, webhookName);
}

/** An object that is going, or whose spec stays as it is, is let through: nobody could get rid of it otherwise. */
async function decide(cluster: Cluster, { object, oldObject }: AdmissionRequest<Subscription>): Promise<Verdict> {
  if (object.metadata.deletionTimestamp !== undefined) return { allowed: true };
  if (oldObject && JSON.stringify(oldObject.spec) === JSON.stringify(object.spec)) return { allowed: true };
  const { name, sourceNamespace } = object.spec;
  const message = objection(object, await cluster.get(packageManifests, name, sourceNamespace));
  return message === undefined ? { allowed: true } : { allowed: false, status: { code: 403, message } };
}

/** Why the platform refuses a Subscription, or undefined. It does not see that an absent approval is Automatic too. */
function objection({ spec }: Subscription, operatorPackage: PackageManifest | null): string | undefined {
  if (operatorPackage === null) return `packagemanifests.packages.operators.coreos.com "${spec.name}" not found`;
  if (spec.installPlanApproval !== 'Automatic' || !isPlatformOperator(operatorPackage)) return undefined;
  return `${spec.name} is a platform operator and is not allowed to installed in Automatic mode`;
}

function isPlatformOperator({ status: { channels } }: PackageManifest): boolean {
  return channels.some(({ currentCSVDesc }) => currentCSVDesc?.annotations?.['provider-type'] === 'platform');
}
