import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Leaf } from './certificates.ts';
import { keepLeaf } from './keep-leaf.ts';

const life = 90_000;
const interval = 1000;

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

/** A leaf being kept whose minting fails so many times. */
function kept(failures = 0) {
  const stop = new AbortController();
  const used: number[] = [];
  const events: string[] = [];
  const leafFrom = (from: number): Leaf => ({ certificate: '', key: '', from, until: from + life });
  let left = failures;
  const identity = {
    leaf: leafFrom(0),
    async renew() {
      if (left-- > 0) throw new Error('no');
      identity.leaf = leafFrom(Date.now());
      used.push(identity.leaf.from);
    },
  };
  const parts = {
    identity,
    now: () => Date.now(),
    chance: () => 0.5,
    interval,
    log: (event: string) => void events.push(event),
  };
  const ended = keepLeaf(parts, stop.signal);
  return { used, events, stop: () => (stop.abort(), ended) };
}

it('renews a leaf after two thirds of its life, again and again', async () => {
  const { used, stop } = kept();
  await vi.advanceTimersByTimeAsync(59_000);
  expect(used).toEqual([]);
  await vi.advanceTimersByTimeAsync(62_000);
  expect(used).toEqual([60_000, 120_000]);
  await stop();
});

it('keeps the old one where minting fails, and tries again', async () => {
  const { used, events, stop } = kept(2);
  await vi.advanceTimersByTimeAsync(63_000);
  expect(used).toEqual([62_000]);
  expect(events).toEqual(['leaf.renewal-failed', 'leaf.renewal-failed', 'leaf.renewed']);
  await stop();
});
