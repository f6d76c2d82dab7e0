import { describe, expect, it } from 'vitest';
import { actionContext } from '../../test/support/action-context.ts';
import {
  anInstallPlan,
  aPackage,
  aProductBase,
  aSubscription,
  clickhousePackage,
  csvName,
  harbor,
  installedStatus,
  kedaPackage,
  pendingStatus,
} from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { recordedCluster, refusal, writesOf, type Request } from '../../test/support/recorded-cluster.ts';
import { clusterWith, type Content, globalPaths } from '../../test/support/seeded-cluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { message } from '../messages/message.ts';
import { productBases } from '../model/product-base.ts';
import { subscriptions, type Approval, type Subscription } from '../model/subscription.ts';
import { holdDependencies } from './hold-dependencies.ts';

const own = aSubscription({ status: installedStatus() });
const plan = anInstallPlan({ spec: { approved: true }, status: { phase: 'Complete' } });
const redis = { name: 'redis-subs', namespace: harbor };
const packages = [aPackage(), aPackage({ name: 'redis' }), clickhousePackage, kedaPackage];

/** A Subscription that OLM made for a dependency, by this plan. */
function dependency(name: string, { by = 'install-1', approval = 'Automatic' }: { by?: string; approval?: Approval } = {}): Subscription {
  return aSubscription({
    metadata: { namespace: harbor, annotations: { 'olm.generated-by': by } },
    spec: { name, installPlanApproval: approval },
  });
}

const keda = dependency('keda');
const kedaDependency = { ...keda, spec: { ...keda.spec, source: 'custom' } };

async function hold(
  content: Content,
  { onlyAlauda = false, before = () => {} }: { onlyAlauda?: boolean; before?: (request: Request, memory: Cluster) => unknown } = {},
) {
  const memory = await clusterWith({ packages, installPlans: [plan], ...content });
  const cluster = recordedCluster(memory, (request) => before(request, memory));
  const context = actionContext(cluster);
  const steps = [];
  const step = { action: 'hold-dependencies', namespace: harbor, subscription: own.metadata.name, onlyAlauda } as const;
  for await (const { object, result } of holdDependencies(step, cluster, context.report)) steps.push(`${result} ${object}`);
  const manual = (await memory.list(subscriptions)).filter(({ spec }) => spec.installPlanApproval === 'Manual');
  return { steps, cluster, context, manual: manual.map(({ spec }) => spec.name) };
}

describe('holdDependencies', () => {
  it('sets the dependencies of the plan to Manual', async () => {
    const { steps, manual } = await hold({ subscriptions: [own, dependency('redis'), dependency('keda')] });
    expect(steps).toEqual([
      'configured subscription.operators.coreos.com/redis-subs',
      'configured subscription.operators.coreos.com/keda-subs',
    ]);
    expect(manual).toEqual([harbor, 'redis', 'keda']);
  });

  it('finds them also below the head, where the Subscription refers to the next plan already', async () => {
    const old = csvName('2.12.10');
    const content: Content = {
      subscriptions: [aSubscription({ status: pendingStatus(csvName(), { plan: 'install-2', installed: old }) }), dependency('redis')],
      installPlans: [
        anInstallPlan({ spec: { approved: true, clusterServiceVersionNames: [old, 'redis.v1'] }, status: { phase: 'Complete' } }),
        anInstallPlan({ metadata: { name: 'install-2' }, spec: { generation: 2 } }),
      ],
    };
    expect((await hold(content)).manual).toEqual([harbor, 'redis']);
  });

  it.each<[string, Subscription]>([
    ['what another plan brought', dependency('redis', { by: 'install-9' })],
    [
      'what nobody’s plan brought',
      aSubscription({ metadata: { namespace: harbor }, spec: { name: 'redis', installPlanApproval: 'Automatic' } }),
    ],
    ['what is Manual already', dependency('redis', { approval: 'Manual' })],
    ['what is in another namespace', { ...dependency('redis'), metadata: { ...dependency('redis').metadata, namespace: 'elsewhere' } }],
  ])('leaves alone %s', async (_, other) => {
    const { steps, cluster } = await hold({ subscriptions: [own, other] });
    expect([steps, writesOf(cluster)]).toEqual([[], []]);
  });

  it('sets only those of Alauda where the person wanted Automatic', async () => {
    const all = [own, dependency('redis'), dependency('clickhouse-operator'), dependency('keda')];
    expect((await hold({ subscriptions: all }, { onlyAlauda: true })).manual).toEqual([harbor, 'redis']);
  });

  it('knows whose it is by the catalogue it comes from', async () => {
    const uploaded = { ...dependency('redis'), spec: { ...dependency('redis').spec, source: 'custom' } };
    expect((await hold({ subscriptions: [own, uploaded] }, { onlyAlauda: true })).manual).toEqual([harbor]);
  });

  it('asks the platform where a dependency carries no mark', async () => {
    const memory = await clusterWith({ packages, installPlans: [plan], subscriptions: [own, kedaDependency] }, { paths: globalPaths });
    await memory.create(productBases, aProductBase('keda'));
    const step = { action: 'hold-dependencies', namespace: harbor, subscription: own.metadata.name, onlyAlauda: true } as const;
    const steps = [];
    for await (const { object } of holdDependencies(step, memory, actionContext(memory).report)) steps.push(object);
    expect(steps).toEqual(['subscription.operators.coreos.com/keda-subs']);
  });

  it('warns of each that may not be set, and goes on', async () => {
    const before = ({ verb, name }: Request) => {
      if (verb === 'patch' && name === 'redis-subs') throw refusal('forbidden');
    };
    const { steps, context } = await hold({ subscriptions: [own, dependency('redis'), dependency('keda')] }, { before });
    expect(steps).toEqual(['configured subscription.operators.coreos.com/keda-subs']);
    expect(context.said('install.dependency-automatic')).toEqual([message('install.dependency-automatic', { name: 'redis-subs' })]);
  });

  it.each<[string, (memory: Cluster) => Promise<unknown>]>([
    ['somebody has set to Manual meanwhile', (memory) => memory.patch(subscriptions, redis, { spec: { installPlanApproval: 'Manual' } })],
    ['somebody is changing', () => Promise.reject(refusal('conflict'))],
    ['somebody has deleted meanwhile', (memory) => memory.delete(subscriptions, redis.name, redis.namespace)],
  ])('leaves alone what %s, and goes on without a word', async (_, change) => {
    const before = async ({ verb, name }: Request, memory: Cluster) => {
      if (verb === 'patch' && name === redis.name) await change(memory);
    };
    const { steps, context } = await hold({ subscriptions: [own, dependency('redis'), dependency('keda')] }, { before });
    expect(steps).toEqual(['configured subscription.operators.coreos.com/keda-subs']);
    expect(context.events).toEqual([]);
  });

  it('ends where the server does not answer', async () => {
    const before = ({ verb }: Request) => {
      if (verb === 'patch') throw refusal('unreachable');
    };
    expect(await errorOf(() => hold({ subscriptions: [own, dependency('redis')] }, { before }))).toMatchObject({ code: 'unreachable' });
  });
});
