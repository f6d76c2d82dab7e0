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
import { historyWrites, recordedCluster, refusal, writesOf, type Request } from '../../test/support/recorded-cluster.ts';
import { startScriptedOlm, type Script } from '../../test/support/scripted-olm.ts';
import { clusterWith, type Content } from '../../test/support/seeded-cluster.ts';
import { aHealthySnapshot, anUpgradeSnapshot, aWaitingSnapshot } from '../../test/support/snapshots.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { message } from '../messages/message.ts';
import { configMaps } from '../model/config-map.ts';
import { historyKey, type HistoryEntry } from '../model/history.ts';
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

async function world(content: Content, script?: Script, before: (request: Request, memory: Cluster) => unknown = () => {}) {
  const olm = new AbortController();
  onTestFinished(() => olm.abort());
  const memory = await clusterWith(content);
  startScriptedOlm(memory, olm.signal, script);
  const cluster = recordedCluster(memory, (request) => before(request, memory));
  const context = actionContext(cluster);
  return {
    memory,
    cluster,
    context,
    approved: async () =>
      (await memory.list(installPlans)).filter(({ spec }) => spec.approved).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
    async approve(names: string[], parts: Partial<ApproveOptions> = {}) {
      const options = { names, all: false, includeNeighbours: false, dryRun: 'none', wait: true, timeout: 5000, ...parts } as const;
      const { result, failure } = await approvePlans(options, context);
      if (failure !== undefined) throw failure;
      return result.steps.map(({ object, namespace, result: done }) => `${done} ${object} in ${namespace}`);
    },
  };
}

const planLine = (result: string, namespace = harbor, name = 'install-1') =>
  `${result} installplan.operators.coreos.com/${name} in ${namespace}`;

