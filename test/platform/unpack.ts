import type { Cluster } from '../../shared/cluster/cluster.ts';
import { catalogSources } from '../../shared/model/catalog-source.ts';
import { unpackModeOf } from './bundles/bundle.ts';
import { bundleFiles, unpackedContent } from './bundles/files.ts';
import { bundleAt } from './catalogue-client.ts';
import type { Fate } from './pod-fate.ts';
import { configMaps, type Pod } from './resources.ts';

const refLabel = 'operatorframework.io/bundle-unpack-ref';

/** Whether OLM made this pod to unpack a bundle. */
export function isUnpackPod({ metadata }: Pod): boolean {
  return metadata.labels?.[refLabel] !== undefined;
}

/**
 * Does the work of an unpack pod: asks the catalogue for the bundle and writes it into the ConfigMap that OLM has prepared.
 * A bundle that no catalogue knows is an image that cannot be pulled, and one that is never to be unpacked keeps its pod running.
 */
export async function unpack(cluster: Cluster, pod: Pod): Promise<Fate> {
  const { namespace = '', labels = {} } = pod.metadata;
  const name = labels[refLabel] ?? '';
  const image = bundleImage(pod);
  const mode = unpackModeOf(image);
  if (mode === 'never') return 'running';
  const address = await catalogueOf(cluster, name, namespace);
  const bundle = await bundleAt(address, image);
  if (bundle === undefined) return 'image-pull';
  const content = unpackedContent(bundleFiles(bundle), image, mode);
  await cluster.patch(configMaps, { name, namespace }, { ...content });
  return 'succeeded';
}

function bundleImage({ spec }: Pod): string {
  const extract = spec.containers.find(({ name }) => name === 'extract');
  const image = extract?.env?.find(({ name }) => name === 'CONTAINER_IMAGE')?.value;
  if (image === undefined) throw new Error('an unpack pod names its bundle in CONTAINER_IMAGE');
  return image;
}

/** The catalogue that a bundle is from owns the ConfigMap that the bundle goes to. */
async function catalogueOf(cluster: Cluster, configMap: string, namespace: string): Promise<string> {
  const target = await cluster.get(configMaps, configMap, namespace);
  const owner = target?.metadata.ownerReferences?.find(({ kind }) => kind === 'CatalogSource');
  const source = owner === undefined ? null : await cluster.get(catalogSources, owner.name, namespace);
  const address = source?.spec.address;
  if (address === undefined) throw new Error(`no catalogue with an address owns configmap ${namespace}/${configMap}`);
  return address;
}
