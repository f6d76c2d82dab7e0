import { describe, expect, it, onTestFinished } from 'vitest';
import { actionContext } from '../../test/support/action-context.ts';
import {
  anInstallPlan,
  anOperatorGroup,
  aSubscription,
  csvName,
  harbor,
  installedStatus,
  pendingStatus,
} from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { recordedCluster, refusal, writesOf } from '../../test/support/recorded-cluster.ts';
import { startScriptedOlm, type Script } from '../../test/support/scripted-olm.ts';
import { clusterWith, type Content } from '../../test/support/seeded-cluster.ts';
import { aHealthySnapshot, anUpgradeSnapshot, aWaitingSnapshot } from '../../test/support/snapshots.ts';
import { message } from '../messages/message.ts';
import { installPlans } from '../model/install-plan.ts';
import { approvePlans, type ApproveOptions } from './approve.ts';

const keda = csvName('2.17.2', 'keda');

/** Harbor waits alone in its namespace; keda waits in another one, where its plan also brings `brings`. */
function apart(...brings: string[]): Content {
  const waiting = aWaitingSnapshot();
  return {
    ...waiting,
    operatorGroups: [anOperatorGroup(), anOperatorGroup({ metadata: { namespace: 'keda' } })],
    subscriptions: [
      ...(waiting.subscriptions ?? []),
      aSubscription({ metadata: { labels: { team: 'a' } }, spec: { name: 'keda', source: 'custom' }, status: pendingStatus(keda) }),
    ],
    installPlans: [
      anInstallPlan(),
      anInstallPlan({ metadata: { namespace: 'keda' }, spec: { clusterServiceVersionNames: [keda, ...brings] } }),
    ],
  };
}

/** Harbor and keda wait in one namespace for one plan. */
function together(): Content {
  const waiting = aWaitingSnapshot();
  return {
    ...waiting,
    subscriptions: [
      ...(waiting.subscriptions ?? []),
      aSubscription({ metadata: { namespace: harbor }, spec: { name: 'keda' }, status: pendingStatus(keda) }),
    ],
    installPlans: [anInstallPlan({ spec: { clusterServiceVersionNames: [csvName(), keda] } })],
  };
}

async function world(content: Content, script?: Script) {
  const olm = new AbortController();
  onTestFinished(() => olm.abort());
  const memory = await clusterWith(content);
  startScriptedOlm(memory, olm.signal, script);
  const cluster = recordedCluster(memory);
  const context = actionContext(cluster);
  return {
    cluster,
    context,
    approved: async () =>
      (await memory.list(installPlans)).filter(({ spec }) => spec.approved).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
    async approve(names: string[], parts: Partial<ApproveOptions> = {}) {
      const options = { names, all: false, includeNeighbours: false, dryRun: 'none', wait: true, timeout: 5000, ...parts } as const;
      const { steps } = await approvePlans(options, context);
      return steps.map(({ object, namespace, result }) => `${result} ${object} in ${namespace}`);
    },
  };
}

const planLine = (result: string, namespace = harbor, name = 'install-1') =>
  `${result} installplan.operators.coreos.com/${name} in ${namespace}`;

describe('approve', () => {
  it('approves the waiting plan, once it is asked, and returns when the operator runs', async () => {
    const { cluster, context, approve } = await world(aWaitingSnapshot());
    expect(await approve([harbor])).toEqual([planLine('approved')]);
    expect(writesOf(cluster)).toEqual(['patch installplans']);
    expect(context.questions).toEqual([message('ask.proceed')]);
    expect(context.said('wait.running.done')).toMatchObject([{ data: { csv: csvName() } }]);
  });

  it('shows what each plan changes before it asks', async () => {
    const { context, approve } = await world(anUpgradeSnapshot());
    await approve([harbor]);
    expect(context.events.filter(({ state }) => state === 'planned').map((event) => event.message)).toEqual([
      message('approve.plan', { plan: 'install-2', namespace: harbor }),
      message('approve.change', { line: 'harbor-ce-operator   v2.12.10 → v2.12.11   named' }),
    ]);
  });

  it('says unchanged where nothing waits, and writes and asks nothing', async () => {
    const { cluster, context, approve } = await world(aHealthySnapshot());
    expect(await approve([harbor])).toEqual([`unchanged subscription.operators.coreos.com/${harbor}-subs in ${harbor}`]);
    expect([writesOf(cluster), context.questions]).toEqual([[], []]);
  });

  it('run again says unchanged', async () => {
    const { cluster, approve } = await world(aWaitingSnapshot());
    await approve([harbor]);
    expect(await approve([harbor])).toEqual([`unchanged subscription.operators.coreos.com/${harbor}-subs in ${harbor}`]);
    expect(writesOf(cluster)).toHaveLength(1);
  });

  it('counts a name that is given twice once', async () => {
    const { context, approve } = await world(aWaitingSnapshot());
    expect(await approve([harbor, harbor])).toEqual([planLine('approved')]);
    expect(context.said('wait.running.done')).toHaveLength(1);
    expect(await approve([harbor, harbor])).toHaveLength(1);
  });

  it('approves the plan that two names share once', async () => {
    const { cluster, context, approve } = await world(together());
    expect(await approve([harbor, 'keda'])).toEqual([planLine('approved')]);
    expect(writesOf(cluster)).toEqual(['patch installplans']);
    expect(context.said('wait.running.done').map(({ data }) => data['csv'])).toEqual([csvName(), keda]);
  });

  it('approves the plans of names that share nothing, and tells what did not wait', async () => {
    const content = apart();
    const idle = aSubscription({ spec: { name: 'idle' }, status: installedStatus('idle.v1', 'gone') });
    const { approve } = await world({ ...content, subscriptions: [...(content.subscriptions ?? []), idle] });
    expect(await approve(['idle', harbor, 'keda'])).toEqual([
      'unchanged subscription.operators.coreos.com/idle-subs in idle',
      planLine('approved'),
      planLine('approved', 'keda'),
    ]);
  });

  it('does not wait for the operator where it is not to', async () => {
    const { context, approve } = await world(aWaitingSnapshot(), { csvStatus: { phase: 'Pending' } });
    expect(await approve([harbor], { wait: false })).toEqual([planLine('approved')]);
    expect(context.said('wait.running.done')).toEqual([]);
  });

  it('ends where the plan it approved Failed', async () => {
    const { approve, approved } = await world(aWaitingSnapshot(), { planStatus: { phase: 'Failed', message: 'does not fit' } });
    expect(await errorOf(() => approve([harbor]))).toMatchObject({ code: 'unmet', details: { because: 'does not fit' } });
    expect(await approved()).toEqual([`${harbor}/install-1`]);
  });
});

