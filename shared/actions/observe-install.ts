import type { Cluster } from '../cluster/cluster.ts';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { platformGroup } from '../model/assumptions.ts';
import type { KubeObject } from '../model/object.ts';
import { operatorGroups } from '../model/operator-group.ts';
import { suggestedNamespaceAnnotation, type PackageChannel, type PackageManifest } from '../model/package-manifest.ts';
import type { Resource } from '../model/resource.ts';
import { subscriptions } from '../model/subscription.ts';
import { namespaces } from '../model/workload.ts';
import type { InstallFacts } from '../plan/install-wish.ts';
import { observePublishers } from './observe-publishers.ts';

/** Reads, in one round, what the plan of an installation depends on. */
export async function observeInstall(cluster: Cluster, namespace: string): Promise<InstallFacts> {
  const [found, platform, publishers, allSubscriptions, allGroups] = await Promise.all([
    cluster.get(namespaces, namespace),
    cluster.getPath(`/apis/${platformGroup}`),
    observePublishers(cluster),
    listWidely(cluster, subscriptions, namespace),
    listWidely(cluster, operatorGroups, namespace),
  ]);
  return {
    namespaceExists: found !== null,
    onPlatform: platform !== null,
    publishers,
    subscriptions: allSubscriptions,
    operatorGroups: allGroups,
  };
}

/** All objects of a kind, or those of one namespace for whoever may not see the others. */
async function listWidely<T extends KubeObject>(cluster: Cluster, resource: Resource<T>, namespace: string): Promise<T[]> {
  try {
    return await cluster.list(resource);
  } catch (error) {
    if (!(error instanceof ExtError && error.code === 'forbidden')) throw error;
    return cluster.list(resource, { namespace });
  }
}

const namespaceLimit = 63;

/**
 * The namespace of a new Subscription: the one asked for, else the one its CSV suggests, else one named like the package.
 * Throws `usage` where that is no name of a namespace.
 */
export function targetNamespace(asked: string | undefined, channel: PackageChannel, { status }: PackageManifest): string {
  const name = asked ?? channel.currentCSVDesc?.annotations?.[suggestedNamespaceAnnotation] ?? status.packageName;
  if (name.length <= namespaceLimit && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)) return name;
  throw new ExtError('usage', message('install.bad-namespace', { namespace: name, limit: namespaceLimit }), { path: 'metadata.namespace' });
}
