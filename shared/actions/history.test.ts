import { describe, expect, it } from 'vitest';
import { actionContext } from '../../test/support/action-context.ts';
import { anInstallPlan, aPackage, aSubscription, csvName, harbor, installedStatus } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { recordedCluster, refusal, writesOf, type Request } from '../../test/support/recorded-cluster.ts';
import { clusterWith, type Content } from '../../test/support/seeded-cluster.ts';
import { message } from '../messages/message.ts';
import { configMaps } from '../model/config-map.ts';
import { historyKey } from '../model/history.ts';
import { historyOf } from './history.ts';

const entry = {
  ...{ time: '2026-01-02T12:00:00.000Z', user: 'jane', cluster: 'memory:', namespace: harbor, package: harbor, from: null },
  ...{ to: csvName('2.12.9'), plan: 'install-0', neighbours: [], reason: 'first', result: 'approved' },
};

/** Harbor runs; the plan before was somebody else's, and the one before that is remembered and gone. */
const running: Content = {
  subscriptions: [aSubscription({ status: installedStatus() })],
  installPlans: [
    anInstallPlan({
      metadata: { name: 'install-1', creationTimestamp: '2026-01-03T00:00:00Z' },
      spec: { approved: true, clusterServiceVersionNames: [csvName('2.12.10')] },
    }),
    anInstallPlan({ metadata: { name: 'install-2', creationTimestamp: '2026-01-04T00:00:00Z' }, spec: { approved: true } }),
    anInstallPlan({
      metadata: { name: 'theirs', creationTimestamp: '2026-01-01T00:00:00Z' },
      spec: { approved: true, clusterServiceVersionNames: ['keda.v2'] },
    }),
  ],
};

async function world(content: Content, lines?: readonly string[], before: (request: Request) => unknown = () => {}) {
  const memory = await clusterWith(content);
  if (lines !== undefined) {
    const metadata = { name: `ext-history-${harbor}`, namespace: harbor };
    await memory.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { [historyKey]: `${lines.join('\n')}\n` } });
  }
  const cluster = recordedCluster(memory, before);
  const context = actionContext(cluster);
  return {
    cluster,
    context,
    plans: async (namespace?: string) => (await historyOf({ name: harbor, namespace }, context)).items.map(({ plan }) => plan),
  };
}

describe('history', () => {
  it('joins what is remembered with the plans of the package that are there, and writes nothing', async () => {
    const { cluster, plans } = await world({ ...running, packages: [aPackage()] }, [JSON.stringify(entry)]);
    expect(await plans()).toEqual(['install-0', 'install-1', 'install-2']);
    expect(writesOf(cluster)).toEqual([]);
  });

  it('knows the package by what is installed and remembered where no catalogue may be read', async () => {
    const { plans } = await world(running, [JSON.stringify({ ...entry, to: csvName('2.12.10') })], ({ resource }) => {
      if (resource === 'packagemanifests') throw refusal('forbidden');
    });
    expect(await plans()).toEqual(['install-0', 'install-1', 'install-2']);
  });

  it('is that of the plans alone where nothing is remembered', async () => {
    expect(await (await world(running)).plans()).toEqual(['install-2']);
  });

  it('warns of lines that cannot be read', async () => {
    const { context, plans } = await world(running, ['# by hand', JSON.stringify(entry), '{}']);
    expect(await plans()).toContain('install-0');
    expect(context.said('history.unreadable')).toEqual([message('history.unreadable', { configMap: `ext-history-${harbor}`, lines: 2 })]);
  });

  it('outlives the operator, where its namespace is named', async () => {
    const { plans } = await world({}, [JSON.stringify(entry)]);
    expect(await plans(harbor)).toEqual(['install-0']);
    expect(await errorOf(() => plans())).toMatchObject({ code: 'not-found' });
    expect(await errorOf(() => plans('elsewhere'))).toMatchObject({ code: 'not-found' });
  });

  it('ends where the cluster does not let us read it', async () => {
    const { plans } = await world(running, [], ({ resource }) => {
      if (resource === 'configmaps') throw refusal('forbidden');
    });
    expect(await errorOf(() => plans())).toMatchObject({ code: 'forbidden' });
  });
});
