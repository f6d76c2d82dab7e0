import type { Cluster } from '../../shared/cluster/cluster.ts';
import { mutatingConfigurations } from '../../shared/model/admission.ts';
import type { KubeObject } from '../../shared/model/object.ts';
import { secrets, type Secret } from '../../shared/model/secret.ts';
import { isSubscription } from '../../shared/model/subscription.ts';
import { deployments, type Deployment } from '../../shared/model/workload.ts';
import { authoritySecret, own, webhookName, webhookNamespace } from '../../shared/plan/webhook/manifest.ts';
import { imageIn } from '../../shared/plan/webhook/wish.ts';

/** The authority of all scripted webhooks, of the year 2026. Nobody has its key. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBVjCB/KADAgECAhAbRFrsqWFllcfvhwE8+1bBMAoGCCqGSM49BAMCMBkxFzAV
BgNVBAMTDmV4dC13ZWJob29rLWNhMB4XDTI2MDEwMTA5MDAwMFoXDTI3MDEwMTA5
MDUwMFowGTEXMBUGA1UEAxMOZXh0LXdlYmhvb2stY2EwWTATBgcqhkjOPQIBBggq
hkjOPQMBBwNCAASJ5LfJ70m2Bgvi6aV8an4ICbwgxH4pFy8zdr5A4zODmM7HfvDW
+HxbtWWrDhfu5cCIU5ZqHHgvjQetrBLAaxivoyYwJDASBgNVHRMBAf8ECDAGAQH/
AgEAMA4GA1UdDwEB/wQEAwIBBjAKBggqhkjOPQQDAgNJADBGAiEAtE4sIWyvu2Pu
YKjvHuX3SdflaIp5P5Zmw1loGyPmuwsCIQCi+2ZYG6YaseHgYi8GPFOkWX/btX6Z
SdBBN51cT1QAkw==
-----END CERTIFICATE-----`;

/** Makes replicas of the webhook available, unless their image is named `…/fail-…`, and has them make their authority. Ends with the signal. */
export function startScriptedWebhook(cluster: Cluster, signal: AbortSignal): void {
  void followDeployment(cluster, signal);
}

/** The cluster as those see it whose writes the webhook judges: an absent approval becomes Manual where it is registered. */
export function withWebhook(cluster: Cluster): Cluster {
  return {
    ...cluster,
    async create(resource, object, options) {
      const made = await cluster.create(resource, object, options);
      const isAsked = options?.dryRun === true && (await cluster.get(mutatingConfigurations, webhookName)) !== null;
      return isAsked ? defaulted(made) : made;
    },
  };
}

async function followDeployment(cluster: Cluster, signal: AbortSignal): Promise<void> {
  for await (const { items } of cluster.follow(deployments, { namespace: webhookNamespace }, signal)) {
    for (const deployment of items) await settle(cluster, deployment);
  }
}

async function settle(cluster: Cluster, deployment: Deployment): Promise<void> {
  const ready = imageIn(deployment)?.includes('/fail-') === true ? 0 : (deployment.spec?.replicas ?? 1);
  if (ready > 0 && (await cluster.get(secrets, authoritySecret, webhookNamespace)) === null) await cluster.create(secrets, anAuthority());
  if (deployment.status?.availableReplicas === ready) return;
  const status: Deployment['status'] = { replicas: ready, updatedReplicas: ready, readyReplicas: ready, availableReplicas: ready };
  await cluster.patch(deployments, deployment.metadata, { status });
}

/** The Secret that its replicas would make. */
export function anAuthority(): Secret {
  const data = { 'tls.crt': Buffer.from(certificate).toString('base64'), 'tls.key': '' };
  return { apiVersion: 'v1', kind: 'Secret', metadata: own(authoritySecret), type: 'kubernetes.io/tls', data };
}

function defaulted<T extends KubeObject>(object: T): T {
  if (!isSubscription(object)) return object;
  return { ...object, spec: { installPlanApproval: 'Manual', ...object.spec } };
}
