import { describe, expect, it } from 'vitest';
import { anInstallPlan, csvName, harbor } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { recordedCluster, refusal, writesOf } from '../../test/support/recorded-cluster.ts';
import { clusterWith } from '../../test/support/seeded-cluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { message } from '../messages/message.ts';
import { installPlans, type InstallPlan, type InstallPlanStep } from '../model/install-plan.ts';
import { approvePlan } from './approve-plan.ts';

const target = { name: 'install-1', namespace: harbor };
const step: InstallPlanStep = {
  resolving: csvName(),
  status: 'Unknown',
  resource: { group: 'apps', version: 'v1', kind: 'Deployment', name: 'harbor', sourceName: 'platform', sourceNamespace: 'cpaas-system' },
};

/** A plan that was judged, and a cluster on which others change it just before each of the first `times` patches. */
async function race(change: (cluster: Cluster, attempt: number) => Promise<unknown>, times = 1) {
  const memory = await clusterWith({ installPlans: [anInstallPlan({ status: { plan: [step] } })] });
  const judged = await stored(memory);
  let attempt = 0;
  const cluster = recordedCluster(memory, async ({ verb }) => {
    if (verb === 'patch' && ++attempt <= times) await change(memory, attempt);
  });
  return { cluster, judged, isApproved: async () => (await memory.get(installPlans, target.name, harbor))?.spec.approved };
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

describe('approvePlan', () => {
  it('approves the plan that was judged, with one write', async () => {
    const { cluster, judged, isApproved } = await race(async () => {});
    expect(await approvePlan(cluster, judged, { dryRun: false })).toBe('approved');
    expect(await isApproved()).toBe(true);
    expect(writesOf(cluster)).toEqual(['patch installplans']);
  });

  it.each([1, 4])('tries again where only the resourceVersion moved, %i times', async (times) => {
    const { cluster, judged, isApproved } = await race(touch, times);
    expect(await approvePlan(cluster, judged, { dryRun: false })).toBe('approved');
    expect(await isApproved()).toBe(true);
    expect(writesOf(cluster)).toHaveLength(times + 1);
  });

  it('tries again after a 409', async () => {
    const { cluster, judged } = await race(async () => {
      throw refusal('conflict');
    });
    expect(await approvePlan(cluster, judged, { dryRun: false })).toBe('approved');
  });

  it('gives up after five attempts, and approves nothing', async () => {
    const { cluster, judged, isApproved } = await race(touch, Infinity);
    expect(await errorOf(() => approvePlan(cluster, judged, { dryRun: false }))).toMatchObject({
      code: 'unmet',
      sentence: message('approve.changed', { plan: 'install-1' }),
      details: { object: 'installplan/install-1', hints: [`kubectl ext list --pending -n ${harbor}`] },
    });
    expect(writesOf(cluster)).toHaveLength(5);
    expect(await isApproved()).toBe(false);
  });

  it('changes nothing where somebody approves it before the last attempt', async () => {
    const change = (memory: Cluster, attempt: number) =>
      attempt < 5 ? touch(memory, attempt) : memory.patch(installPlans, target, { spec: { approved: true } });
    const { cluster, judged } = await race(change, Infinity);
    expect(await approvePlan(cluster, judged, { dryRun: false })).toBe('unchanged');
    expect(writesOf(cluster)).toHaveLength(5);
  });

  it.each<[string, (cluster: Cluster) => Promise<unknown>]>([
    ['brings another CSV', (cluster) => cluster.patch(installPlans, target, { spec: { clusterServiceVersionNames: [csvName('2.13.0')] } })],
    [
      'brings one CSV more',
      (cluster) => cluster.patch(installPlans, target, { spec: { clusterServiceVersionNames: [csvName(), 'keda.v2'] } }),
    ],
    ['has another generation', (cluster) => cluster.patch(installPlans, target, { spec: { generation: 2 } })],
    ['has other steps', (cluster) => cluster.patch(installPlans, target, { status: { plan: [step, { ...step, resolving: 'keda.v2' }] } })],
    [
      'makes another object',
      (cluster) => cluster.patch(installPlans, target, { status: { plan: [{ ...step, resource: { ...step.resource, manifest: '{}' } }] } }),
    ],
    ['is gone', (cluster) => cluster.delete(installPlans, target.name, harbor)],
    ['is another one of the same name', replace],
  ])('approves nothing where the plan meanwhile %s', async (_, change) => {
    const { cluster, judged, isApproved } = await race(change);
    const { code, sentence, details } = await errorOf(() => approvePlan(cluster, judged, { dryRun: false }));
    expect({ code, sentence }).toEqual({ code: 'unmet', sentence: message('approve.changed', { plan: 'install-1' }) });
    expect(details).toEqual({ object: 'installplan/install-1', hints: [`kubectl ext list --pending -n ${harbor}`] });
    expect(await isApproved()).not.toBe(true);
    expect(writesOf(cluster)).toHaveLength(1);
  });

  it('judges the steps and not how far they are', async () => {
    const { cluster, judged } = await race((memory) =>
      memory.patch(installPlans, target, { status: { plan: [{ ...step, status: 'Present' }] } }),
    );
    expect(await approvePlan(cluster, judged, { dryRun: false })).toBe('approved');
  });

  it('changes nothing where somebody approves it meanwhile', async () => {
    const { cluster, judged } = await race((memory) =>
      memory.patch(installPlans, target, { spec: { approved: true }, status: { phase: 'Installing' } }),
    );
    expect(await approvePlan(cluster, judged, { dryRun: false })).toBe('unchanged');
    expect(writesOf(cluster)).toHaveLength(1);
  });

  it('asks nothing where it is approved already', async () => {
    const { cluster } = await race(async () => {});
    expect(await approvePlan(cluster, anInstallPlan({ spec: { approved: true } }), { dryRun: false })).toBe('unchanged');
    expect(cluster.requests).toEqual([]);
  });

  it.each(['denied', 'forbidden', 'unreachable'] as const)('does not try again what the server answers with %s', async (code) => {
    const { cluster, judged } = await race(async () => {
      throw refusal(code);
    });
    expect(await errorOf(() => approvePlan(cluster, judged, { dryRun: false }))).toMatchObject({ code });
    expect(cluster.requests).toHaveLength(1);
  });

  it('stores nothing in a dry run', async () => {
    const { cluster, judged, isApproved } = await race(async () => {});
    expect(await approvePlan(cluster, judged, { dryRun: true })).toBe('approved');
    expect(await isApproved()).toBe(false);
    expect(cluster.requests).toMatchObject([{ verb: 'patch', dryRun: true }]);
  });
});

/** Deletes the plan and makes one like it, with another uid. */
async function replace(cluster: Cluster): Promise<void> {
  const { metadata, ...plan } = await stored(cluster);
  await cluster.delete(installPlans, target.name, harbor);
  await cluster.create(installPlans, { ...plan, metadata: { ...metadata, uid: 'another', resourceVersion: undefined } });
}