describe('approve', () => {
  it('approves the waiting plan, once it is asked, and returns when the operator runs', async () => {
    const { cluster, context, approve } = await world(aWaitingSnapshot());
    expect(await approve([harbor])).toEqual([planLine('approved')]);
    expect(writesOf(cluster)).toEqual(['patch installplans', ...historyWrites]);
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
    const written = writesOf(cluster);
    expect(await approve([harbor])).toEqual([`unchanged subscription.operators.coreos.com/${harbor}-subs in ${harbor}`]);
    expect(writesOf(cluster)).toEqual(written);
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
    expect(writesOf(cluster)).toEqual(['patch installplans', 'create configmaps', ...historyWrites]);
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

describe('approve remembers', () => {
  const historyOf = async (memory: Cluster) => {
    const [stored] = await memory.list(configMaps, { namespace: harbor });
    return (stored?.data?.[historyKey] ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as HistoryEntry);
  };

  it('who approved what, and why', async () => {
    const { memory, approve } = await world(together());
    await approve([harbor], { includeNeighbours: true, reason: 'CVE-2026-1' });
    expect(await historyOf(memory)).toMatchObject([
      { package: harbor, to: csvName(), neighbours: [keda], plan: 'install-1', user: 'somebody', reason: 'CVE-2026-1', result: 'approved' },
    ]);
  });

  it('nothing where somebody else approves the plan meanwhile', async () => {
    const { memory, approve } = await world(aWaitingSnapshot(), {}, async ({ verb, dryRun }, there) => {
      if (verb === 'patch' && dryRun !== true)
        await there.patch(installPlans, { name: 'install-1', namespace: harbor }, { spec: { approved: true } });
    });
    expect(await approve([harbor])).toEqual([planLine('unchanged')]);
    expect(await historyOf(memory)).toEqual([]);
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
    expect(context.said('approve.none')).toHaveLength(1);
  });

  it('counts a neighbour among the named', async () => {
    const { approve } = await world(together());
    expect(await approve([], { all: true })).toEqual([planLine('approved')]);
  });
});

describe('approve of a held operator', () => {
  const held = { annotations: { 'ext.cpaas.io/hold': 'not yet' } };
  const skippedLine = (name: string, namespace = name) => `skipped subscription.operators.coreos.com/${name}-subs in ${namespace}`;

  /** As `apart` or `together`, and keda is held. */
  const holdingKeda = (content: Content): Content => ({
    ...content,
    subscriptions: content.subscriptions?.map((each) =>
      each.spec.name === 'keda' ? { ...each, metadata: { ...each.metadata, ...held } } : each,
    ),
  });

  it('skips it with --all, and says why', async () => {
    const { context, approve, approved } = await world(holdingKeda(apart()));
    expect(await approve([], { all: true })).toEqual([skippedLine('keda'), planLine('approved')]);
    expect(await approved()).toEqual([`${harbor}/install-1`]);
    expect(context.events.find(({ step }) => step?.result === 'skipped')?.step).toMatchObject({ reason: 'held: not yet' });
    expect(context.said('approve.held')).toEqual([message('approve.held', { name: 'keda', reason: 'not yet' })]);
  });

  it('skips whoever shares its plan, too', async () => {
    const { cluster, context, approve } = await world(holdingKeda(together()));
    expect(await approve([], { all: true, includeNeighbours: true })).toEqual([skippedLine(harbor), skippedLine('keda', harbor)]);
    expect([writesOf(cluster), context.questions]).toEqual([[], []]);
    expect(context.events.flatMap(({ step }) => step?.reason ?? [])).toEqual(['keda held: not yet', 'held: not yet']);
  });

  it('warns where it is named, and goes on', async () => {
    const { context, approve } = await world(holdingKeda(apart()));
    expect(await approve(['keda'])).toEqual([planLine('approved', 'keda')]);
    expect(context.events.filter(({ state }) => state === 'warning').map((event) => event.message)).toEqual([
      message('approve.held', { name: 'keda', reason: 'not yet' }),
    ]);
  });

  it('warns where it comes along as a neighbour', async () => {
    const { context, approve } = await world(holdingKeda(together()));
    expect(await approve([harbor], { includeNeighbours: true })).toEqual([planLine('approved')]);
    expect(context.said('approve.held')).toHaveLength(1);
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
    const { memory, approve } = await world(content);
    await memory.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: reference });
    expect(await approve([harbor])).toEqual([planLine('approved')]);
  });

  it('refuses it where that is gone, with the way to a new plan', async () => {
    const { cluster, context, approve } = await world(content);
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
    const { context, approve } = await world(content, {}, ({ verb, namespace }) => {
      if (verb === 'get' && namespace === reference.namespace) throw refusal('forbidden');
    });
    expect(await approve([harbor])).toEqual([planLine('approved')]);
    expect(context.said('preflight.unknown')).toEqual([message('preflight.unknown', { fact: 'configmap cpaas-system/unpacked' })]);
  });
});

describe('approve of several plans', () => {
  /** Somebody else smuggles a CSV into the plans of these namespaces just before they are approved. */
  const smuggle =
    (...namespaces: string[]) =>
    async ({ verb, resource, namespace = '' }: Request, memory: Cluster) => {
      if (verb !== 'patch' || resource !== 'installplans' || !namespaces.includes(namespace)) return;
      await memory.patch(installPlans, { name: 'install-1', namespace }, { spec: { clusterServiceVersionNames: ['smuggled.v1'] } });
    };

  it('goes on with the others where one fails, and says which', async () => {
    const { approve, approved } = await world(apart(), {}, smuggle(harbor));
    const { code, sentence, details } = await errorOf(() => approve([harbor, 'keda']));
    expect({ code, sentence }).toEqual({ code: 'partial', sentence: message('batch.failed', { failed: 1, total: 2 }) });
    expect(details.failures).toMatchObject([{ code: 'unmet', sentence: { id: 'approve.changed' } }]);
    expect(await approved()).toEqual(['keda/install-1']);
  });

  it('approves no more of them once it is interrupted', async () => {
    const controller = new AbortController();
    const { cluster, approved } = await world(apart(), {}, ({ resource }) => resource === 'events' && controller.abort());
    const context = actionContext(cluster, { signal: controller.signal });
    const options = { names: [harbor, 'keda'], all: false, includeNeighbours: false, dryRun: 'none', wait: true, timeout: 5000 } as const;
    expect(await errorOf(() => approvePlans(options, context))).toMatchObject({ code: 'interrupted', details: { hints: [context.again] } });
    expect(await approved()).toEqual([`${harbor}/install-1`]);
  });

  it('fails as one where all fail', async () => {
    const { approve, approved } = await world(apart(), {}, smuggle(harbor, 'keda'));
    expect(await errorOf(() => approve([], { all: true }))).toMatchObject({ code: 'unmet', details: { failures: [{}, {}] } });
    expect(await approved()).toEqual([]);
  });

  it('counts one that was approved and does not run as failed', async () => {
    const { approve } = await world(apart(), {}, async ({ verb, resource, name = '' }, memory) => {
      if (verb !== 'patch' || resource !== 'installplans' || name !== 'install-1') return;
      await memory.patch(installPlans, { name, namespace: 'keda' }, { status: { phase: 'Failed', message: 'does not fit' } });
    });
    expect(await errorOf(() => approve([harbor, 'keda']))).toMatchObject({ code: 'partial', details: { failures: [{ code: 'unmet' }] } });
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
    expect(cluster.requests.filter(({ verb }) => !['get', 'list', 'follow'].includes(verb))).toMatchObject(patches);
    expect([await approved(), context.questions]).toEqual([[], []]);
  });

  it('is guarded all the same', async () => {
    const { approve } = await world(together());
    expect(await errorOf(() => approve([harbor], { dryRun: 'client' }))).toMatchObject({ code: 'unmet' });
  });
});
