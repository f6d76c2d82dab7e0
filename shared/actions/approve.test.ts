import { describe, expect, it } from 'vitest';
import { actionContext } from '../../test/support/action-context.ts';
import { apart, approveOptions, approveWorld, keda, planLine, together } from '../../test/support/approve-world.ts';
import { anInstallPlan, aSubscription, csvName, harbor, installedStatus } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { historyWrites, refusal, writesOf } from '../../test/support/recorded-cluster.ts';
import type { Content } from '../../test/support/seeded-cluster.ts';
import { aHealthySnapshot, anUpgradeSnapshot, aWaitingSnapshot } from '../../test/support/snapshots.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { message } from '../messages/message.ts';
import { configMaps } from '../model/config-map.ts';
import { historyKey, type HistoryEntry } from '../model/history.ts';
import { installPlans } from '../model/install-plan.ts';
import { approvePlans, type ApproveOptions } from './approve.ts';

describe('approve', () => {
  it('approves the waiting plan, once it is asked, and returns when the operator runs', async () => {
    const { cluster, context, approve } = await approveWorld(aWaitingSnapshot());
    expect(await approve([harbor])).toEqual([planLine('approved')]);
    expect(writesOf(cluster)).toEqual(['patch installplans', ...historyWrites]);
    expect(context.questions).toEqual([message('ask.proceed')]);
    expect(context.said('wait.running.done')).toMatchObject([{ data: { csv: csvName() } }]);
  });

  it('shows what each plan changes before it asks', async () => {
    const { context, approve } = await approveWorld(anUpgradeSnapshot());
    await approve([harbor]);
    expect(context.events.filter(({ state }) => state === 'planned').map((event) => event.message)).toEqual([
      message('approve.plan', { plan: 'install-2', namespace: harbor }),
      message('approve.change', { line: 'harbor-ce-operator   v2.12.10 → v2.12.11   named' }),
    ]);
  });

  it('says unchanged where nothing waits, and writes and asks nothing', async () => {
    const { cluster, context, approve } = await approveWorld(aHealthySnapshot());
    expect(await approve([harbor])).toEqual([`unchanged subscription.operators.coreos.com/${harbor}-subs in ${harbor}`]);
    expect([writesOf(cluster), context.questions]).toEqual([[], []]);
  });

  it('run again says unchanged', async () => {
    const { cluster, approve } = await approveWorld(aWaitingSnapshot());
    await approve([harbor]);
    const written = writesOf(cluster);
    expect(await approve([harbor])).toEqual([`unchanged subscription.operators.coreos.com/${harbor}-subs in ${harbor}`]);
    expect(writesOf(cluster)).toEqual(written);
  });

  it('counts a name that is given twice once', async () => {
    const { context, approve } = await approveWorld(aWaitingSnapshot());
    expect(await approve([harbor, harbor])).toEqual([planLine('approved')]);
    expect(context.said('wait.running.done')).toHaveLength(1);
    expect(await approve([harbor, harbor])).toHaveLength(1);
  });

  it('approves the plan that two names share once', async () => {
    const { cluster, context, approve } = await approveWorld(together());
    expect(await approve([harbor, 'keda'])).toEqual([planLine('approved')]);
    expect(writesOf(cluster)).toEqual(['patch installplans', 'create configmaps', ...historyWrites]);
    expect(context.said('wait.running.done').map(({ data }) => data['csv'])).toEqual([csvName(), keda]);
  });

  it('approves the plans of names that share nothing, and tells what did not wait', async () => {
    const content = apart();
    const idle = aSubscription({ spec: { name: 'idle' }, status: installedStatus('idle.v1', 'gone') });
    const { approve } = await approveWorld({ ...content, subscriptions: [...(content.subscriptions ?? []), idle] });
    expect(await approve(['idle', harbor, 'keda'])).toEqual([
      'unchanged subscription.operators.coreos.com/idle-subs in idle',
      planLine('approved'),
      planLine('approved', 'keda'),
    ]);
  });

  it('does not wait for the operator where it is not to', async () => {
    const { context, approve } = await approveWorld(aWaitingSnapshot(), { csvStatus: { phase: 'Pending' } });
    expect(await approve([harbor], { wait: false })).toEqual([planLine('approved')]);
    expect(context.said('wait.running.done')).toEqual([]);
  });

  it('ends where the plan it approved Failed', async () => {
    const { approve, approved } = await approveWorld(aWaitingSnapshot(), { planStatus: { phase: 'Failed', message: 'does not fit' } });
    expect(await errorOf(() => approve([harbor]))).toMatchObject({ code: 'unmet', details: { because: 'does not fit' } });
    expect(await approved()).toEqual([`${harbor}/install-1`]);
  });
});

