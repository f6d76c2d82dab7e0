import { readFile } from 'node:fs/promises';
import { parseAllDocuments } from 'yaml';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { clusterModules } from '../../shared/model/cluster-module.ts';
import { moduleConfigs } from '../../shared/model/module-config.ts';
import { modulePlugins } from '../../shared/model/module-plugin.ts';
import type { KubeObject } from '../../shared/model/object.ts';
import { platformClusters } from '../../shared/model/platform-cluster.ts';
import { productBases } from '../../shared/model/product-base.ts';
import type { Resource } from '../../shared/model/resource.ts';
import { customResourceDefinitions, targetOf, type CustomResourceDefinition } from './resources.ts';
import { createOrPatch } from './write.ts';

/** The kinds of every cluster of the platform. */
const definitionsAnywhere = ['crd-artifacts.yaml', 'crd-artifactversions.yaml'];

/** The kinds that only the global cluster has, and what it starts with: no plugin is installed. */
const definitionsOnGlobal = [
  'crd-productbases.yaml',
  'crd-clusters.yaml',
  'crd-clustermodules.yaml',
  'crd-moduleplugins.yaml',
  'crd-moduleconfigs.yaml',
  'crd-moduleinfoes.yaml',
];
const objectsOnGlobal = ['productbase.yaml', 'clusters.yaml', 'clustermodules.yaml', 'plugins.yaml'];
const kindsOnGlobal: readonly Resource<Fixture>[] = [productBases, platformClusters, clusterModules, modulePlugins, moduleConfigs];

/** An object out of a file. */
interface Fixture extends KubeObject {
  readonly status?: unknown;
}

/** What is loaded. */
export interface FixtureOptions {
  /** The kinds and objects of the global cluster too; true by default. */
  readonly global?: boolean;
  /** Milliseconds until the kinds have to be served. */
  readonly patience?: number;
}

/**
 * Gives a cluster the kinds by which it is known as one of the platform, and the global one what it knows of clusters and plugins.
 * Throws when the kinds are not served within `patience` milliseconds.
 */
export async function loadFixtures(cluster: Cluster, { global = true, patience = 10_000 }: FixtureOptions = {}): Promise<void> {
  const definitions = await fixtures<CustomResourceDefinition>([...definitionsAnywhere, ...(global ? definitionsOnGlobal : [])]);
  await Promise.all(definitions.map((definition) => createOrPatch(cluster, customResourceDefinitions, definition)));
  await established(
    cluster,
    definitions.map(({ metadata }) => metadata.name),
    AbortSignal.timeout(patience),
  );
  const objects = await fixtures<Fixture>(global ? objectsOnGlobal : []);
  await Promise.all(objects.map((object) => load(cluster, object)));
}

async function load(cluster: Cluster, object: Fixture): Promise<void> {
  const resource = kindsOnGlobal.find(({ kind }) => kind === object.kind);
  if (resource === undefined) throw new Error(`no kind to load: ${object.kind}`);
  await createOrPatch(cluster, resource, object);
  // A create drops the status, except where the kind has no such subresource.
  if (object.status === undefined || resource.plural === platformClusters.plural) return;
  await cluster.patch(resource, { ...targetOf(object), subresource: 'status' }, { status: object.status });
}

async function fixtures<T extends KubeObject>(files: readonly string[]): Promise<T[]> {
  const texts = await Promise.all(files.map((file) => readFile(new URL(`fixtures/${file}`, import.meta.url), 'utf8')));
  return texts.flatMap((text) => parseAllDocuments(text)).map((document) => document.toJS() as T);
}

async function established(cluster: Cluster, names: readonly string[], signal: AbortSignal): Promise<void> {
  for await (const { items } of cluster.follow(customResourceDefinitions, {}, signal)) {
    const ready = new Set(items.filter(isEstablished).map(({ metadata }) => metadata.name));
    if (names.every((name) => ready.has(name))) return;
  }
  throw new Error(`not established: one of ${names.join(', ')}`);
}

function isEstablished({ status }: CustomResourceDefinition): boolean {
  return (status?.conditions ?? []).some((condition) => condition.type === 'Established' && condition.status === 'True');
}
