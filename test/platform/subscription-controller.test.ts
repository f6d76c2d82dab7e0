import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { clusterServiceVersions } from '../../shared/model/cluster-service-version.ts';
import { operatorGroups } from '../../shared/model/operator-group.ts';
import { subscriptions, type Subscription } from '../../shared/model/subscription.ts';
import { memoryCluster } from '../support/memory-cluster.ts';
import { configMaps } from './resources.ts';
import type { Running } from './running.ts';
import { settingsMap } from './settings.ts';
import { groupFor, startSubscriptionController, subscriptionFinalizer } from './subscription-controller.ts';

const namespace = 'harbor-ce-operator';
const csv = 'harbor-ce-operator.v2.12.11';
let cluster: Cluster;
let controller: Running;

function subscription(annotations: Record<string, string> = { 'cpaas.io/target-namespaces': '' }): Subscription {
  return {
    apiVersion: 'operators.coreos.com/v1alpha1',
    kind: 'Subscription',
    metadata: { name: 'harbor', namespace, annotations },
    spec: { name: 'harbor-ce-operator', channel: 'stable', source: 'platform', sourceNamespace: 'cpaas-system' },
    status: { installedCSV: csv, currentCSV: csv },
  };
}

async function start(settings: Record<string, string> = {}): Promise<void> {
  await cluster.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: settingsMap, data: settings });
  controller = await startSubscriptionController(cluster, { retryAfter: 1 });
}

const groups = () => cluster.list(operatorGroups, { namespace });
const finalizers = async () => (await cluster.get(subscriptions, 'harbor', namespace))?.metadata.finalizers;

beforeEach(() => {
  cluster = memoryCluster();
});
afterEach(() => controller.stop());

describe('the platform around a Subscription', () => {
  it('holds it and makes the OperatorGroup', async () => {
    await start();
    await cluster.create(subscriptions, subscription());
    await vi.waitFor(async () => expect(await groups()).toMatchObject([{ spec: {} }]));
    expect(await finalizers()).toEqual([subscriptionFinalizer]);
  });

  it.each([
    ['', {}],
    ['a', { targetNamespaces: ['a'] }],
    ['a, b', { targetNamespaces: ['a', 'b'] }],
  ])('reads the target namespaces "%s"', (targets, spec) => {
    expect(groupFor(namespace, targets).spec).toEqual(spec);
  });

  it('makes no second OperatorGroup', async () => {
    await start();
    const own = { ...groupFor(namespace), metadata: { name: 'own', namespace } };
    await cluster.create(operatorGroups, own);
    await cluster.create(subscriptions, subscription());
    await vi.waitFor(async () => expect(await finalizers()).toHaveLength(1));
    expect(await groups()).toMatchObject([{ metadata: { name: 'own' } }]);
  });

  it('asks a setting whether to make one without the annotation, and follows the setting', async () => {
    await start({ 'subscription.group-without-annotation': 'false' });
    await cluster.create(subscriptions, subscription({}));
    await vi.waitFor(async () => expect(await finalizers()).toHaveLength(1));
    expect(await groups()).toEqual([]);
    await cluster.patch(configMaps, settingsMap, { data: { 'subscription.group-without-annotation': 'true' } });
    await vi.waitFor(async () => expect(await groups()).toHaveLength(1));
  });

  it('removes the operator with the Subscription', async () => {
    await start();
    await cluster.create(clusterServiceVersions, {
      apiVersion: 'operators.coreos.com/v1alpha1',
      kind: 'ClusterServiceVersion',
      metadata: { name: csv, namespace },
      spec: {},
    });
    await cluster.create(subscriptions, subscription());
    await vi.waitFor(async () => expect(await finalizers()).toHaveLength(1));
    await cluster.delete(subscriptions, 'harbor', namespace);
    await vi.waitFor(async () => expect(await cluster.get(subscriptions, 'harbor', namespace)).toBeNull());
    expect(await cluster.get(clusterServiceVersions, csv, namespace)).toBeNull();
  });

  it('can be switched off', async () => {
    await start({ 'subscription.enabled': 'false' });
    await cluster.create(subscriptions, subscription());
    await cluster.patch(configMaps, settingsMap, { data: { 'subscription.enabled': 'true' } });
    await vi.waitFor(async () => expect(await finalizers()).toHaveLength(1));
  });
});
