import { expect, it } from 'vitest';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { clusterModules } from '../../shared/model/cluster-module.ts';
import { moduleConfigs } from '../../shared/model/module-config.ts';
import { moduleInfoes } from '../../shared/model/module-info.ts';
import { modulePlugins } from '../../shared/model/module-plugin.ts';
import { platformClusters } from '../../shared/model/platform-cluster.ts';
import { productBases } from '../../shared/model/product-base.ts';
import type { Resource } from '../../shared/model/resource.ts';
import { memoryCluster } from '../support/memory-cluster.ts';
import { loadFixtures, type FixtureOptions } from './fixtures.ts';
import { customResourceDefinitions } from './resources.ts';
import { keepSettled } from './settle.ts';

/** Establishes every CRD, as an API server does. */
function establish(cluster: Cluster) {
  return keepSettled(cluster, {
    resource: customResourceDefinitions,
    async settle({ metadata: { name }, status }) {
      if (status !== undefined) return;
      await cluster.patch(customResourceDefinitions, { name }, { status: { conditions: [{ type: 'Established', status: 'True' }] } });
    },
    retryAfter: 1,
    onError: () => {},
  });
}

async function loadTwice(options: FixtureOptions = {}): Promise<Cluster> {
  const cluster = memoryCluster();
  const establishing = establish(cluster);
  await loadFixtures(cluster, options);
  await loadFixtures(cluster, options);
  await establishing.stop();
  return cluster;
}

const namesOf = async (cluster: Cluster, resource: Resource) => (await cluster.list(resource)).map(({ metadata }) => metadata.name);

it('gives a cluster the kinds of the platform and what the global one knows, and does so again', async () => {
  const cluster = await loadTwice();
  expect(await namesOf(cluster, customResourceDefinitions)).toEqual([
    'artifacts.app.alauda.io',
    'artifactversions.app.alauda.io',
    'productbases.product.alauda.io',
    'clusters.platform.tkestack.io',
    'clustermodules.cluster.alauda.io',
    'moduleplugins.cluster.alauda.io',
    'moduleconfigs.cluster.alauda.io',
    'moduleinfoes.cluster.alauda.io',
  ]);
  expect(await cluster.get(productBases, 'base')).toMatchObject({ status: { phase: 'Running' } });
  expect(await namesOf(cluster, platformClusters)).toEqual(['global', 'business', 'edge-arm']);
  expect(await cluster.get(clusterModules, 'edge-arm')).toMatchObject({ spec: { version: 'v4.0.5' } });
  expect(await namesOf(cluster, modulePlugins)).toEqual(['web-cli', 'gpu-device-plugin', 'nfs', 'cni']);
  expect(await cluster.get(moduleConfigs, 'gpu-device-plugin-v4.1.0')).toMatchObject({ status: { readyForDeploy: false } });
  expect(await namesOf(cluster, moduleInfoes)).toEqual([]);
});

it('writes the status where a create drops it, and only there', async () => {
  const written: string[] = [];
  const cluster = memoryCluster();
  const noting: Cluster = {
    ...cluster,
    async patch(resource, target, patch, options) {
      if (target.subresource === 'status') written.push(`${resource.kind} ${target.name}`);
      return cluster.patch(resource, target, patch, options);
    },
  };
  const establishing = establish(cluster);
  await loadFixtures(noting);
  await establishing.stop();
  expect(written).toEqual(expect.arrayContaining(['ProductBase base', 'ModulePlugin web-cli', 'ModuleConfig web-cli-v4.0.4']));
  expect(written.filter((each) => each.startsWith('Cluster'))).toEqual([]);
});

it('gives a workload cluster only the kinds that every cluster has', async () => {
  const cluster = await loadTwice({ global: false });
  expect(await namesOf(cluster, customResourceDefinitions)).toEqual(['artifacts.app.alauda.io', 'artifactversions.app.alauda.io']);
  expect(await namesOf(cluster, modulePlugins)).toEqual([]);
});

it('says what was not established in time', async () => {
  await expect(loadFixtures(memoryCluster(), { patience: 5 })).rejects.toThrow('not established: one of artifacts.app.alauda.io');
});
