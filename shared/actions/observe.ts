import type { Cluster, Scope } from '../cluster/cluster.ts';
import type { Snapshot } from '../diagnose/snapshot.ts';
import { ExtError } from '../errors.ts';
import { catalogSources } from '../model/catalog-source.ts';
import { clusterServiceVersions } from '../model/cluster-service-version.ts';
import { installPlans } from '../model/install-plan.ts';
import type { KubeObject } from '../model/object.ts';
import { operatorGroups } from '../model/operator-group.ts';
import type { Resource } from '../model/resource.ts';
import { deployments } from '../model/workload.ts';
import { listInReach, type SubscriptionScope } from './find-subscriptions.ts';

/**
 * All objects of a kind in exactly this scope, or undefined for whoever may not read them or where the server does not know the kind:
 * unknown, not none, and never a part for all.
 */
export function tryList<T extends KubeObject>(cluster: Cluster, resource: Resource<T>, scope: Scope): Promise<T[] | undefined> {
  return unlessUnreadable(cluster.list(resource, scope));
}

/** What can be seen of a kind, if only in the context's namespace: for what decides about nothing. */
export async function tryListInReach<T extends KubeObject>(cluster: Cluster, resource: Resource<T>): Promise<T[] | undefined> {
  return (await unlessUnreadable(listInReach(cluster, resource, {})))?.items;
}

async function unlessUnreadable<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ExtError && (error.code === 'forbidden' || error.code === 'not-found')) return undefined;
    throw error;
  }
}

/** Reads, in one round, what the health of the operators in a scope depends on, the Subscriptions aside. */
export async function observe(cluster: Cluster, scope: Pick<SubscriptionScope, 'namespace'>): Promise<Snapshot> {
  const [plans, csvs, groups, workloads, catalogs] = await Promise.all([
    tryList(cluster, installPlans, scope),
    tryList(cluster, clusterServiceVersions, scope),
    tryList(cluster, operatorGroups, scope),
    // Every OLM puts this label on the Deployments it makes: the others of the cluster need not travel.
    tryList(cluster, deployments, { ...scope, labelSelector: 'olm.owner.kind=ClusterServiceVersion' }),
    tryList(cluster, catalogSources, {}),
  ]);
  return { installPlans: plans, clusterServiceVersions: csvs, operatorGroups: groups, deployments: workloads, catalogSources: catalogs };
}
