import type { Facts } from '../../shared/model/facts.ts';
import { moduleInfoes } from '../../shared/model/module-info.ts';
import { publishedByAlauda } from '../../shared/model/publisher.ts';
import { isSubscription, type Subscription } from '../../shared/model/subscription.ts';
import type { FactSource } from '../../webhook/facts/index.ts';
import type { AdmissionRequest } from '../../webhook/review.ts';
import type { PackageManifest } from '../../shared/model/package-manifest.ts';
import { aSubscription, noPublishers } from './builders.ts';
import { aModuleInfo } from './module-builders.ts';

/** The uid of the reviews of tests. */
export const reviewUid = '0b6b0ae2-31d5-4c0f-a4a6-5d5d1c0e8a01';

const kind = { group: 'operators.coreos.com', version: 'v1alpha1', kind: 'Subscription' };
const resource = { group: 'operators.coreos.com', version: 'v1alpha1', resource: 'subscriptions' };

/** The CREATE of a Subscription by an administrator, as the webhook has read it. */
export function aRequest(parts: Partial<AdmissionRequest> = {}): AdmissionRequest {
  const object = 'object' in parts ? parts.object : aSubscription();
  const written = object as Subscription | null;
  return {
    uid: reviewUid,
    resource,
    subResource: '',
    dryRun: false,
    operation: 'CREATE',
    kind: written?.kind ?? '',
    name: written?.metadata?.name ?? '',
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

/** The CREATE of a ModuleInfo by an administrator, as the webhook has read it. */
export function aModuleRequest(parts: Partial<AdmissionRequest> = {}): AdmissionRequest {
  const { group, version, plural } = moduleInfoes;
  return aRequest({ resource: { group, version, resource: plural }, kind: moduleInfoes.kind, object: aModuleInfo(), ...parts });
}

/** Knows these facts, whatever is asked about; `fresh` ones are what a read would find now. */
export function knowingFacts(facts: Facts, fresh: Facts = facts): FactSource {
  return {
    async gather(_object, names, how) {
      const known = Object.entries(how.fresh ? fresh : facts).filter(([name]) => (names as readonly string[]).includes(name));
      return Object.fromEntries(known);
    },
  };
}

/** Knows these packages, by their marks whose they are, and that no Subscription is there; `fresh` ones are what a read would find now. */
export function knowing(packages: readonly PackageManifest[], fresh: readonly PackageManifest[] = packages): FactSource {
  return {
    async gather(object, names, how) {
      if (!isSubscription(object)) return {};
      const { spec } = object;
      const none = names.includes('subscriptions') ? { subscriptions: [] } : {};
      const found = (how.fresh ? fresh : packages).find(
        ({ metadata, status }) =>
          metadata.name === spec.name && status.catalogSource === spec.source && status.catalogSourceNamespace === spec.sourceNamespace,
      );
      const publisher = publishedByAlauda(spec, { manifest: found, publishers: noPublishers });
      return { ...none, ...(found !== undefined && { operatorPackage: found, publishedByAlauda: publisher }) };
    },
  };
}
