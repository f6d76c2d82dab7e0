import { admissionPolicies, mutatingConfigurations, policyBindings, validatingConfigurations } from '../../model/admission.ts';
import { configMaps } from '../../model/config-map.ts';
import type { KubeObject } from '../../model/object.ts';
import { apiVersionOf, type Resource } from '../../model/resource.ts';
import { deployments, namespaces } from '../../model/workload.ts';

const rbac = { group: 'rbac.authorization.k8s.io', version: 'v1' } as const;

/** The kinds that an installation of the webhook consists of. */
const webhookResources: readonly Resource[] = [
  namespaces,
  { group: '', version: 'v1', plural: 'serviceaccounts', kind: 'ServiceAccount', namespaced: true },
  { ...rbac, plural: 'clusterroles', kind: 'ClusterRole', namespaced: false },
  { ...rbac, plural: 'clusterrolebindings', kind: 'ClusterRoleBinding', namespaced: false },
  { ...rbac, plural: 'roles', kind: 'Role', namespaced: true },
  { ...rbac, plural: 'rolebindings', kind: 'RoleBinding', namespaced: true },
  deployments,
  { group: 'policy', version: 'v1', plural: 'poddisruptionbudgets', kind: 'PodDisruptionBudget', namespaced: true },
  { group: '', version: 'v1', plural: 'services', kind: 'Service', namespaced: true },
  { group: 'networking.k8s.io', version: 'v1', plural: 'networkpolicies', kind: 'NetworkPolicy', namespaced: true },
  configMaps,
  admissionPolicies,
  policyBindings,
  mutatingConfigurations,
  validatingConfigurations,
];

/** Where objects of this kind are kept. Throws for a kind that no installation has. */
export function resourceOf({ apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>): Resource {
  const found = webhookResources.find((resource) => resource.kind === kind && apiVersionOf(resource) === apiVersion);
  if (found === undefined) throw new TypeError(`${kind} of ${apiVersion} is no part of the webhook`);
  return found;
}

/** Whether an object is a registration of webhooks. */
export function isRegistration({ kind }: Pick<KubeObject, 'kind'>): boolean {
  return kind === mutatingConfigurations.kind || kind === validatingConfigurations.kind;
}

/** Whether an object says what the denials of a policy do. */
export function isBinding({ kind }: Pick<KubeObject, 'kind'>): boolean {
  return kind === policyBindings.kind;
}
