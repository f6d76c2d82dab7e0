import { describe, expect, it, onTestFinished } from 'vitest';
import { anInstallPlan, aSubscription, harbor } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { memoryCluster } from '../../test/support/memory-cluster.ts';
import { recordedCluster, refusal, type Request } from '../../test/support/recorded-cluster.ts';
import { clusterWith } from '../../test/support/seeded-cluster.ts';
import { aHealthySnapshot } from '../../test/support/snapshots.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { installPlans } from '../model/install-plan.ts';
import { subscriptions } from '../model/subscription.ts';
import { followNamespace } from './follow-namespace.ts';

/** Follows harbor's namespace until the test is over. */
function following(cluster: Cluster, signal = new AbortController().signal) {
  const followed = followNamespace(cluster, { namespace: harbor, catalogNamespace: 'cpaas-system' }, signal);
  onTestFinished(() => followed.close());
  return followed;
}

/** The first snapshot that holds every kind. */
async function complete(followed: ReturnType<typeof followNamespace>) {
  while (followed.snapshot() === undefined) await followed.changed(1000);
  return followed.snapshot();
}

/** How long a piece of work takes, in milliseconds. */
async function timeOf(work: Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work;
  return performance.now() - started;
}

describe('followNamespace', () => {
  it('shows nothing before every kind was seen, then everything', async () => {
    const healthy = aHealthySnapshot();
    const followed = following(await clusterWith(healthy));
    expect(followed.snapshot()).toBeUndefined();
    expect(await complete(followed)).toMatchObject(healthy);
  });

  it('follows its namespace and that of the catalogue', async () => {
    const cluster = recordedCluster(memoryCluster());
    await complete(following(cluster));
    expect(cluster.requests.map(({ resource, namespace }) => `${resource} of ${namespace}`).toSorted()).toEqual([
      'catalogsources of cpaas-system',
      `clusterserviceversions of ${harbor}`,
      `deployments of ${harbor}`,
      `installplans of ${harbor}`,
      `operatorgroups of ${harbor}`,
      `subscriptions of ${harbor}`,
    ]);
  });

  it('wakes at a change and shows it', async () => {
    const cluster = memoryCluster();
    const followed = following(cluster);
    await complete(followed);
    const woken = timeOf(followed.changed(5000));
    await cluster.create(installPlans, anInstallPlan());
    expect(await woken).toBeLessThan(1000);
    expect(followed.snapshot()).toMatchObject({ installPlans: [anInstallPlan()] });
  });

  it('keeps what it has shown as it was', async () => {
    const cluster = memoryCluster();
    const followed = following(cluster);
    const before = await complete(followed);
    await cluster.create(subscriptions, aSubscription());
    await followed.changed(1000);
    expect(before?.subscriptions).toEqual([]);
  });

  it('wakes when the time is over', async () => {
    const followed = following(memoryCluster());
    await complete(followed);
    expect(await timeOf(followed.changed(20))).toBeGreaterThanOrEqual(18);
  });

  it.each(['the signal aborts', 'it is closed'])('wakes when %s, and at once from then on', async (end) => {
    const controller = new AbortController();
    const followed = following(memoryCluster(), controller.signal);
    await complete(followed);
    const woken = timeOf(followed.changed(5000));
    if (end === 'it is closed') followed.close();
    else controller.abort();
    expect(await woken).toBeLessThan(1000);
    expect(await timeOf(followed.changed(5000))).toBeLessThan(1000);
  });
});

describe('a kind that cannot be followed', () => {
  const refusing = (plural: string) =>
    recordedCluster(memoryCluster(), ({ resource }: Request) => {
      if (resource === plural) throw refusal('forbidden');
    });

  it.each(['subscriptions', 'installplans', 'clusterserviceversions', 'operatorgroups', 'deployments'])('is thrown: %s', async (plural) => {
    const followed = following(refusing(plural));
    expect(await errorOf(() => complete(followed))).toMatchObject({ code: 'forbidden' });
    expect(await errorOf(() => followed.changed(5000))).toMatchObject({ code: 'forbidden' });
  });

  it('does not matter where it is catalogsources', async () => {
    expect(await complete(following(refusing('catalogsources')))).toMatchObject({ subscriptions: [] });
  });
});
