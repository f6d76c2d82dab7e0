import { describe, expect, it } from 'vitest';
import { actionContext } from '../../test/support/action-context.ts';
import { apart, approveOptions, approveWorld, planLine, together } from '../../test/support/approve-world.ts';
import { harbor } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { writesOf, type Request } from '../../test/support/recorded-cluster.ts';
import type { Content } from '../../test/support/seeded-cluster.ts';
import { aHealthySnapshot } from '../../test/support/snapshots.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { message } from '../messages/message.ts';
import { installPlans } from '../model/install-plan.ts';
import { approvePlans, type ApproveOptions } from './approve.ts';

describe('approve --all', () => {
  it('approves everything that waits, in every namespace', async () => {
    const { approve } = await approveWorld(apart());
    expect(await approve([], { all: true })).toEqual([planLine('approved'), planLine('approved', 'keda')]);
  });

  it.each<[string, Partial<ApproveOptions>]>([
    ['a label', { labelSelector: 'team=a' }],
    ['a namespace', { namespace: 'keda' }],
  ])('keeps to %s', async (_, narrowed) => {
    const { approve, approved } = await approveWorld(apart());
    expect(await approve([], { all: true, ...narrowed })).toEqual([planLine('approved', 'keda')]);
    expect(await approved()).toEqual(['keda/install-1']);
  });

  it('does nothing where nothing waits, and does not ask', async () => {
    const { context, approve } = await approveWorld(aHealthySnapshot());
    expect(await approve([], { all: true })).toEqual([]);
    expect(context.questions).toEqual([]);
    expect(context.said('approve.none')).toHaveLength(1);
  });

  it('counts a neighbour among the named', async () => {
    const { approve } = await approveWorld(together());
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
    const { context, approve, approved } = await approveWorld(holdingKeda(apart()));
    expect(await approve([], { all: true })).toEqual([skippedLine('keda'), planLine('approved')]);
    expect(await approved()).toEqual([`${harbor}/install-1`]);
    expect(context.events.find(({ step }) => step?.result === 'skipped')?.step).toMatchObject({ reason: 'held: not yet' });
    expect(context.said('approve.held')).toEqual([message('approve.held', { name: 'keda', reason: 'not yet' })]);
  });

  it('skips whoever shares its plan, too', async () => {
    const { cluster, context, approve } = await approveWorld(holdingKeda(together()));
    expect(await approve([], { all: true, includeNeighbours: true })).toEqual([skippedLine(harbor), skippedLine('keda', harbor)]);
    expect([writesOf(cluster), context.questions]).toEqual([[], []]);
    expect(context.events.flatMap(({ step }) => step?.reason ?? [])).toEqual(['keda held: not yet', 'held: not yet']);
  });

  it('warns where it is named, and goes on', async () => {
    const { context, approve } = await approveWorld(holdingKeda(apart()));
    expect(await approve(['keda'])).toEqual([planLine('approved', 'keda')]);
    expect(context.events.filter(({ state }) => state === 'warning').map((event) => event.message)).toEqual([
      message('approve.held', { name: 'keda', reason: 'not yet' }),
    ]);
  });

  it('warns where it comes along as a neighbour', async () => {
    const { context, approve } = await approveWorld(holdingKeda(together()));
    expect(await approve([harbor], { includeNeighbours: true })).toEqual([planLine('approved')]);
    expect(context.said('approve.held')).toHaveLength(1);
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
    const { approve, approved } = await approveWorld(apart(), {}, smuggle(harbor));
    const { code, sentence, details } = await errorOf(() => approve([harbor, 'keda']));
    expect({ code, sentence }).toEqual({ code: 'partial', sentence: message('batch.failed', { failed: 1, total: 2 }) });
    expect(details.failures).toMatchObject([{ code: 'unmet', sentence: { id: 'approve.changed' } }]);
    expect(await approved()).toEqual(['keda/install-1']);
  });

  it('approves no more of them once it is interrupted', async () => {
    const controller = new AbortController();
    const { cluster, approved } = await approveWorld(apart(), {}, ({ resource }) => resource === 'events' && controller.abort());
    const context = actionContext(cluster, { signal: controller.signal });
    expect(await errorOf(() => approvePlans(approveOptions([harbor, 'keda']), context))).toMatchObject({
      code: 'interrupted',
      details: { hints: [context.again] },
    });
    expect(await approved()).toEqual([`${harbor}/install-1`]);
  });

  it('fails as one where all fail', async () => {
    const { approve, approved } = await approveWorld(apart(), {}, smuggle(harbor, 'keda'));
    expect(await errorOf(() => approve([], { all: true }))).toMatchObject({ code: 'unmet', details: { failures: [{}, {}] } });
    expect(await approved()).toEqual([]);
  });

  it('counts one that was approved and does not run as failed', async () => {
    const { approve } = await approveWorld(apart(), {}, async ({ verb, resource, name = '' }, memory) => {
      if (verb !== 'patch' || resource !== 'installplans' || name !== 'install-1') return;
      await memory.patch(installPlans, { name, namespace: 'keda' }, { status: { phase: 'Failed', message: 'does not fit' } });
    });
    expect(await errorOf(() => approve([harbor, 'keda']))).toMatchObject({ code: 'partial', details: { failures: [{ code: 'unmet' }] } });
  });
});
