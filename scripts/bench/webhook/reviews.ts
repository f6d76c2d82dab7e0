import { aSubscription } from '../../../test/support/builders.ts';

/** The size of a review as API servers send it for a Subscription, in bytes. */
const size = 1850;

/** A review of the creation of an operator of Alauda that says nothing of its approval. */
export function reviewOfCreate(installPlanApproval?: 'Manual'): string {
  const kind = { group: 'operators.coreos.com', version: 'v1alpha1', kind: 'Subscription' };
  const resource = { group: kind.group, version: kind.version, resource: 'subscriptions' };
  const { apiVersion, metadata, spec } = aSubscription({
    metadata: { name: 'harbor', namespace: 'harbor' },
    spec: { installPlanApproval },
  });
  const object = { apiVersion, kind: kind.kind, metadata, spec };
  const request = {
    uid: '8f4b0f5e-6d0f-4c3a-9d6e-1d1a6f1f9a10',
    ...{ kind, resource, requestKind: kind, requestResource: resource },
    ...{ name: metadata.name, namespace: metadata.namespace, operation: 'CREATE' },
    userInfo: { username: 'admin', groups: ['system:authenticated'] },
    ...{ object, oldObject: null, dryRun: false, options: { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1' } },
  };
  const review = { kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1', request };
  const missing = size - JSON.stringify(review).length - '"annotations":{"filling":""},'.length;
  const filled = { ...object, metadata: { ...metadata, annotations: { filling: 'x'.repeat(missing) } } };
  return JSON.stringify({ ...review, request: { ...request, object: filled } });
}
