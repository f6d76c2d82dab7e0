import { alphaModules } from './module-group.ts';
import type { KubeObject } from './object.ts';
import type { Resource } from './resource.ts';

/** What the platform itself has installed on a cluster of the same name. */
export interface ClusterModule extends KubeObject {
  apiVersion: 'cluster.alauda.io/v1alpha2';
  kind: 'ClusterModule';
  /** `version` is the base version of the cluster. */
  spec?: { version?: string };
}

export const clusterModules: Resource<ClusterModule> = {
  ...alphaModules,
  version: 'v1alpha2',
  plural: 'clustermodules',
  kind: 'ClusterModule',
};
