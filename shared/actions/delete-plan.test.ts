import { describe, expect, it } from 'vitest';
import { csvName, harbor } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { type Change, judgedPlan, replace, target, touch } from '../../test/support/judged-plan.ts';
import { recordedCluster, refusal, writesOf } from '../../test/support/recorded-cluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { message } from '../messages/message.ts';
import { installPlans } from '../model/install-plan.ts';
import { deletePlan } from './delete-plan.ts';

async function race(change: Change, times = 1) {
  const { cluster, judged, now } = await judgedPlan('delete', change, { times });
  return { cluster, judged, isThere: async () => (await now()) !== null };
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
