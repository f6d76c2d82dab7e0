import { describe, expect, it } from 'vitest';
import { actionContext } from '../../test/support/action-context.ts';
import { aSubscription, harbor } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { linesOf } from '../../test/support/install-world.ts';
import { recordedCluster, writesOf } from '../../test/support/recorded-cluster.ts';
import { clusterWith } from '../../test/support/seeded-cluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { message } from '../messages/message.ts';
import { holdOf, subscriptions, type Subscription } from '../model/subscription.ts';
import { holdOperator, type HoldOptions } from './hold.ts';

const target = { name: `${harbor}-subs`, namespace: harbor };
const configured = `configured subscription.operators.coreos.com/${target.name}`;
const unchanged = `unchanged subscription.operators.coreos.com/${target.name}`;

/** A cluster with one Subscription, on which others act just before each of the first `times` patches. */
async function world(parts: Parameters<typeof aSubscription>[0] = {}, change?: (memory: Cluster) => Promise<unknown>, times = 1) {
  const memory = await clusterWith({ subscriptions: [aSubscription(parts)] });
  let attempt = 0;
  const cluster = recordedCluster(memory, async ({ verb }) => {
    if (verb === 'patch' && ++attempt <= times) await change?.(memory);
  });
  const context = actionContext(cluster);
  return {
    cluster,
    context,
    stored: async (): Promise<Subscription | null> => memory.get(subscriptions, target.name, harbor),
    hold: async (options: Partial<HoldOptions> = {}) =>
      linesOf(await holdOperator({ name: harbor, reason: 'not yet', dryRun: 'none', ...options }, context)),
  };
}

const held = (reason: string) => ({ metadata: { annotations: { 'ext.cpaas.io/hold': reason, other: 'stays' } } });
const touch = (memory: Cluster) => memory.patch(subscriptions, target, { status: { lastUpdated: String(Math.random()) } });

describe('hold', () => {
  it('writes the reason, and asks nothing', async () => {
    const { cluster, context, hold, stored } = await world({ metadata: { annotations: { other: 'stays' } } });
    expect(await hold()).toEqual([configured]);
    expect((await stored())?.metadata.annotations).toEqual({ 'ext.cpaas.io/hold': 'not yet', other: 'stays' });
    expect([writesOf(cluster), context.questions, context.events.filter(({ state }) => state === 'warning')]).toEqual([
      ['patch subscriptions'],
      [],
      [],
    ]);
  });

  it('run again says unchanged and writes nothing', async () => {
    const { cluster, hold } = await world(held('not yet'));
    expect(await hold()).toEqual([unchanged]);
    expect(writesOf(cluster)).toEqual([]);
  });

  it('takes a new reason for an old one', async () => {
    const { hold, stored } = await world(held('long ago'));
    expect(await hold()).toEqual([configured]);
    expect((await stored())?.metadata.annotations?.['ext.cpaas.io/hold']).toBe('not yet');
  });

  it.each([undefined, 'Automatic'] as const)('says that it holds nothing back where approval is %s', async (installPlanApproval) => {
    const { context, hold } = await world({ spec: { installPlanApproval } });
    expect(await hold()).toEqual([configured]);
    expect(context.said('hold.automatic')).toEqual([message('hold.automatic', { name: harbor })]);
  });

  it.each([1, 4])('tries again where others write to the Subscription, %i times', async (times) => {
    const { cluster, hold, stored } = await world({}, touch, times);
    expect(await hold()).toEqual([configured]);
    expect(holdOf((await stored()) ?? aSubscription())).toBe('not yet');
    expect(writesOf(cluster)).toHaveLength(times + 1);
  });

  it('gives up on a Subscription that changes five times', async () => {
    const { cluster, hold } = await world({}, touch, Infinity);
    expect(await errorOf(() => hold())).toMatchObject({ code: 'conflict' });
    expect(writesOf(cluster)).toHaveLength(5);
  });

  it('says unchanged where somebody else holds it for the same reason meanwhile', async () => {
    const { hold } = await world({}, (memory) => memory.patch(subscriptions, target, held('not yet')));
    expect(await hold()).toEqual([unchanged]);
  });

  it('fails where somebody else deletes the Subscription meanwhile', async () => {
    const { hold } = await world({}, (memory) => memory.delete(subscriptions, target.name, harbor));
    expect(await errorOf(() => hold())).toMatchObject({ code: 'not-found' });
  });

  it('does not know what is not installed', async () => {
    const { hold } = await world();
    expect(await errorOf(() => hold({ name: 'keda' }))).toMatchObject({ code: 'not-found', sentence: { id: 'subscription.not-found' } });
  });

  it.each([
    ['client', []],
    ['server', [{ verb: 'patch', dryRun: true }]],
  ] as const)('with --dry-run=%s stores nothing', async (dryRun, patches) => {
    const { cluster, hold, stored } = await world();
    expect(await hold({ dryRun })).toEqual([configured]);
    expect(cluster.requests.filter(({ verb }) => verb !== 'list')).toMatchObject(patches);
    expect(holdOf((await stored()) ?? aSubscription())).toBeUndefined();
  });
});

describe('unhold', () => {
  it('takes the reason away and nothing else', async () => {
    const { context, hold, stored } = await world({ ...held('not yet'), spec: { installPlanApproval: 'Automatic' } });
    expect(await hold({ reason: null })).toEqual([configured]);
    expect((await stored())?.metadata.annotations).toEqual({ other: 'stays' });
    expect(context.said('hold.automatic')).toEqual([]);
  });

  it('says unchanged where nothing holds it', async () => {
    const { cluster, hold } = await world();
    expect(await hold({ reason: null })).toEqual([unchanged]);
    expect(writesOf(cluster)).toEqual([]);
  });
});
