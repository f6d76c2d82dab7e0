import type { Subscription } from '../../shared/model/subscription.ts';
import type { FactSource } from '../../webhook/facts/index.ts';
import type { AdmissionRequest } from '../../webhook/review.ts';
import type { PackageManifest } from '../../shared/model/package-manifest.ts';
import { aSubscription } from './builders.ts';

/** The uid of the reviews of tests. */
export const reviewUid = '0b6b0ae2-31d5-4c0f-a4a6-5d5d1c0e8a01';

const kind = { group: 'operators.coreos.com', version: 'v1alpha1', kind: 'Subscription' };
const resource = { group: 'operators.coreos.com', version: 'v1alpha1', resource: 'subscriptions' };

/** The CREATE of a Subscription by an administrator, as the webhook has read it. */
export function aRequest(parts: Partial<AdmissionRequest> = {}): AdmissionRequest {
  const object = parts.object ?? aSubscription();
  return {
    uid: reviewUid,
    resource,
    subResource: '',
    operation: 'CREATE',
    name: (object as Subscription).metadata?.name ?? '',
    groups: ['system:masters', 'system:authenticated'],
    object,
    oldObject: null,
    ...parts,
  };
}

/** An AdmissionReview as the API server sends it; `request` changes or adds fields of its request. */
export function aReview(request: Readonly<Record<string, unknown>> = {}): Record<string, unknown> & { request: Record<string, unknown> } {
  const object = aSubscription();
  return {
    kind: 'AdmissionReview',
    apiVersion: 'admission.k8s.io/v1',
    request: {
      uid: reviewUid,
      kind,
      resource,
      requestKind: kind,
      requestResource: resource,
      name: object.metadata.name,
      namespace: object.metadata.namespace,
      operation: 'CREATE',
      userInfo: { username: 'admin', groups: ['system:masters', 'system:authenticated'] },
      object,
      oldObject: null,
      dryRun: false,
      options: { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1' },
      ...request,
    },
  };
}

/** Knows these packages and nothing else; `fresh` ones are what a read would find now. */
export function knowing(packages: readonly PackageManifest[], fresh: readonly PackageManifest[] = packages): FactSource {
  return {
    async gather({ spec }, _names, how) {
      const found = (how.fresh ? fresh : packages).find(
        ({ metadata, status }) =>
          metadata.name === spec.name && status.catalogSource === spec.source && status.catalogSourceNamespace === spec.sourceNamespace,
      );
      return found === undefined ? {} : { operatorPackage: found };
    },
  };
}
