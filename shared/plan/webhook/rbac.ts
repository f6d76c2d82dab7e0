import { productBaseName } from '../../model/assumptions.ts';
import { authoritySecret, indexMap, modesMap, own, webhookName, webhookNamespace, type Manifest, type WebhookWish } from './manifest.ts';

const rbac = 'rbac.authorization.k8s.io';
const apiVersion = `${rbac}/v1`;
const subjects = [{ kind: 'ServiceAccount', name: webhookName, namespace: webhookNamespace }];

type RbacWish = Pick<WebhookWish, 'role' | 'tls'>;

interface Grant {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** The account of the webhook, and what it may do: what its rules ask for, and nothing else. */
export function webhookRbac(wish: RbacWish): Manifest[] {
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: own() },
    { apiVersion, kind: 'ClusterRole', metadata: { name: webhookName }, rules: clusterGrants(wish) },
    {
      apiVersion,
      kind: 'ClusterRoleBinding',
      metadata: { name: webhookName },
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: webhookName },
      subjects,
    },
    { apiVersion, kind: 'Role', metadata: own(), rules: ownGrants(wish) },
    { apiVersion, kind: 'RoleBinding', metadata: own(), roleRef: { apiGroup: rbac, kind: 'Role', name: webhookName }, subjects },
  ];
}

function clusterGrants({ role, tls }: RbacWish): Grant[] {
  const onGlobal = [
    grant('cluster.alauda.io', ['moduleinfoes', 'moduleconfigs', 'moduleplugins', 'clustermodules'], ['get', 'list', 'watch']),
    grant('platform.tkestack.io', ['clusters'], ['list', 'watch']),
    { ...grant('product.alauda.io', ['productbases'], ['get']), resourceNames: [productBaseName] },
  ];
  return [
    // They cannot be watched, and a get returns any one of two catalogues.
    grant('packages.operators.coreos.com', ['packagemanifests'], ['list']),
    grant('operators.coreos.com', ['catalogsources'], ['list', 'watch']),
    grant('operators.coreos.com', ['subscriptions'], ['list', 'watch', 'patch']),
    ...(role === 'global' ? onGlobal : []),
    // What was denied and what was repaired, beside the objects that it happened to.
    grant('', ['events'], ['create', 'patch']),
    // caBundle of its own registrations, which it writes only where it makes its certificate.
    {
      ...grant(
        'admissionregistration.k8s.io',
        ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
        ['list', 'watch', ...(tls === 'own' ? ['patch'] : [])],
      ),
      resourceNames: [webhookName],
    },
  ];
}

/** In its own namespace. */
function ownGrants({ role, tls }: RbacWish): Grant[] {
  // The certificate authority that all replicas share. The first one creates it, and RBAC cannot narrow a creation to a name.
  const authority = [{ ...grant('', ['secrets'], ['get', 'patch']), resourceNames: [authoritySecret] }, grant('', ['secrets'], ['create'])];
  return [
    ...(tls === 'own' ? authority : []),
    { ...grant('', ['configmaps'], ['list', 'watch', 'patch']), resourceNames: [modesMap] },
    { ...grant('', ['configmaps'], ['get', 'patch']), resourceNames: [indexMap] },
    grant('', ['configmaps'], ['create']),
    // Whether another replica is ready.
    grant('discovery.k8s.io', ['endpointslices'], ['list', 'watch']),
    // Who leads, and who has claimed the place of a plugin on a cluster: the names of claims follow from the two.
    grant(
      'coordination.k8s.io',
      ['leases'],
      role === 'global' ? ['get', 'list', 'watch', 'create', 'patch', 'delete'] : ['get', 'create', 'patch'],
    ),
  ];
}

function grant(group: string, resources: readonly string[], verbs: readonly string[]): Grant {
  return { apiGroups: [group], resources, verbs };
}
