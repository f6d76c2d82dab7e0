import { describe, expect, it } from 'vitest';
import { actionContext } from '../../test/support/action-context.ts';
import { anInstallPlan, aSubscription, csvName, harbor, pendingStatus } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { linesOf } from '../../test/support/install-world.ts';
import { historyWrites, recordedCluster, refusal, writesOf } from '../../test/support/recorded-cluster.ts';
import { clusterWith, type Content } from '../../test/support/seeded-cluster.ts';
import { aHealthySnapshot, anUpgradeSnapshot, aWaitingSnapshot } from '../../test/support/snapshots.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { message } from '../messages/message.ts';
import { configMaps } from '../model/config-map.ts';
import { historyKey } from '../model/history.ts';
import { installPlans } from '../model/install-plan.ts';
import type { ActionContext } from './context.ts';
import { rejectPlan, type RejectOptions } from './reject.ts';

const keda = csvName('2.17.2', 'keda');
const deleted = (plan = 'install-1') => `deleted installplan.operators.coreos.com/${plan}`;
const unchanged = `unchanged subscription.operators.coreos.com/${harbor}-subs`;

/** Harbor and keda wait in one namespace for one plan, which also brings `brings`. */
function together(...brings: string[]): Content {
  return aWaitingSnapshot({
    subscriptions: [
      aSubscription({ status: pendingStatus() }),
      aSubscription({ metadata: { namespace: harbor }, spec: { name: 'keda' }, status: pendingStatus(keda) }),
    ],
    installPlans: [anInstallPlan({ spec: { clusterServiceVersionNames: [csvName(), keda, ...brings] } })],
  });
}

async function world(
  content: Content,
  parts: Partial<ActionContext> & { readonly meanwhile?: (memory: Cluster) => Promise<unknown> } = {},
) {
  const { meanwhile, ...rest } = parts;
  const memory = await clusterWith(content);
  const cluster = recordedCluster(memory, ({ verb }) => (verb === 'delete' ? meanwhile?.(memory) : undefined));
  const context = actionContext(cluster, rest);
  return {
    cluster,
    context,
    plans: async () => (await memory.list(installPlans)).map(({ metadata }) => metadata.name),
    reject: async (options: Partial<RejectOptions> = {}) =>
      linesOf(await rejectPlan({ name: harbor, includeNeighbours: false, dryRun: 'none', ...options }, context)),
  };
}

describe('reject', () => {
  it('deletes the waiting plan, once it is asked, and says that OLM makes one anew', async () => {
    const { cluster, context, plans, reject } = await world(anUpgradeSnapshot());
    expect(await reject()).toEqual([deleted('install-2')]);
    expect(await plans()).toEqual([]);
    expect(writesOf(cluster)).toEqual(['delete installplans', ...historyWrites]);
    expect(context.questions).toEqual([message('ask.proceed')]);
    expect(context.said('reject.anew')).toEqual([message('reject.anew', { name: harbor, namespace: harbor })]);
  });

  it('shows what the plan would have changed before it asks', async () => {
    const { context, reject } = await world(anUpgradeSnapshot());
    await reject();
    expect(context.events.filter(({ state }) => state === 'planned').map((event) => event.message)).toEqual([
      message('reject.plan', { plan: 'install-2', namespace: harbor }),
      message('approve.change', { line: 'harbor-ce-operator   v2.12.10 → v2.12.11   named' }),
    ]);
  });

  it.each<[string, Content]>([
    ['nothing waits', aHealthySnapshot()],
    ['the plan is approved already', aWaitingSnapshot({ installPlans: [anInstallPlan({ spec: { approved: true } })] })],
  ])('says unchanged where %s, and writes and asks nothing', async (_, content) => {
    const { cluster, context, reject } = await world(content);
    expect(await reject()).toEqual([unchanged]);
    expect([writesOf(cluster), context.questions, context.said('reject.anew')]).toEqual([[], [], []]);
  });

  it('run again says unchanged until there is a new plan', async () => {
    const { cluster, reject } = await world(aWaitingSnapshot());
    await reject({ reason: 'not now' });
    const writes = writesOf(cluster);
    expect(await reject()).toEqual([unchanged]);
    expect(writesOf(cluster)).toEqual(writes);
  });

  it('remembers who rejected what, and why', async () => {
    const { cluster, reject } = await world(together());
    await reject({ includeNeighbours: true, reason: 'not now' });
    const stored = await cluster.get(configMaps, `ext-history-${harbor}`, harbor);
    expect(JSON.parse(stored?.data?.[historyKey] ?? '')).toMatchObject({
      ...{ package: harbor, to: csvName(), neighbours: [keda], plan: 'install-1', reason: 'not now', result: 'rejected' },
    });
  });

  it('deletes a plan that also changes others where they are included', async () => {
    const { reject, plans } = await world(together('dep.v1'));
    expect(await reject({ includeNeighbours: true })).toEqual([deleted()]);
    expect(await plans()).toEqual([]);
  });

  it('says unchanged where somebody else deletes the plan meanwhile', async () => {
    const { context, reject } = await world(aWaitingSnapshot(), {
      meanwhile: (memory) => memory.delete(installPlans, 'install-1', harbor),
    });
    expect(await reject()).toEqual(['unchanged installplan.operators.coreos.com/install-1']);
    expect(context.said('reject.anew')).toEqual([]);
  });
});

