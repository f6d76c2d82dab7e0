import type { KubeObject } from './object.ts';

/**
 * Where the API server keeps objects of one kind. The group is always spelled out, because short names collide on the platform:
 * `ip` is IPAddress since Kubernetes 1.33, and other groups also serve `packagemanifests` and `subscriptions`.
 * The type parameter is the shape of one object and exists for the compiler only.
 */
export interface Resource<T extends KubeObject = KubeObject> {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: T['kind'];
  readonly namespaced: boolean;
}

/** The `apiVersion` of a resource's objects: `v1`, `apps/v1`. */
export function apiVersionOf({ group, version }: Pick<Resource, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The resource as kubectl writes it before the slash: `namespace`, `subscription.operators.coreos.com`. */
export function qualifiedName({ group, kind }: Pick<Resource, 'group' | 'kind'>): string {
  const singular = kind.toLowerCase();
  return group === '' ? singular : `${singular}.${group}`;
}
