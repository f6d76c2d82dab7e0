/** What waiting for an operator needs: it lists, then watches, everything that decides, or explains, when it runs. */
export const waitPermissions = [
  'list subscriptions.operators.coreos.com',
  'watch subscriptions.operators.coreos.com',
  'list installplans.operators.coreos.com',
  'watch installplans.operators.coreos.com',
  'list clusterserviceversions.operators.coreos.com',
  'watch clusterserviceversions.operators.coreos.com',
  'list operatorgroups.operators.coreos.com',
  'watch operatorgroups.operators.coreos.com',
  'list deployments.apps',
  'watch deployments.apps',
  'list catalogsources.operators.coreos.com',
  'watch catalogsources.operators.coreos.com',
] as const;

/** What remembering a change needs; without it the change is made all the same. */
export const historyPermissions = ['get configmaps', 'create configmaps', 'patch configmaps', 'create events'] as const;

/** What tells that the health of operators may have changed; without it one looks every few seconds. */
export const watchPermissions = [
  'watch subscriptions.operators.coreos.com',
  'watch installplans.operators.coreos.com',
  'watch clusterserviceversions.operators.coreos.com',
  'watch operatorgroups.operators.coreos.com',
  'watch deployments.apps',
] as const;

/** What an operator is held, or let go, with. */
export const holdPermissions = [
  'get subscriptions.operators.coreos.com',
  'list subscriptions.operators.coreos.com',
  'patch subscriptions.operators.coreos.com',
] as const;

/**
 * What tells the publishers of packages besides their marks. The ProductBase itself is not among it, because it may hold the hash of the
 * administrator's password: what it says of packages is beside the webhook's modes for those who may not read it.
 */
export const publisherPermissions = ['get configmaps', 'get /apis/cluster.alauda.io/v1alpha1'] as const;

/** What the law has to know; a rule that lacks something of it is shown as not asked. */
export const factPermissions = [
  ...publisherPermissions,
  'list subscriptions.operators.coreos.com',
  'list packagemanifests.packages.operators.coreos.com',
  'list moduleinfoes.cluster.alauda.io',
  'list moduleconfigs.cluster.alauda.io',
  'list moduleplugins.cluster.alauda.io',
  'list clustermodules.cluster.alauda.io',
  'list clusters.platform.tkestack.io',
  'get /apis/app.alauda.io',
] as const;

/** What the health of operators is read from. */
export const healthPermissions = [
  'list subscriptions.operators.coreos.com',
  'list installplans.operators.coreos.com',
  'list clusterserviceversions.operators.coreos.com',
  'list operatorgroups.operators.coreos.com',
  'list catalogsources.operators.coreos.com',
  'list deployments.apps',
] as const;

const webhookParts = [
  'namespaces',
  'serviceaccounts',
  'clusterroles.rbac.authorization.k8s.io',
  'clusterrolebindings.rbac.authorization.k8s.io',
  'roles.rbac.authorization.k8s.io',
  'rolebindings.rbac.authorization.k8s.io',
  'deployments.apps',
  'poddisruptionbudgets.policy',
  'services',
  'networkpolicies.networking.k8s.io',
  'configmaps',
  'validatingadmissionpolicies.admissionregistration.k8s.io',
  'validatingadmissionpolicybindings.admissionregistration.k8s.io',
  'mutatingwebhookconfigurations.admissionregistration.k8s.io',
  'validatingwebhookconfigurations.admissionregistration.k8s.io',
] as const;

/** These verbs on every kind that an installation of the webhook consists of. */
export function webhookPermissions(...verbs: readonly string[]): string[] {
  return webhookParts.flatMap((part) => verbs.map((verb) => `${verb} ${part}`));
}

/** What the webhook is disabled, and enabled again, with. */
export const webhookSwitchPermissions = [
  ...['get', 'create', 'patch', 'delete'].map((verb) => `${verb} configmaps`),
  ...['mutatingwebhookconfigurations', 'validatingwebhookconfigurations', 'validatingadmissionpolicybindings'].flatMap((plural) =>
    ['get', 'create', 'delete'].map((verb) => `${verb} ${plural}.admissionregistration.k8s.io`),
  ),
];
