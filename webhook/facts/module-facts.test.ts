import { describe, expect, it } from 'vitest';
import { noPublishers } from '../../test/support/builders.ts';
import { memoryCluster } from '../../test/support/memory-cluster.ts';
import { aClusterModule, aModuleConfig, aModuleInfo, aModulePlugin, aPlatformCluster } from '../../test/support/module-builders.ts';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { clusterModules } from '../../shared/model/cluster-module.ts';
import type { FactName, Facts } from '../../shared/model/facts.ts';
import { moduleConfigs } from '../../shared/model/module-config.ts';
import { moduleInfoes } from '../../shared/model/module-info.ts';
import { modulePlugins } from '../../shared/model/module-plugin.ts';
import type { KubeObject } from '../../shared/model/object.ts';
import { platformClusters } from '../../shared/model/platform-cluster.ts';
import { createCaches, everyCache } from './caches.ts';
import { createFactSource } from './index.ts';
import { LiveReads } from './live-reads.ts';

const names: readonly FactName[] = ['onGlobal', 'clusters', 'modulePlugin', 'moduleConfigs', 'modules', 'clusterModule'];
const global = aPlatformCluster({ name: 'global', labels: { 'is-global': 'true' } });
const old = aModuleInfo({ metadata: { name: 'old', labels: { 'cpaas.io/module-name': 'nfs' } } });
const log = () => {};

async function filled(): Promise<Cluster> {
  const cluster = memoryCluster();
  for (const version of ['v4.0.15', 'v4.0.16']) await cluster.create(moduleConfigs, aModuleConfig({ spec: { version } }));
  await cluster.create(moduleConfigs, aModuleConfig({ plugin: 'nfs' }));
  await cluster.create(modulePlugins, aModulePlugin());
  await cluster.create(clusterModules, aClusterModule());
  for (const each of [aPlatformCluster(), global]) await cluster.create(platformClusters, each);
  for (const each of [aModuleInfo({ plugin: 'nfs' }), aModuleInfo({ cluster: 'edge' }), old]) await cluster.create(moduleInfoes, each);
  return cluster;
}

/** What is known of an object, by name; `read` is what the server says when it is asked again. */
async function factsOf(object: KubeObject, options: { cluster: Cluster; read?: Cluster; fresh?: boolean; onGlobal?: boolean }) {
  const { cluster, read = cluster, fresh = false, onGlobal = true } = options;
  const caches = createCaches({ cluster, retryPause: 1, watchLife: 45_000, clock: () => 0, log }, { onGlobal });
  const stop = new AbortController();
  const running = everyCache(caches).map((cache) => cache.run(stop.signal));
  await Promise.all(everyCache(caches).map(({ settled }) => settled));
  const packages = { find: async () => undefined, read: async () => undefined };
  const source = createFactSource({
    cluster: read,
    packages,
    caches,
    live: new LiveReads({ longest: 1000, log }),
    publishers: () => noPublishers,
  });
  const facts = await source.gather(object, names, { budget: 1000, fresh });
  stop.abort();
  await Promise.all(running);
  return named(facts);
}

function named({ onGlobal, clusters, modulePlugin, moduleConfigs: configs, modules, clusterModule }: Facts): object {
  const nameOf = ({ metadata }: KubeObject) => metadata.name;
  return {
    onGlobal,
    clusters: clusters?.map(nameOf).toSorted(),
    modulePlugin: modulePlugin && nameOf(modulePlugin),
    moduleConfigs: configs?.map(nameOf).toSorted(),
    modules: modules?.map(nameOf).toSorted(),
    clusterModule: clusterModule && nameOf(clusterModule),
  };
}

const nfs = aModuleInfo({ plugin: 'nfs' }).metadata.name;
const all = {
  onGlobal: true,
  clusters: ['business', 'global'],
  modulePlugin: 'gpu-device-plugin',
  moduleConfigs: ['gpu-device-plugin-v4.0.15', 'gpu-device-plugin-v4.0.16'],
  modules: [nfs],
  clusterModule: 'business',
};

describe.each([{ fresh: false }, { fresh: true }])('facts about a ModuleInfo, fresh: $fresh', ({ fresh }) => {
  it('are of its plugin and its cluster', async () => {
    expect(await factsOf(aModuleInfo(), { cluster: await filled(), fresh })).toEqual(all);
  });

  it('say what is not there', async () => {
    const object = aModuleInfo({ plugin: 'nobody', cluster: 'nowhere' });
    expect(await factsOf(object, { cluster: await filled(), fresh })).toEqual({
      ...all,
      modulePlugin: null,
      moduleConfigs: [],
      modules: [],
      clusterModule: null,
    });
  });

  it('take an old installation that names no cluster for one of the global cluster', async () => {
    expect(await factsOf(aModuleInfo({ cluster: 'global' }), { cluster: await filled(), fresh })).toMatchObject({ modules: ['old'] });
  });
});

it('what came a moment ago is found by another look', async () => {
  const object = aModuleInfo({ plugin: 'later', spec: { version: 'v1' } });
  const [cluster, read] = [await filled(), await filled()];
  await read.create(modulePlugins, aModulePlugin({ plugin: 'later' }));
  await read.create(moduleConfigs, aModuleConfig({ plugin: 'later', spec: { version: 'v1' } }));
  expect(await factsOf(object, { cluster, read })).toMatchObject({ modulePlugin: null, moduleConfigs: [] });
  expect(await factsOf(object, { cluster, read, fresh: true })).toMatchObject({ modulePlugin: 'later', moduleConfigs: ['later-v1'] });
});

it('a look that fails makes a fact unknown, never absent', async () => {
  const down = { ...(await filled()), get: () => Promise.reject(new Error('down')), list: () => Promise.reject(new Error('down')) };
  expect(await factsOf(aModuleInfo(), { cluster: await filled(), read: down, fresh: true })).toEqual({ onGlobal: true });
});

it('on a workload cluster nothing is known but that it is one', async () => {
  expect(await factsOf(aModuleInfo(), { cluster: await filled(), onGlobal: false })).toEqual({ onGlobal: false });
});