describe('approve remembers', () => {
  const historyOf = async (memory: Cluster) => {
    const [stored] = await memory.list(configMaps, { namespace: harbor });
    return (stored?.data?.[historyKey] ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as HistoryEntry);
  };

  it('who approved what, and why', async () => {
    const { memory, approve } = await approveWorld(together());
    await approve([harbor], { includeNeighbours: true, reason: 'CVE-2026-1' });
    expect(await historyOf(memory)).toMatchObject([
      { package: harbor, to: csvName(), neighbours: [keda], plan: 'install-1', user: 'somebody', reason: 'CVE-2026-1', result: 'approved' },
    ]);
  });

  it('nothing where somebody else approves the plan meanwhile', async () => {
    const { memory, approve } = await approveWorld(aWaitingSnapshot(), {}, async ({ verb, dryRun }, there) => {
      if (verb === 'patch' && dryRun !== true)
        await there.patch(installPlans, { name: 'install-1', namespace: harbor }, { spec: { approved: true } });
    });
    expect(await approve([harbor])).toEqual([planLine('unchanged')]);
    expect(await historyOf(memory)).toEqual([]);
  });
});

describe('approve of a plan whose objects OLM keeps in a ConfigMap', () => {
  const reference = { name: 'unpacked', namespace: 'cpaas-system' };
  const manifest = JSON.stringify({ kind: 'ConfigMap', ...reference });
  const resource = { group: '', version: 'v1', kind: 'Service', name: 'any', sourceName: 's', sourceNamespace: 'ns', manifest };
  const content = aWaitingSnapshot({
    installPlans: [anInstallPlan({ status: { plan: [{ resolving: csvName(), status: 'Unknown', resource }] } })],
  });

  it('approves it where that is there', async () => {
    const { memory, approve } = await approveWorld(content);
    await memory.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: reference });
    expect(await approve([harbor])).toEqual([planLine('approved')]);
  });

  it('refuses it where that is gone, with the way to a new plan', async () => {
    const { cluster, context, approve } = await approveWorld(content);
    expect(await errorOf(() => approve([harbor], { dryRun: 'client' }))).toMatchObject({
      code: 'unmet',
      sentence: message('approve.unpacked', { plan: 'install-1' }),
      details: {
        because: message('approve.unpacked.because', { configMap: 'unpacked', namespace: 'cpaas-system' }),
        hints: [`kubectl ext reject ${harbor} -n ${harbor}`],
      },
    });
    expect([writesOf(cluster), context.questions]).toEqual([[], []]);
  });

  it('warns where that may not be read, and leaves it to OLM', async () => {
    const { context, approve } = await approveWorld(content, {}, ({ verb, namespace }) => {
      if (verb === 'get' && namespace === reference.namespace) throw refusal('forbidden');
    });
    expect(await approve([harbor])).toEqual([planLine('approved')]);
    expect(context.said('preflight.unknown')).toEqual([message('preflight.unknown', { fact: 'configmap cpaas-system/unpacked' })]);
  });
});

