import { describe, expect, it } from 'vitest';
import { aDeployment, harbor } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { recordedCluster, refusal } from '../../test/support/recorded-cluster.ts';
import { clusterWith } from '../../test/support/seeded-cluster.ts';
import { aHealthySnapshot } from '../../test/support/snapshots.ts';
import type { ErrorCode } from '../errors.ts';
import { deployments } from '../model/workload.ts';
import { observe, tryList } from './observe.ts';

/** A cluster with a healthy operator that refuses to list one kind. */
async function refusing(plural: string, code: ErrorCode) {
  return recordedCluster(await clusterWith(aHealthySnapshot()), ({ resource }) => {
    if (resource === plural) throw refusal(code);
  });
}

const names = (objects: readonly { metadata: { name: string } }[] | undefined) => objects?.map(({ metadata }) => metadata.name);

describe('tryList', () => {
  it('lists what there is', async () => {
    const elsewhere = aDeployment({ metadata: { namespace: 'elsewhere' } });
    const cluster = await clusterWith({ deployments: [aDeployment(), elsewhere] });
    expect(await tryList(cluster, deployments, {})).toHaveLength(2);
    expect(await tryList(cluster, deployments, { namespace: 'elsewhere' })).toMatchObject([elsewhere]);
  });

  it.each<ErrorCode>(['forbidden', 'not-found'])('keeps unknown and none apart: %s', async (code) => {
    expect(await tryList(await refusing('deployments', code), deployments, {})).toBeUndefined();
    expect(await tryList(await clusterWith({}), deployments, {})).toEqual([]);
  });

  it('does not take a part for all', async () => {
    const cluster = recordedCluster(await clusterWith(aHealthySnapshot(), { namespace: harbor }), ({ namespace }) => {
      if (namespace === undefined) throw refusal('forbidden');
    });
    expect(await tryList(cluster, deployments, {})).toBeUndefined();
  });

  it('ends where the server does not answer', async () => {
    const cluster = await refusing('deployments', 'unreachable');
    expect(await errorOf(() => tryList(cluster, deployments, {}))).toMatchObject({ code: 'unreachable' });
  });
});

describe('observe', () => {
  const foreign = aDeployment({ metadata: { name: 'foreign', labels: {} } });
  const healthy = aHealthySnapshot();

  it('reads what health depends on, and of the Deployments only those of OLM', async () => {
    const { subscriptions, ...seen } = await observe(await clusterWith({ ...healthy, deployments: [aDeployment(), foreign] }), {});
    expect(subscriptions).toBeUndefined();
    expect(Object.fromEntries(Object.entries(seen).map(([kind, objects]) => [kind, names(objects)]))).toEqual({
      installPlans: names(healthy.installPlans),
      clusterServiceVersions: names(healthy.clusterServiceVersions),
      operatorGroups: names(healthy.operatorGroups),
      deployments: names(healthy.deployments),
      catalogSources: names(healthy.catalogSources),
    });
  });

  it('keeps to a namespace, the catalogues aside', async () => {
    const cluster = recordedCluster(await clusterWith(healthy));
    expect(await observe(cluster, { namespace: 'elsewhere' })).toMatchObject({ installPlans: [], catalogSources: [{}] });
    expect(cluster.requests.map(({ resource, namespace }) => `${resource} of ${namespace ?? 'all'}`).toSorted()).toEqual([
      'catalogsources of all',
      'clusterserviceversions of elsewhere',
      'deployments of elsewhere',
      'installplans of elsewhere',
      'operatorgroups of elsewhere',
    ]);
  });

  it.each([
    ['installplans', 'installPlans'],
    ['clusterserviceversions', 'clusterServiceVersions'],
    ['operatorgroups', 'operatorGroups'],
    ['deployments', 'deployments'],
    ['catalogsources', 'catalogSources'],
  ] as const)('leaves out %s where they may not be read', async (plural, kind) => {
    const seen = await observe(await refusing(plural, 'forbidden'), { namespace: harbor });
    expect(Object.entries(seen).flatMap(([each, objects]) => (objects === undefined ? [each] : []))).toEqual([kind]);
  });
});
