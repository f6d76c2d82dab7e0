import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { packageManifests } from '../../shared/model/package-manifest.ts';
import type { Approval, Subscription } from '../../shared/model/subscription.ts';
import { memoryCluster } from '../support/memory-cluster.ts';
import type { AdmissionServer } from './admission-server.ts';
import { askAdmission } from './ask-admission.ts';
import { registerCheckSubscription, startCheckSubscription, unregisterCheckSubscription } from './check-subscription.ts';
import { validatingWebhookConfigurations } from './resources.ts';

let cluster: Cluster;
let check: AdmissionServer;

beforeEach(async () => {
  cluster = memoryCluster();
  check = await startCheckSubscription(cluster);
  await addPackage('harbor-ce-operator', 'platform');
  await addPackage('clickhouse-operator', 'community');
});
afterEach(() => check.stop());

async function addPackage(name: string, providerType: string): Promise<void> {
  await cluster.create(packageManifests, {
    apiVersion: 'packages.operators.coreos.com/v1',
    kind: 'PackageManifest',
    metadata: { name, namespace: 'cpaas-system' },
    status: {
      packageName: name,
      catalogSource: 'platform',
      catalogSourceNamespace: 'cpaas-system',
      defaultChannel: 'stable',
      channels: [{ name: 'stable', currentCSV: `${name}.v1.0.0`, currentCSVDesc: { annotations: { 'provider-type': providerType } } }],
    },
  });
}

function subscription(name: string, approval?: Approval): Subscription {
  return {
    apiVersion: 'operators.coreos.com/v1alpha1',
    kind: 'Subscription',
    metadata: { name: `${name}-subs`, namespace: name },
    spec: { name, source: 'platform', sourceNamespace: 'cpaas-system', ...(approval !== undefined && { installPlanApproval: approval }) },
  };
}

const ask = (object: Subscription, oldObject?: Subscription) => askAdmission(check, object, oldObject);
const allowed = { uid: 'u-1', allowed: true };
const denied = (message: string) => ({ uid: 'u-1', allowed: false, status: { code: 403, message } });

describe('the platform’s check of Subscriptions', () => {
  it('denies an operator of the platform in literal Automatic mode, and is blind to absence', async () => {
    expect(await ask(subscription('harbor-ce-operator', 'Automatic'))).toEqual(
      denied('harbor-ce-operator is a platform operator and is not allowed to installed in Automatic mode'),
    );
    expect(await ask(subscription('harbor-ce-operator', 'Manual'))).toEqual(allowed);
    expect(await ask(subscription('harbor-ce-operator'))).toEqual(allowed);
  });

  it('denies a package that it does not find', async () => {
    expect(await ask(subscription('nobody', 'Manual'))).toEqual(
      denied('packagemanifests.packages.operators.coreos.com "nobody" not found'),
    );
  });

  it('lets other publishers have what they want', async () => {
    expect(await ask(subscription('clickhouse-operator', 'Automatic'))).toEqual(allowed);
  });

  it('lets through what is going and what keeps its spec', async () => {
    const bad = subscription('nobody', 'Automatic');
    expect(await ask(bad, bad)).toEqual(allowed);
    expect(await ask({ ...bad, metadata: { ...bad.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } })).toEqual(allowed);
  });

  it('is registered at its own address, again after a restart, until it is taken back', async () => {
    await registerCheckSubscription(cluster, { url: 'https://127.0.0.1:1/old', authority: 'old' });
    await registerCheckSubscription(cluster, check);
    expect(await cluster.list(validatingWebhookConfigurations)).toMatchObject([
      { webhooks: [{ name: 'check-subscription.cpaas.io', clientConfig: { url: check.url } }] },
    ]);
    await unregisterCheckSubscription(cluster);
    expect(await cluster.list(validatingWebhookConfigurations)).toEqual([]);
  });
});