describe('approve --all', () => {
  it('approves everything that waits, in every namespace', async () => {
    const { approve } = await world(apart());
    expect(await approve([], { all: true })).toEqual([planLine('approved'), planLine('approved', 'keda')]);
  });

  it.each<[string, Partial<ApproveOptions>]>([
    ['a label', { labelSelector: 'team=a' }],
    ['a namespace', { namespace: 'keda' }],
  ])('keeps to %s', async (_, narrowed) => {
    const { approve, approved } = await world(apart());
    expect(await approve([], { all: true, ...narrowed })).toEqual([planLine('approved', 'keda')]);
    expect(await approved()).toEqual(['keda/install-1']);
  });

  it('does nothing where nothing waits, and does not ask', async () => {
    const { context, approve } = await world(aHealthySnapshot());
    expect(await approve([], { all: true })).toEqual([]);
    expect(context.questions).toEqual([]);
  });

  it('counts a neighbour among the named', async () => {
    const { approve } = await world(together());
    expect(await approve([], { all: true })).toEqual([planLine('approved')]);
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
    const { cluster, context, approve, approved } = await world(content);
    expect(await errorOf(() => approve(names, options))).toMatchObject(error);
    expect([writesOf(cluster), await approved(), context.questions]).toEqual([[], [], []]);
  });

  it('everything where the person says no', async () => {
    const { cluster } = await world(aWaitingSnapshot());
    const context = actionContext(cluster, { ask: () => Promise.reject(refusal('declined')) });
    const options = { names: [harbor], all: false, includeNeighbours: false, dryRun: 'none', wait: true, timeout: 1000 } as const;
    expect(await errorOf(() => approvePlans(options, context))).toMatchObject({ code: 'declined' });
    expect(writesOf(cluster)).toEqual([]);
  });
});

describe('approve accepts', () => {
  it.each<[string, Partial<ApproveOptions>]>([
    ['a neighbour that is included', { includeNeighbours: true }],
    ['a neighbour that is expected', { expect: [keda, csvName()] }],
  ])('%s', async (_, options) => {
    const { approve } = await world(together());
    expect(await approve([harbor], options)).toEqual([planLine('approved')]);
  });

  it('two plans that together hold what is expected', async () => {
    const { approve } = await world(apart('dep.v1'));
    const expected = ['dep.v1', csvName(), keda];
    expect(await approve([harbor, 'keda'], { expect: expected })).toEqual([planLine('approved'), planLine('approved', 'keda')]);
  });

  it('an answer that took longer than the time limit', async () => {
    let time = 0;
    const { cluster } = await world(aWaitingSnapshot());
    const context = actionContext(cluster, { now: () => time, ask: async () => void (time += 60_000) });
    const options = { names: [harbor], all: false, includeNeighbours: false, dryRun: 'none', wait: true, timeout: 5000 } as const;
    await approvePlans(options, context);
    expect(context.said('wait.running.done')).toEqual([message('wait.running.done', { csv: csvName(), seconds: 0 })]);
  });
});

describe('a dry run of approve', () => {
  it.each([
    ['client', []],
    ['server', [{ verb: 'patch', dryRun: true }]],
  ] as const)('in the %s approves nothing and asks nothing', async (dryRun, patches) => {
    const { cluster, context, approve, approved } = await world(aWaitingSnapshot());
    expect(await approve([harbor], { dryRun })).toEqual([planLine('approved')]);
    expect(cluster.requests.filter(({ verb }) => verb === 'patch')).toMatchObject(patches);
    expect([await approved(), context.questions]).toEqual([[], []]);
  });

  it('is guarded all the same', async () => {
    const { approve } = await world(together());
    expect(await errorOf(() => approve([harbor], { dryRun: 'client' }))).toMatchObject({ code: 'unmet' });
  });
});
