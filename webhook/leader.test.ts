import { expect, it } from 'vitest';
import { memoryCluster } from '../test/support/memory-cluster.ts';
import type { Cluster } from '../shared/cluster/cluster.ts';
import { leases } from '../shared/model/lease.ts';
import { Leader } from './leader.ts';

const soon = { timeout: 2000, interval: 2 };
const place = { name: 'ext-webhook', namespace: 'ext-system' };

/** A replica at work, by a clock that a test moves. */
function replica(cluster: Cluster, holder: string, clock = { now: 0 }) {
  const stop = new AbortController();
  const events: string[] = [];
  const leader = new Leader({
    ...{ cluster, ...place, holder, leaseLife: 15_000, renewEvery: 1, now: () => Date.now(), clock: () => clock.now },
    log: (event) => void events.push(event),
  });
  const ended = leader.run(stop.signal);
  return {
    leader,
    events,
    clock,
    async stop() {
      stop.abort();
      await ended;
    },
  };
}

const holder = async (cluster: Cluster) => (await cluster.get(leases, place.name, place.namespace))?.spec.holderIdentity;

it('one of two leads, and the other when it lets go', async () => {
  const cluster = memoryCluster();
  const first = replica(cluster, 'first');
  await expect.poll(() => first.leader.isLeader, soon).toBe(true);
  const { changed } = first.leader;
  const second = replica({ ...cluster }, 'second');
  await expect.poll(() => holder(cluster), soon).toBe('first');
  expect(second.leader.isLeader).toBe(false);
  await first.stop();
  expect([first.leader.isLeader, changed.aborted]).toEqual([false, true]);
  await expect.poll(() => second.leader.isLeader, soon).toBe(true);
  await second.stop();
  expect(await holder(cluster)).toBe('');
  expect([first.events, second.events]).toEqual([
    ['leader.begins', 'leader.ends'],
    ['leader.begins', 'leader.ends'],
  ]);
});

it('who is not heard of stays the leader for the life of a lease, by the clock of whoever waits', async () => {
  const cluster = memoryCluster();
  const spec = { holderIdentity: 'dead', leaseDurationSeconds: 15, renewTime: '2000-01-01T00:00:00.000000Z' };
  await cluster.create(leases, { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: place, spec });
  const second = replica(cluster, 'second');
  second.clock.now = 14_000;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await holder(cluster)).toBe('dead');
  second.clock.now = 30_000;
  await expect.poll(() => second.leader.isLeader, soon).toBe(true);
  await second.stop();
});

it('ceases to lead before anybody else may, when the server is silent', async () => {
  const cluster = memoryCluster();
  let isDown = false;
  const fail = () => Promise.reject(new Error('down'));
  const flaky = {
    ...cluster,
    get: ((...words: Parameters<Cluster['get']>) => (isDown ? fail() : cluster.get(...words))) as Cluster['get'],
  };
  const first = replica(flaky, 'first');
  await expect.poll(() => first.leader.isLeader, soon).toBe(true);
  isDown = true;
  first.clock.now = 20_000;
  expect(first.leader.isLeader).toBe(false);
  await expect.poll(() => first.events.includes('leader.ends'), soon).toBe(true);
  await first.stop();
});
