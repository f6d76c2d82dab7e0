import type { Cluster } from '../../shared/cluster/cluster.ts';
import type { Snapshot } from '../../shared/diagnose/snapshot.ts';
import { catalogSources } from '../../shared/model/catalog-source.ts';
import { clusterServiceVersions } from '../../shared/model/cluster-service-version.ts';
import { installPlans } from '../../shared/model/install-plan.ts';
import type { KubeObject } from '../../shared/model/object.ts';
import { operatorGroups } from '../../shared/model/operator-group.ts';
import { packageManifests, type PackageManifest } from '../../shared/model/package-manifest.ts';
import type { Resource } from '../../shared/model/resource.ts';
import { subscriptions } from '../../shared/model/subscription.ts';
import { deployments, namespaces, type Namespace } from '../../shared/model/workload.ts';
import { memoryCluster, type MemoryClusterOptions } from './memory-cluster.ts';

/** What is on a cluster before a test begins. */
export interface Content extends Snapshot {
  readonly namespaces?: readonly Namespace[];
  readonly packages?: readonly PackageManifest[];
}

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
  return cluster;
}