describe('approve refuses, before anything is approved,', () => {
  it.each<[string, Content, string[], Partial<ApproveOptions>, object]>([
    [
      'a plan that also moves a neighbour',
      together(),
      [harbor],
      {},
      { code: 'unmet', sentence: { id: 'approve.neighbour', data: { role: 'neighbour' } } },
    ],
    [
      'a dependency in the second of two plans',
      apart('dep.v1'),
      [harbor, 'keda'],
      {},
      { code: 'unmet', sentence: { id: 'approve.neighbour', data: { role: 'dependency' } } },
    ],
    ['the same with --all', apart('dep.v1'), [], { all: true }, { code: 'unmet', sentence: { id: 'approve.neighbour' } }],
    [
      'a plan that is not as expected',
      aWaitingSnapshot(),
      [harbor],
      { expect: [csvName('2.12.1')] },
      { code: 'unmet', sentence: { id: 'approve.unexpected' } },
    ],
    [
      'a plan that brings less than expected',
      aWaitingSnapshot(),
      [harbor],
      { expect: [csvName(), keda] },
      { code: 'unmet', sentence: message('approve.missing', { missing: [keda] }) },
    ],
    [
      'two plans of which one brings what is not expected',
      apart('dep.v1'),
      [harbor, 'keda'],
      { expect: [csvName(), keda] },
      { code: 'unmet', sentence: { id: 'approve.unexpected' }, details: { object: 'installplan/install-1' } },
    ],
    [
      'two plans of which neither brings what is expected',
      apart(),
      [harbor, 'keda'],
      { expect: [csvName(), keda, 'dep.v1'] },
      { code: 'unmet', sentence: message('approve.missing', { missing: ['dep.v1'] }) },
    ],
    [
      'a neighbour that is included and not expected',
      together(),
      [harbor],
      { includeNeighbours: true, expect: [csvName()] },
      { sentence: { id: 'approve.unexpected' } },
    ],
    [
      'a name that is not installed',
      aWaitingSnapshot(),
      [harbor, 'keda'],
      {},
      { code: 'not-found', sentence: { id: 'subscription.not-found' } },
    ],
  ])('%s', async (_, content, names, options, error) => {
    const { cluster, context, approve, approved } = await approveWorld(content);
    expect(await errorOf(() => approve(names, options))).toMatchObject(error);
    expect([writesOf(cluster), await approved(), context.questions]).toEqual([[], [], []]);
  });

  it('everything where the person says no', async () => {
    const { cluster } = await approveWorld(aWaitingSnapshot());
    const context = actionContext(cluster, { ask: () => Promise.reject(refusal('declined')) });
    expect(await errorOf(() => approvePlans(approveOptions([harbor]), context))).toMatchObject({ code: 'declined' });
    expect(writesOf(cluster)).toEqual([]);
  });
});

describe('approve accepts', () => {
  it.each<[string, Partial<ApproveOptions>]>([
    ['a neighbour that is included', { includeNeighbours: true }],
    ['a neighbour that is expected', { expect: [keda, csvName()] }],
  ])('%s', async (_, options) => {
    const { approve } = await approveWorld(together());
    expect(await approve([harbor], options)).toEqual([planLine('approved')]);
  });

  it('two plans that together hold what is expected', async () => {
    const { approve } = await approveWorld(apart('dep.v1'));
    const expected = ['dep.v1', csvName(), keda];
    expect(await approve([harbor, 'keda'], { expect: expected })).toEqual([planLine('approved'), planLine('approved', 'keda')]);
  });

  it('an answer that took longer than the time limit', async () => {
    let time = 0;
    const { cluster } = await approveWorld(aWaitingSnapshot());
    const context = actionContext(cluster, { now: () => time, ask: async () => void (time += 60_000) });
    await approvePlans(approveOptions([harbor]), context);
    expect(context.said('wait.running.done')).toEqual([message('wait.running.done', { csv: csvName(), seconds: 0 })]);
  });
});

describe('a dry run of approve', () => {
  it.each([
    ['client', []],
    ['server', [{ verb: 'patch', dryRun: true }]],
  ] as const)('in the %s approves nothing and asks nothing', async (dryRun, patches) => {
    const { cluster, context, approve, approved } = await approveWorld(aWaitingSnapshot());
    expect(await approve([harbor], { dryRun })).toEqual([planLine('approved')]);
    expect(cluster.requests.filter(({ verb }) => !['get', 'list', 'follow'].includes(verb))).toMatchObject(patches);
    expect([await approved(), context.questions]).toEqual([[], []]);
  });

  it('is guarded all the same', async () => {
    const { approve } = await approveWorld(together());
    expect(await errorOf(() => approve([harbor], { dryRun: 'client' }))).toMatchObject({ code: 'unmet' });
  });
});
