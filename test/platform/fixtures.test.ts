import { expect, it } from 'vitest';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { memoryCluster } from '../support/memory-cluster.ts';
import { loadFixtures } from './fixtures.ts';
import { customResourceDefinitions, productBases } from './resources.ts';
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

it('gives a cluster the kinds of the platform and its ProductBase, and does so again', async () => {
  const cluster = memoryCluster();
  const establishing = establish(cluster);
  await loadFixtures(cluster);
  await loadFixtures(cluster);
  expect((await cluster.list(customResourceDefinitions)).map(({ metadata }) => metadata.name)).toEqual([
    'artifacts.app.alauda.io',
    'artifactversions.app.alauda.io',
    'productbases.product.alauda.io',
  ]);
  expect(await cluster.get(productBases, 'base')).toMatchObject({ status: { phase: 'Running' } });
  await establishing.stop();
});

it('says what was not established in time', async () => {
  await expect(loadFixtures(memoryCluster(), { patience: 5 })).rejects.toThrow('not established: one of artifacts.app.alauda.io');
});
