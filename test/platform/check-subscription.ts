import { createServer, type Server } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { json } from 'node:stream/consumers';
import { createAuthority } from '../../scripts/control-plane/pki.ts';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { packageManifests, type PackageManifest } from '../../shared/model/package-manifest.ts';
import type { Subscription } from '../../shared/model/subscription.ts';
import { validatingWebhookConfigurations, type ValidatingWebhookConfiguration } from './resources.ts';
import type { Running } from './running.ts';
import { createOrPatch } from './write.ts';

/** The platform's own check of Subscriptions, and where it listens. */
export interface CheckSubscription extends Running {
  readonly url: string;
  /** The certificate authority of the server, PEM. */
  readonly authority: string;
}

/** The part of an AdmissionReview that the check looks at. */
interface SubscriptionReview {
  readonly apiVersion: string;
  readonly kind: string;
  readonly request: { readonly uid: string; readonly object: Subscription; readonly oldObject?: Subscription | null };
}

/** The name of the webhook, as people see it in a denial. */
const webhookName = 'check-subscription.cpaas.io';

const path = '/check-subscription';

/**
 * Starts the check on the loopback address. It reads PackageManifests as the user of `cluster`, and answers after `delay` milliseconds at the
 * earliest: where several webhooks refuse, the API server tells the words of the fastest.
 */
export async function startCheckSubscription(
  cluster: Cluster,
  { delay = 0 }: { readonly delay?: number } = {},
): Promise<CheckSubscription> {
  const authority = await createAuthority(`authority of ${webhookName}`);
  const { certificate, key } = await authority.issue({ commonName: webhookName, addresses: ['127.0.0.1'] });
  const server = createServer({ cert: certificate, key }, (request, response) => {
    Promise.all([answer(cluster, request), pause(delay)]).then(
      ([review]) => response.setHeader('content-type', 'application/json').end(JSON.stringify(review)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  const port = await listen(server);
  return {
    url: `https://127.0.0.1:${port}${path}`,
    authority: authority.certificate,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Registers the check with the API server, or gives an earlier registration the new address. */
export async function registerCheckSubscription(cluster: Cluster, check: Pick<CheckSubscription, 'url' | 'authority'>): Promise<void> {
  await createOrPatch(cluster, validatingWebhookConfigurations, registrationOf(check));
}

/** Takes the registration back. */
export async function unregisterCheckSubscription(cluster: Cluster): Promise<void> {
  await cluster.delete(validatingWebhookConfigurations, webhookName);
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

async function answer(cluster: Cluster, incoming: IncomingMessage): Promise<unknown> {
  const { apiVersion, kind, request } = (await json(incoming)) as SubscriptionReview;
  const message = await verdict(cluster, request);
  const response =
    message === undefined ? { uid: request.uid, allowed: true } : { uid: request.uid, allowed: false, status: { code: 403, message } };
  return { apiVersion, kind, response };
}

/** An object that is going, or whose spec stays as it is, is let through: nobody could get rid of it otherwise. */
async function verdict(cluster: Cluster, { object, oldObject }: SubscriptionReview['request']): Promise<string | undefined> {
  if (object.metadata.deletionTimestamp !== undefined) return undefined;
  if (oldObject && JSON.stringify(oldObject.spec) === JSON.stringify(object.spec)) return undefined;
  const { name, sourceNamespace } = object.spec;
  return objection(object, await cluster.get(packageManifests, name, sourceNamespace));
}

function registrationOf({ url, authority }: Pick<CheckSubscription, 'url' | 'authority'>): ValidatingWebhookConfiguration {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: webhookName },
    webhooks: [
      {
        name: webhookName,
        clientConfig: { url, caBundle: Buffer.from(authority).toString('base64') },
        rules: [
          {
            apiGroups: ['operators.coreos.com'],
            apiVersions: ['v1alpha1'],
            resources: ['subscriptions'],
            operations: ['CREATE', 'UPDATE'],
            scope: 'Namespaced',
          },
        ],
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        failurePolicy: 'Fail',
        timeoutSeconds: 5,
      },
    ],
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
