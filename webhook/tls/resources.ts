import type { KubeObject } from '../../shared/model/object.ts';
import type { Resource } from '../../shared/model/resource.ts';

/** A Secret; its values are in base64. */
export interface Secret extends KubeObject {
  apiVersion: 'v1';
  kind: 'Secret';
  type?: string;
  data?: Record<string, string>;
}

/** The registration of webhooks with the API server, validating or mutating. */
export interface WebhookConfiguration extends KubeObject {
  webhooks?: { name: string; clientConfig: { caBundle?: string } }[];
}

export const secrets: Resource<Secret> = { group: '', version: 'v1', plural: 'secrets', kind: 'Secret', namespaced: true };

export const validatingConfigurations: Resource<WebhookConfiguration> = registration(
  'validatingwebhookconfigurations',
  'ValidatingWebhookConfiguration',
);

export const mutatingConfigurations: Resource<WebhookConfiguration> = registration(
  'mutatingwebhookconfigurations',
  'MutatingWebhookConfiguration',
);

function registration(plural: string, kind: string): Resource<WebhookConfiguration> {
  return { group: 'admissionregistration.k8s.io', version: 'v1', plural, kind, namespaced: false };
}
