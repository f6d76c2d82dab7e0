import { describe, expect, it } from 'vitest';
import { anInstallPlan, csvName, harbor } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { recordedCluster, refusal, writesOf } from '../../test/support/recorded-cluster.ts';
import { clusterWith } from '../../test/support/seeded-cluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { message } from '../messages/message.ts';
import { installPlans, type InstallPlan } from '../model/install-plan.ts';
import { deletePlan } from './delete-plan.ts';

const target = { name: 'install-1', namespace: harbor };

/** A plan that was judged, and a cluster on which others change it just before each of the first `times` deletions. */
async function race(change: (cluster: Cluster, attempt: number) => Promise<unknown>, times = 1) {
  const memory = await clusterWith({ installPlans: [anInstallPlan()] });
  const judged = await stored(memory);
  let attempt = 0;
  const cluster = recordedCluster(memory, async ({ verb }) => {
    if (verb === 'delete' && ++attempt <= times) await change(memory, attempt);
  });
  return { cluster, judged, isThere: async () => (await memory.get(installPlans, target.name, harbor)) !== null };
}

async function stored(cluster: Cluster): Promise<InstallPlan> {
  const plan = await cluster.get(installPlans, target.name, harbor);
  if (plan === null) throw new Error('the plan is gone');
  return plan;
}

/** Moves the resourceVersion of the plan on and nothing else that matters. */
function touch(cluster: Cluster, attempt = 1) {
  return cluster.patch(installPlans, target, { metadata: { annotations: { touched: String(attempt) } } });
}

describe('deletePlan', () => {
  it('deletes the plan that was judged, with one write', async () => {
    const { cluster, judged, isThere } = await race(async () => {});
    expect(await deletePlan(cluster, judged, { dryRun: false })).toBe('deleted');
    expect(await isThere()).toBe(false);
    expect(writesOf(cluster)).toEqual(['delete installplans']);
  });

  it.each([1, 4])('tries again where only the resourceVersion moved, %i times', async (times) => {
    const { cluster, judged, isThere } = await race(touch, times);
    expect(await deletePlan(cluster, judged, { dryRun: false })).toBe('deleted');
    expect(await isThere()).toBe(false);
    expect(writesOf(cluster)).toHaveLength(times + 1);
  });

  it('gives up on a plan that changes five times', async () => {
    const { cluster, judged, isThere } = await race(touch, Infinity);
    expect(await errorOf(() => deletePlan(cluster, judged, { dryRun: false }))).toMatchObject({
      code: 'unmet',
      sentence: message('reject.changed', { plan: 'install-1' }),
    });
    expect(await isThere()).toBe(true);
    expect(writesOf(cluster)).toHaveLength(5);
  });

  it.each<[string, 'reject.approved' | 'reject.changed', (cluster: Cluster) => Promise<unknown>]>([
    ['is approved', 'reject.approved', (cluster) => cluster.patch(installPlans, target, { spec: { approved: true } })],
    [
      'brings another CSV',
      'reject.changed',
      (cluster) => cluster.patch(installPlans, target, { spec: { clusterServiceVersionNames: [csvName('2.13.0')] } }),
    ],
    ['has another generation', 'reject.changed', (cluster) => cluster.patch(installPlans, target, { spec: { generation: 2 } })],
    ['is another one of the same name', 'reject.changed', replace],
  ])('deletes nothing where the plan meanwhile %s', async (_, id, change) => {
    const { cluster, judged, isThere } = await race(change);
    const { code, sentence, details } = await errorOf(() => deletePlan(cluster, judged, { dryRun: false }));
    expect({ code, sentence }).toEqual({ code: 'unmet', sentence: message(id, { plan: 'install-1' }) });
    expect(details).toEqual({ object: 'installplan/install-1', hints: [`kubectl ext list --pending -n ${harbor}`] });
    expect(await isThere()).toBe(true);
    expect(writesOf(cluster)).toHaveLength(1);
  });

  it.each<[string, (cluster: Cluster) => Promise<unknown>]>([
    ['at once', (cluster) => cluster.delete(installPlans, target.name, harbor)],
    ['between a lost race and the next try', touch],
  ])('has nothing to do where somebody else deletes it, %s', async (_, change) => {
    const { cluster, judged } = await race(change);
    const overtaken = recordedCluster(cluster, ({ verb }) => verb === 'get' && cluster.delete(installPlans, target.name, harbor));
    expect(await deletePlan(overtaken, judged, { dryRun: false })).toBe('unchanged');
  });

  it.each(['denied', 'forbidden', 'unreachable'] as const)('does not try again what the server answers with %s', async (code) => {
    const { cluster, judged } = await race(async () => {
      throw refusal(code);
    });
    expect(await errorOf(() => deletePlan(cluster, judged, { dryRun: false }))).toMatchObject({ code });
    expect(cluster.requests).toHaveLength(1);
  });

  it('deletes nothing in a dry run', async () => {
    const { cluster, judged, isThere } = await race(async () => {});
    expect(await deletePlan(cluster, judged, { dryRun: true })).toBe('deleted');
    expect(await isThere()).toBe(true);
    expect(cluster.requests).toMatchObject([{ verb: 'delete', dryRun: true }]);
  });
});

/** Deletes the plan and makes one like it, with another uid. */
async function replace(cluster: Cluster): Promise<void> {
  const { metadata, ...plan } = await stored(cluster);
  await cluster.delete(installPlans, target.name, harbor);
  await cluster.create(installPlans, { ...plan, metadata: { ...metadata, uid: 'another', resourceVersion: undefined } });
}
