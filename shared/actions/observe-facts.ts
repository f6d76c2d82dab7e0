import type { Cluster } from '../cluster/cluster.ts';
import { catalogNamespaces as platformNamespaces, platformGroup } from '../model/assumptions.ts';
import { clusterModules } from '../model/cluster-module.ts';
import type { Facts } from '../model/facts.ts';
import { moduleConfigs } from '../model/module-config.ts';
import { clusterNameOf, isModuleInfo, moduleInfoes, moduleNameOf, modulesOn, type ModuleInfo } from '../model/module-info.ts';
import { modulePlugins } from '../model/module-plugin.ts';
import type { KubeObject } from '../model/object.ts';
import { packageManifests, type PackageManifest } from '../model/package-manifest.ts';
import { platformClusters } from '../model/platform-cluster.ts';
import { isResourceName } from '../model/resource-name.ts';
import { publishedByAlauda } from '../model/publisher.ts';
import { isSubscription, subscriptions, type Subscription } from '../model/subscription.ts';
import { isGlobal } from './is-global.ts';
import { observePublishers } from './observe-publishers.ts';
import { unlessUnreadable } from './unless-unreadable.ts';

/** An object of a kind that the law is about. */
export type JudgedObject = Subscription | ModuleInfo;

/** What facts depend on besides the cluster. */
export interface FactOptions {
  /** Whose catalogues may be used; none given means those of the platform, and any where the cluster is none of the platform. */
  readonly catalogNamespaces: readonly string[];
  /** What has been read just now, as far as these objects have neighbours: it is not read again. */
  readonly known?: { readonly subscriptions?: readonly Subscription[]; readonly modules?: readonly ModuleInfo[] };
}

/** What is known about one of the objects that facts were read for. */
export type FactsOf = (object: JudgedObject) => Facts;

/**
 * Reads what the law has to know about these objects, in one round and every list once. A fact that could not be read is undefined, never
 * null: whoever is not allowed to look, or looks while a part of the platform is silent, does not know that nothing is there.
 */
export async function observeFacts(cluster: Cluster, objects: readonly JudgedObject[], options: FactOptions): Promise<FactsOf> {
  const [ofSubscription, ofModule] = await Promise.all([
    subscriptionFacts(cluster, objects.filter(isSubscription), options),
    moduleFacts(cluster, objects.filter(isModuleInfo), options),
  ]);
  return (object) => (isSubscription(object) ? ofSubscription(object) : ofModule(object));
}

async function subscriptionFacts(
  cluster: Cluster,
  objects: readonly Subscription[],
  { catalogNamespaces, known = {} }: FactOptions,
): Promise<(object: Subscription) => Facts> {
  if (objects.length === 0) return () => ({});
  const [packageOf, publishers, usable, neighboursIn] = await Promise.all([
    readPackages(cluster, objects),
    observePublishers(cluster),
    catalogNamespaces.length > 0 ? catalogNamespaces : unlessUnreadable(usualNamespaces(cluster)),
    known.subscriptions === undefined ? readNeighbours(cluster, objects) : inNamespaces(known.subscriptions),
  ]);
  return (object) => ({
    operatorPackage: packageOf(object),
    publishedByAlauda: publishedByAlauda(object.spec, { manifest: packageOf(object), publishers }),
    catalogNamespaces: usable,
    subscriptions: neighboursIn(object.metadata.namespace),
  });
}

async function usualNamespaces(cluster: Cluster): Promise<readonly string[] | null> {
  return (await cluster.getPath(`/apis/${platformGroup}`)) === null ? null : platformNamespaces;
}

/** Package-server drops a catalogue that does not answer, so a package that is in no list is unknown: nobody can tell that there is none. */
async function readPackages(
  cluster: Cluster,
  objects: readonly Subscription[],
): Promise<(object: Subscription) => PackageManifest | undefined> {
  const asked = objects.filter(({ spec }) => [spec.sourceNamespace, spec.name].every(isResourceName));
  const byNamespace = [...Map.groupBy(asked, ({ spec }) => spec.sourceNamespace)];
  const lists = await Promise.all(
    byNamespace.map(([namespace, own]) => {
      const [name, second] = new Set(own.map(({ spec }) => spec.name));
      const fieldSelector = second === undefined ? `metadata.name=${name}` : undefined;
      return unlessUnreadable(cluster.list(packageManifests, { namespace, fieldSelector }));
    }),
  );
  const manifests = lists.flatMap((list) => list ?? []);
  return ({ spec }) =>
    manifests.find(
      ({ metadata, status }) =>
        metadata.name === spec.name && status.catalogSource === spec.source && status.catalogSourceNamespace === spec.sourceNamespace,
    );
}

type NeighboursIn = (namespace: string | undefined) => readonly Subscription[] | undefined;

function inNamespaces(all: readonly Subscription[]): NeighboursIn {
  return (namespace) => all.filter(({ metadata }) => metadata.namespace === namespace);
}

/** One list for all namespaces; whoever may not have it may have those of some. */
async function readNeighbours(cluster: Cluster, objects: readonly Subscription[]): Promise<NeighboursIn> {
  const namespaces = [...new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []))];
  if (namespaces.length > 1) {
    const all = await unlessUnreadable(cluster.list(subscriptions));
    if (all !== undefined) return inNamespaces(all);
  }
  const lists = await Promise.all(
    namespaces.map(async (namespace) => [namespace, await unlessUnreadable(cluster.list(subscriptions, { namespace }))] as const),
  );
  const byNamespace = new Map(lists);
  return (namespace = '') => byNamespace.get(namespace);
}

async function moduleFacts(
  cluster: Cluster,
  objects: readonly ModuleInfo[],
  { known = {} }: FactOptions,
): Promise<(object: ModuleInfo) => Facts> {
  if (objects.length === 0) return () => ({});
  const [onGlobal, clusters, plugins, configs, bases, modules] = await Promise.all([
    unlessUnreadable(isGlobal(cluster)),
    unlessUnreadable(cluster.list(platformClusters)),
    unlessUnreadable(cluster.list(modulePlugins)),
    unlessUnreadable(cluster.list(moduleConfigs)),
    unlessUnreadable(cluster.list(clusterModules)),
    known.modules ?? unlessUnreadable(cluster.list(moduleInfoes)),
  ]);
  return (object) => {
    const [target, plugin] = [clusterNameOf(object), moduleNameOf(object)];
    return {
      onGlobal,
      clusters,
      modulePlugin: named(plugins, plugin),
      moduleConfigs: configs?.filter(({ spec }) => spec.name === plugin),
      modules: modules && clusters && modulesOn(target, { modules, clusters }),
      clusterModule: named(bases, target),
    };
  };
}

/** The object of a name: undefined where nothing is known, null where it is not there. */
function named<T extends KubeObject>(items: readonly T[] | undefined, name: string | undefined): T | null | undefined {
  return items && (items.find(({ metadata }) => metadata.name === name) ?? null);
}
