import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import type { KubeObject } from '../../shared/model/object.ts';
import { customResourceDefinitions, productBases, targetOf, type CustomResourceDefinition, type ProductBase } from './resources.ts';
import { createOrPatch } from './write.ts';

const definitionFiles = ['crd-artifacts.yaml', 'crd-artifactversions.yaml', 'crd-productbases.yaml'];

/**
 * Gives a cluster the kinds by which it is known as one of the platform, and the ProductBase.
 * Returns when the kinds are served; throws when they are not within `patience` milliseconds.
 */
export async function loadFixtures(cluster: Cluster, { patience = 10_000 }: { readonly patience?: number } = {}): Promise<void> {
  const definitions = await Promise.all(definitionFiles.map((file) => fixture<CustomResourceDefinition>(file)));
  await Promise.all(definitions.map((definition) => createOrPatch(cluster, customResourceDefinitions, definition)));
  await established(
    cluster,
    definitions.map(({ metadata }) => metadata.name),
    AbortSignal.timeout(patience),
  );
  const base = await fixture<ProductBase>('productbase.yaml');
  await createOrPatch(cluster, productBases, base);
  // A create drops the status.
  await cluster.patch(productBases, { ...targetOf(base), subresource: 'status' }, { status: base.status });
}

async function fixture<T extends KubeObject>(file: string): Promise<T> {
  return parse(await readFile(new URL(`fixtures/${file}`, import.meta.url), 'utf8')) as T;
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
