import type { Cluster } from '../cluster/cluster.ts';
import type { KubeObject } from '../model/object.ts';
import { channelOf, type PackageManifest, packageManifests } from '../model/package-manifest.ts';
import type { Resource } from '../model/resource.ts';
import { namespaces } from '../model/workload.ts';

/** A name to choose from, and what it is. */
export interface Name {
  readonly value: string;
  readonly about: string;
}

/** Looks names up; channels and versions are those of a package. */
export type NameSource = (cluster: Cluster, name: string | undefined) => Promise<readonly Name[]>;

/** Where names of each kind come from. Operators and plugins are asked for separately, because most clusters know one of them only. */
export const nameSources = {
  packages: [operatorNames, pluginNames],
  channels: [channelNames],
  versions: [operatorVersions, pluginVersions],
  namespaces: [namespaceNames],
} as const satisfies Readonly<Record<string, readonly NameSource[]>>;

async function operatorNames(cluster: Cluster): Promise<readonly Name[]> {
  const packages = await cluster.list(packageManifests);
  return packages.map((each) => ({
    value: each.metadata.name,
    about: channelOf(each, undefined)?.currentCSVDesc?.displayName ?? 'operator',
  }));
}

async function channelNames(cluster: Cluster, name: string | undefined): Promise<readonly Name[]> {
  const packages = await packagesNamed(cluster, name);
  return packages.flatMap(({ status }) => status.channels.map((channel) => ({ value: channel.name, about: channel.currentCSV })));
}

async function operatorVersions(cluster: Cluster, name: string | undefined): Promise<readonly Name[]> {
  const packages = await packagesNamed(cluster, name);
  return packages
    .flatMap(({ status }) => status.channels)
    .flatMap((channel) => (channel.entries ?? []).map((entry) => ({ value: entry.version ?? entry.name, about: channel.name })));
}

async function packagesNamed(cluster: Cluster, name: string | undefined): Promise<PackageManifest[]> {
  return name === undefined ? [] : cluster.list(packageManifests, { fieldSelector: `metadata.name=${name}` });
}

async function pluginNames(cluster: Cluster): Promise<readonly Name[]> {
  return (await cluster.list(modulePlugins)).map(({ metadata }) => ({ value: metadata.name, about: 'plugin' }));
}

async function pluginVersions(cluster: Cluster, name: string | undefined): Promise<readonly Name[]> {
  if (name === undefined) return [];
  const configs = await cluster.list(moduleConfigs, { labelSelector: `cpaas.io/module-name=${name}` });
  return configs.map(({ metadata, spec }) => ({ value: spec.version, about: metadata.name }));
}

async function namespaceNames(cluster: Cluster): Promise<readonly Name[]> {
  return (await cluster.list(namespaces)).map(({ metadata }) => ({ value: metadata.name, about: '' }));
}

const modulePlugins: Resource = {
  ...{ group: 'cluster.alauda.io', version: 'v1alpha1', plural: 'moduleplugins', kind: 'ModulePlugin', namespaced: false },
};

const moduleConfigs: Resource<KubeObject & { readonly spec: { readonly version: string } }> = {
  ...{ group: 'cluster.alauda.io', version: 'v1alpha1', plural: 'moduleconfigs', kind: 'ModuleConfig', namespaced: false },
};
