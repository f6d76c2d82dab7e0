import { describe, expect, it } from 'vitest';
import { anInstallPlan, csvName, harbor } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { type Change, judgedPlan, replace, target, touch } from '../../test/support/judged-plan.ts';
import { refusal, writesOf } from '../../test/support/recorded-cluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { message } from '../messages/message.ts';
import { installPlans, type InstallPlanStep } from '../model/install-plan.ts';
import { approvePlan } from './approve-plan.ts';

const step: InstallPlanStep = {
  resolving: csvName(),
  status: 'Unknown',
  resource: { group: 'apps', version: 'v1', kind: 'Deployment', name: 'harbor', sourceName: 'platform', sourceNamespace: 'cpaas-system' },
};

async function race(change: Change, times = 1) {
  const plan = anInstallPlan({ status: { plan: [step] } });
  const { cluster, judged, now } = await judgedPlan('patch', change, { times, plan });
  return { cluster, judged, isApproved: async () => (await now())?.spec.approved };
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
