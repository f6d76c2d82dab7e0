import type { KubeObject } from '../../shared/model/object.ts';
import type { Resource } from '../../shared/model/resource.ts';

/** An object whose fields beyond metadata are written as they are, for setting up a cluster. */
export interface AnyObject extends KubeObject {
  readonly [field: string]: unknown;
}

/** Describes a resource by the words of its `apiVersion` and names. */
function resource(apiVersion: string, plural: string, kind: string, namespaced: boolean): Resource<AnyObject> {
  const [first = '', second] = apiVersion.split('/');
  const [group, version] = second === undefined ? ['', first] : [first, second];
  return { group, version, plural, kind, namespaced };
}

export const namespaces = resource('v1', 'namespaces', 'Namespace', false);
export const services = resource('v1', 'services', 'Service', true);
export const serviceAccounts = resource('v1', 'serviceaccounts', 'ServiceAccount', true);
export const clusterRoles = resource('rbac.authorization.k8s.io/v1', 'clusterroles', 'ClusterRole', false);
export const clusterRoleBindings = resource('rbac.authorization.k8s.io/v1', 'clusterrolebindings', 'ClusterRoleBinding', false);
export const apiServices = resource('apiregistration.k8s.io/v1', 'apiservices', 'APIService', false);
export const customResourceDefinitions = resource(
  'apiextensions.k8s.io/v1',
  'customresourcedefinitions',
  'CustomResourceDefinition',
  false,
);
export const validatingWebhooks = resource(
  'admissionregistration.k8s.io/v1',
  'validatingwebhookconfigurations',
  'ValidatingWebhookConfiguration',
  false,
);
export const mutatingWebhooks = resource(
  'admissionregistration.k8s.io/v1',
  'mutatingwebhookconfigurations',
  'MutatingWebhookConfiguration',
  false,
);
export const olmConfigs = resource('operators.coreos.com/v1', 'olmconfigs', 'OLMConfig', false);
