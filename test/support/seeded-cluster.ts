import type { Cluster } from '../../shared/cluster/cluster.ts';
import type { Snapshot } from '../../shared/diagnose/snapshot.ts';
import { catalogSources } from '../../shared/model/catalog-source.ts';
import { type ClusterModule, clusterModules } from '../../shared/model/cluster-module.ts';
import { clusterServiceVersions } from '../../shared/model/cluster-service-version.ts';
import { installPlans } from '../../shared/model/install-plan.ts';
import { type ModuleConfig, moduleConfigs } from '../../shared/model/module-config.ts';
import { type ModuleInfo, moduleInfoes } from '../../shared/model/module-info.ts';
import { type ModulePlugin, modulePlugins } from '../../shared/model/module-plugin.ts';
import type { KubeObject } from '../../shared/model/object.ts';
import { operatorGroups } from '../../shared/model/operator-group.ts';
import { packageManifests, type PackageManifest } from '../../shared/model/package-manifest.ts';
import { type PlatformCluster, platformClusters } from '../../shared/model/platform-cluster.ts';
import type { Resource } from '../../shared/model/resource.ts';
import { subscriptions } from '../../shared/model/subscription.ts';
import { deployments, namespaces, type Namespace } from '../../shared/model/workload.ts';
import { memoryCluster, type MemoryClusterOptions } from './memory-cluster.ts';

/** What is on a cluster before a test begins. */
export interface Content extends Snapshot {
  readonly namespaces?: readonly Namespace[];
  readonly packages?: readonly PackageManifest[];
  readonly clusters?: readonly PlatformCluster[];
  readonly clusterModules?: readonly ClusterModule[];
  readonly modulePlugins?: readonly ModulePlugin[];
  readonly moduleConfigs?: readonly ModuleConfig[];
  readonly modules?: readonly ModuleInfo[];
}

/** What discovery says of the global cluster of a platform. */
export const globalPaths: NonNullable<MemoryClusterOptions['paths']> = {
  '/apis/app.alauda.io': {},
  '/apis/cluster.alauda.io/v1alpha1': { resources: [{ name: 'moduleinfoes' }, { name: 'moduleinfoes/status' }] },
};

/** A cluster in memory that holds this. */
export async function clusterWith(content: Content, options?: MemoryClusterOptions): Promise<Cluster> {
  const cluster = memoryCluster(options);
  const put = async <T extends KubeObject>(resource: Resource<T>, objects: readonly T[] = []) => {
    for (const object of objects) await cluster.create(resource, object);
  };
  await put(namespaces, content.namespaces);
  await put(catalogSources, content.catalogSources);
  await put(packageManifests, content.packages);
  await put(operatorGroups, content.operatorGroups);
  await put(subscriptions, content.subscriptions);
  await put(installPlans, content.installPlans);
  await put(clusterServiceVersions, content.clusterServiceVersions);
  await put(deployments, content.deployments);
  await put(platformClusters, content.clusters);
  await put(clusterModules, content.clusterModules);
  await put(modulePlugins, content.modulePlugins);
  await put(moduleConfigs, content.moduleConfigs);
  await put(moduleInfoes, content.modules);
  return cluster;
}
