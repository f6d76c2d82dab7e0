import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { aSubscription } from '../../test/support/builders.ts';
import { memoryCluster } from '../../test/support/memory-cluster.ts';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { subscriptions } from '../model/subscription.ts';
import { changedItems, changes, type FollowOptions } from './changes.ts';
import type { Event } from './event.ts';

/** Changes of Subscriptions as they are counted, until it is stopped. */
function counting(cluster = memoryCluster(), options: Partial<FollowOptions> = {}) {
  const stop = new AbortController();
  let count = 0;
  const ended = (async () => {
    const all = { resources: [subscriptions], scope: {}, settle: 20, heartbeat: 60_000, signal: stop.signal, ...options };
    for await (const _ of changes(cluster, all)) count += 1;
  })();
  return { cluster, count: () => count, stop: () => (stop.abort(), ended) };
}

describe('changes', () => {
  it('are gathered', async () => {
    const { cluster, count, stop } = counting();
    await setTimeout(60);
    const before = count();
    for (const name of ['a', 'b', 'c']) await cluster.create(subscriptions, aSubscription({ metadata: { name } }));
    await expect.poll(count).toBe(before + 1);
    await setTimeout(60);
    expect(count()).toBe(before + 1);
    await stop();
  });

  it('are looked for at every heartbeat where a kind may not be watched', async () => {
    const blind = {
      ...memoryCluster(),
      follow: () => {
        throw new ExtError('forbidden', message('error.declined'));
      },
    };
    const { count, stop } = counting(blind, { settle: 1, heartbeat: 10 });
    await expect.poll(count).toBeGreaterThan(2);
    await stop();
  });

  it('end at once with their signal', async () => {
    const { count, stop } = counting();
    await expect.poll(count).toBeGreaterThan(0);
    await stop();
  });
});

describe('changedItems', () => {
  interface Row {
    readonly name: string;
    readonly health?: string;
  }

  it('are all of them first, then those that are new or different; what goes is reported', async () => {
    const states: Row[][] = [
      [{ name: 'a' }, { name: 'b' }],
      [{ name: 'a' }, { name: 'b' }],
      [{ name: 'a', health: 'Failed' }],
      [{ name: 'c' }],
    ];
    const events: Event[] = [];
    async function* occasions() {
      for (const _ of states.slice()) yield;
    }
    const read = async () => ({
      ...({ apiVersion: 'ext.cpaas.io/v1', kind: 'List', errors: [], warnings: [] } as const),
      items: states.shift() ?? [],
    });
    const identity = { keyOf: ({ name }: Row) => name, nameOf: ({ name }: Row) => `the ${name}` };
    const seen: (readonly Row[])[] = [];
    for await (const { items } of changedItems(occasions(), read, identity, (event) => events.push(event))) seen.push(items);
    expect(seen).toEqual([[{ name: 'a' }, { name: 'b' }], [{ name: 'a', health: 'Failed' }], [{ name: 'c' }]]);
    expect(events.map((event) => event.message)).toEqual(['b', 'a'].map((name) => message('watch.gone', { name: `the ${name}` })));
  });

  it('are shown once even where there are none', async () => {
    async function* occasions() {
      yield;
      yield;
    }
    const none = { apiVersion: 'ext.cpaas.io/v1', kind: 'List', errors: [], warnings: [], items: [] as Row[] } as const;
    const seen = [];
    for await (const list of changedItems(
      occasions(),
      async () => none,
      { keyOf: String, nameOf: String },
      () => {},
    ))
      seen.push(list);
    expect(seen).toHaveLength(1);
  });
});
