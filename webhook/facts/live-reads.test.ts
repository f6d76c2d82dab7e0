import { expect, it } from 'vitest';
import { LiveReads } from './live-reads.ts';

function reads(longest = 50): { live: LiveReads; events: string[] } {
  const events: string[] = [];
  return { live: new LiveReads({ longest, log: (event) => void events.push(event) }), events };
}

it('asks once for all who wait for the same, and anew for the next', async () => {
  const { live } = reads();
  let asked = 0;
  const ask = async () => (asked += 1);
  expect(await Promise.all([live.read('a', ask, 50), live.read('a', ask, 50), live.read('b', ask, 50)])).toEqual([1, 1, 2]);
  expect(await live.read('a', ask, 50)).toBe(3);
});

it.each([
  ['longer than anybody may', 20, 1000],
  ['longer than this review may', 1000, 20],
])('waits no %s', async (_what, longest, budget) => {
  const { live } = reads(longest);
  expect(await live.read('a', () => new Promise(() => {}), budget)).toBeUndefined();
});

it('tells null, which was read, from what could not be read', async () => {
  const { live, events } = reads();
  expect(await live.read('a', async () => null, 50)).toBeNull();
  expect(await live.read('a', () => Promise.reject(new Error('down')), 50)).toBeUndefined();
  expect(events).toEqual(['facts.read-failed']);
});
