import { webhookCertificates } from './certificates.ts';
import type { Manifest, WebhookWish } from './manifest.ts';
import { webhookPolicies } from './policies.ts';
import { webhookRbac } from './rbac.ts';
import { webhookRegistrations } from './registrations.ts';
import { webhookNamespaceManifest, webhookNetworkPolicy, webhookService, webhookWorkload } from './workload.ts';

/** The parts of an installation of the webhook in the order in which they are applied, by the names of the files under `deploy/`. */
export function webhookManifests(wish: WebhookWish): Readonly<Record<string, readonly Manifest[]>> {
  return {
    '00-namespace': [webhookNamespaceManifest()],
    '10-rbac': webhookRbac(wish),
    ...(wish.tls === 'cert-manager' && { '15-certificates': webhookCertificates() }),
    '20-deployment': webhookWorkload(wish),
    '30-network': [webhookService(), webhookNetworkPolicy()],
    '40-policies': webhookPolicies(wish.role),
    '50-registrations': webhookRegistrations(wish),
  };
}
