import type { KubeObject } from './object.ts';
import type { Resource } from './resource.ts';

/** One webhook of a registration. */
export interface RegisteredWebhook {
  name: string;
  clientConfig: { caBundle?: string };
  failurePolicy?: string;
}

/** The registration of webhooks with the API server, mutating or validating. */
export interface WebhookConfiguration extends KubeObject {
  webhooks?: RegisteredWebhook[];
}

/** What the denials of a ValidatingAdmissionPolicy do. */
export interface PolicyBinding extends KubeObject {
  spec?: { policyName?: string; validationActions?: string[] };
}

export const mutatingConfigurations = admission<WebhookConfiguration>('mutatingwebhookconfigurations', 'MutatingWebhookConfiguration');

export const validatingConfigurations = admission<WebhookConfiguration>(
  'validatingwebhookconfigurations',
  'ValidatingWebhookConfiguration',
);

export const admissionPolicies = admission<KubeObject>('validatingadmissionpolicies', 'ValidatingAdmissionPolicy');

export const policyBindings = admission<PolicyBinding>('validatingadmissionpolicybindings', 'ValidatingAdmissionPolicyBinding');

function admission<T extends KubeObject>(plural: string, kind: T['kind']): Resource<T> {
  return { group: 'admissionregistration.k8s.io', version: 'v1', plural, kind, namespaced: false };
}