describe('reject refuses, and deletes nothing,', () => {
  it.each<[string, Content, string, object]>([
    [
      'a plan that also moves a neighbour',
      together(),
      harbor,
      {
        code: 'unmet',
        sentence: message('approve.neighbour', { plan: 'install-1', role: 'neighbour' }),
        details: { hints: [`kubectl ext reject ${harbor} -n ${harbor} --include-neighbours`] },
      },
    ],
    [
      'a plan that also brings a dependency',
      aWaitingSnapshot({ installPlans: [anInstallPlan({ spec: { clusterServiceVersionNames: [csvName(), 'dep.v1'] } })] }),
      harbor,
      { code: 'unmet', sentence: message('approve.neighbour', { plan: 'install-1', role: 'dependency' }) },
    ],
    ['a name that is not installed', aWaitingSnapshot(), 'keda', { code: 'not-found', sentence: { id: 'subscription.not-found' } }],
  ])('%s', async (_, content, name, error) => {
    const { cluster, context, plans, reject } = await world(content);
    expect(await errorOf(() => reject({ name }))).toMatchObject(error);
    expect([writesOf(cluster), await plans(), context.questions]).toEqual([[], ['install-1'], []]);
  });

  it('a plan that is approved meanwhile', async () => {
    const { plans, reject } = await world(aWaitingSnapshot(), {
      meanwhile: (memory) => memory.patch(installPlans, { name: 'install-1', namespace: harbor }, { spec: { approved: true } }),
    });
    expect(await errorOf(() => reject())).toMatchObject({ code: 'unmet', sentence: { id: 'reject.approved' } });
    expect(await plans()).toEqual(['install-1']);
  });

  it('everything where the person says no', async () => {
    const { cluster, reject } = await world(aWaitingSnapshot(), { ask: () => Promise.reject(refusal('declined')) });
    expect(await errorOf(() => reject())).toMatchObject({ code: 'declined' });
    expect(writesOf(cluster)).toEqual([]);
  });
});

describe('a dry run of reject', () => {
  it.each([
    ['client', []],
    ['server', [{ verb: 'delete', dryRun: true }]],
  ] as const)('in the %s deletes nothing and asks nothing', async (dryRun, deletions) => {
    const { cluster, context, plans, reject } = await world(aWaitingSnapshot());
    expect(await reject({ dryRun })).toEqual([deleted()]);
    expect(cluster.requests.filter(({ verb }) => verb !== 'list')).toMatchObject(deletions);
    expect([await plans(), context.questions, context.said('reject.anew')]).toEqual([['install-1'], [], []]);
  });

  it('is guarded all the same', async () => {
    const { reject } = await world(together());
    expect(await errorOf(() => reject({ dryRun: 'client' }))).toMatchObject({ code: 'unmet' });
  });
});
