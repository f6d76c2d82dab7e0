import { describe, expect, it } from 'vitest';
import { anInstallPlan, aSubscription, csvName, harbor, pendingStatus } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { clusterWith } from '../../test/support/seeded-cluster.ts';
import { message } from '../messages/message.ts';
import type { Guard } from '../plan/step.ts';
import { changeLines, guardPlans } from './guard-plan.ts';

const [own, keda] = [csvName(), csvName('2.17.2', 'keda')];
const plan = anInstallPlan({ spec: { clusterServiceVersionNames: [own, keda, 'cert-manager.v1'] } });
const subscriptions = [
  aSubscription({ status: pendingStatus(own, { installed: csvName('2.12.10') }) }),
  aSubscription({ metadata: { namespace: harbor }, spec: { name: 'keda' }, status: pendingStatus(keda) }),
];
const lines = [
  'harbor-ce-operator   v2.12.10 → v2.12.11        named',
  'keda                 <none> → v2.17.2           neighbour',
  'cert-manager.v1      <none> → cert-manager.v1   dependency',
];

async function guarded(guard: Partial<Guard>) {
  const [changes = []] = await guardPlans(await clusterWith({ subscriptions }), [{ plan, packages: [harbor] }], {
    includeNeighbours: false,
    ...guard,
  });
  return changes;
}

describe('guardPlans', () => {
  it('refuses what was not named, showing everything the plan brings', async () => {
    const { code, sentence, details } = await errorOf(() => guarded({}));
    expect({ code, sentence }).toEqual({ code: 'unmet', sentence: message('approve.neighbour', { plan: 'install-1', role: 'neighbour' }) });
    expect(details).toEqual({
      object: 'installplan/install-1',
      path: 'spec.clusterServiceVersionNames',
      lines,
      because: message('approve.neighbour.because', { namespace: harbor }),
      hints: [`kubectl ext approve ${harbor} -n ${harbor} --include-neighbours`],
    });
  });

  it('refuses what is not exactly as expected', async () => {
    const { code, sentence, details } = await errorOf(() => guarded({ expect: [own], includeNeighbours: true }));
    expect({ code, sentence }).toEqual({ code: 'unmet', sentence: message('approve.unexpected', { plan: 'install-1', expected: [own] }) });
    expect(details).toEqual({
      object: 'installplan/install-1',
      path: 'spec.clusterServiceVersionNames',
      lines,
      hints: [`kubectl ext list --pending -n ${harbor}`],
    });
  });

  it.each<[string, Partial<Guard>]>([
    ['with neighbours included', { includeNeighbours: true }],
    ['exactly as expected, in any order', { expect: ['cert-manager.v1', keda, own] }],
  ])('lets a plan pass %s', async (_, guard) => {
    expect((await guarded(guard)).map(({ role }) => role)).toEqual(['named', 'neighbour', 'dependency']);
  });

  it('refuses a plan that lacks what is expected', async () => {
    const { code, sentence, details } = await errorOf(() => guarded({ expect: [own, keda, 'cert-manager.v1', 'more.v1'] }));
    expect({ code, sentence }).toEqual({ code: 'unmet', sentence: message('approve.missing', { missing: ['more.v1'] }) });
    expect(details).toEqual({ path: 'spec.clusterServiceVersionNames', lines, hints: ['kubectl ext list --pending'] });
  });

  const second = anInstallPlan({ metadata: { namespace: 'redis' }, spec: { clusterServiceVersionNames: ['redis.v1', 'dep.v1'] } });
  const redis = aSubscription({ spec: { name: 'redis' }, status: pendingStatus('redis.v1') });

  async function bothGuarded(guard: Partial<Guard>) {
    const cluster = await clusterWith({ subscriptions: [...subscriptions, redis] });
    const plans = [
      { plan, packages: [harbor, 'keda'] },
      { plan: second, packages: ['redis'] },
    ];
    return guardPlans(cluster, plans, { includeNeighbours: false, ...guard });
  }

  it('compares what is expected with all plans together', async () => {
    const found = await bothGuarded({ expect: ['redis.v1', 'dep.v1', own, keda, 'cert-manager.v1'] });
    expect(found.map((changes) => changes.map(({ csv }) => csv))).toEqual([
      [own, keda, 'cert-manager.v1'],
      ['redis.v1', 'dep.v1'],
    ]);
  });

  it('refuses that of several plans which brings more than is expected', async () => {
    const { sentence, details } = await errorOf(() => bothGuarded({ expect: [own, keda, 'cert-manager.v1', 'redis.v1'] }));
    expect([sentence.id, details.hints]).toEqual(['approve.unexpected', ['kubectl ext list --pending -n redis']]);
  });

  it('expects nothing of no plans', async () => {
    expect(await guardPlans(await clusterWith({}), [], { includeNeighbours: false, expect: [own] })).toEqual([]);
  });
});

describe('changeLines', () => {
  it('are aligned, with versions where names allow', async () => {
    expect(changeLines(await guarded({ includeNeighbours: true }))).toEqual(lines);
  });

  it('are none for nothing', () => {
    expect(changeLines([])).toEqual([]);
  });
});
