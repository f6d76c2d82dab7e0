import type { KubeObject } from './object.ts';
import type { Resource } from './resource.ts';

/** A cluster of the platform, as the global cluster knows it. Two other groups also serve a Cluster. */
export interface PlatformCluster extends KubeObject {
  apiVersion: 'platform.tkestack.io/v1';
  kind: 'Cluster';
}

export const platformClusters: Resource<PlatformCluster> = {
  group: 'platform.tkestack.io',
  version: 'v1',
  plural: 'clusters',
  kind: 'Cluster',
  namespaced: false,
};
