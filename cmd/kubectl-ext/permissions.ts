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

/** What the health of operators is read from. */
export const healthPermissions = [
  'list subscriptions.operators.coreos.com',
  'list installplans.operators.coreos.com',
  'list clusterserviceversions.operators.coreos.com',
  'list operatorgroups.operators.coreos.com',
  'list catalogsources.operators.coreos.com',
  'list deployments.apps',
] as const;
