import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryCluster } from '../test/support/memory-cluster.ts';
import { aModuleInfo } from '../test/support/module-builders.ts';
import type { Cluster } from '../shared/cluster/cluster.ts';
import { claimName, holderIn } from '../shared/model/claim.ts';
import { leases } from '../shared/model/lease.ts';
import { moduleInfoes } from '../shared/model/module-info.ts';
import { Claims, type ClaimWish } from './claims.ts';

const namespace = 'ext-system';
const pair = { cluster: 'business', module: 'gpu-device-plugin' };
const patience = 40_000;

beforeEach(() => void vi.useFakeTimers({ now: 0, toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

function wish(uid: string, dryRun = false): ClaimWish {
  return { ...pair, name: `name-${uid}`, uid, dryRun };
}

function claiming(cluster: Cluster = memoryCluster()) {
  const takeovers: number[] = [];
  const events: string[] = [];
  const claims = new Claims({
    ...{ cluster, namespace, patience },
    log: (event) => void events.push(event),
    onTakeover: () => void takeovers.push(Date.now()),
  });
  const holder = async () => {
    const found = await cluster.get(leases, claimName(pair), namespace);
    return found === null ? undefined : holderIn(found)?.uid;
  };
  const store = (uid: string, labels?: Record<string, string>) =>
    cluster.create(moduleInfoes, aModuleInfo({ metadata: { name: `name-${uid}`, uid, ...(labels && { labels }) } }));
  return { cluster, takeovers, events, holder, store, take: (each: ClaimWish, budget = 1000) => claims.take(each, budget) };
}

it('the first one has the claim, and has it again when the same object is asked about twice', async () => {
  const { take, holder } = claiming();
  expect(await take(wish('a'))).toEqual({ is: 'granted' });
  expect(await take(wish('a'))).toEqual({ is: 'granted' });
  expect(await holder()).toBe('a');
});

describe('the second one', () => {
  it('waits while the first may still be stored, by the clock of the server', async () => {
    const { take, holder } = claiming();
    await take(wish('a'));
    vi.setSystemTime(15_500);
    expect(await take(wish('b'))).toEqual({ is: 'busy', seconds: 25 });
    vi.setSystemTime(40_000);
    expect(await take(wish('b'))).toEqual({ is: 'busy', seconds: 1 });
    expect(await holder()).toBe('a');
  });

  it('takes over when the first was never stored', async () => {
    const { take, holder, takeovers } = claiming();
    await take(wish('a'));
    vi.setSystemTime(40_001);
    expect(await take(wish('b'))).toEqual({ is: 'granted' });
    expect([await holder(), takeovers]).toEqual(['b', [40_001]]);
  });

  it.each([
    ['the object of the holder', 'a'],
    ['another object of the pair: the platform stores it anew under another name', 'canonical'],
  ])('is refused for ever by %s', async (_what, stored) => {
    const { take, store } = claiming();
    await take(wish('a'));
    await store(stored);
    vi.setSystemTime(1_000_000);
    expect(await take(wish('b'))).toMatchObject({ is: 'taken', by: { metadata: { name: `name-${stored}` } } });
  });

  it('is refused by the object of the holder, whatever its labels say now', async () => {
    const { take, store } = claiming();
    await take(wish('a'));
    await store('a', {});
    vi.setSystemTime(1_000_000);
    expect(await take(wish('b'))).toMatchObject({ is: 'taken' });
  });

  it('is not refused by another object of the name that the holder had', async () => {
    const { take, cluster } = claiming();
    await take(wish('a'));
    await cluster.create(moduleInfoes, aModuleInfo({ plugin: 'nfs', metadata: { name: 'name-a', uid: 'other', labels: {} } }));
    vi.setSystemTime(1_000_000);
    expect(await take(wish('b'))).toEqual({ is: 'granted' });
  });
});

it('a dry run reads the same and writes nothing', async () => {
  const { take, holder, store } = claiming();
  expect(await take(wish('a', true))).toEqual({ is: 'granted' });
  expect(await holder()).toBeUndefined();
  await take(wish('a'));
  expect(await take(wish('b', true))).toEqual({ is: 'busy', seconds: 40 });
  vi.setSystemTime(50_000);
  expect(await take(wish('b', true))).toEqual({ is: 'granted' });
  expect(await holder()).toBe('a');
  await store('a');
  expect(await take(wish('b', true))).toMatchObject({ is: 'taken' });
});

it.each([
  ['fails', () => Promise.reject(new Error('down'))],
  ['is silent', () => new Promise<never>(() => {})],
])('what cannot be read because the server %s is nobody’s', async (_what, create) => {
  const { take } = claiming({ ...memoryCluster(), create });
  expect(await take(wish('a'), 20)).toEqual({ is: 'unreadable' });
});

it('of fifty at a time through three replicas one has it, also when all of them find it orphaned', async () => {
  const cluster = memoryCluster();
  const replicas = [claiming(cluster), claiming({ ...cluster }), claiming({ ...cluster })];
  const race = async (round: string) => {
    const asked = Array.from({ length: 50 }, (_, index) => wish(`${round}-${index}`));
    const outcomes = await Promise.all(asked.map(async (each, index) => replicas[index % 3]?.take(each)));
    return outcomes.filter((outcome) => outcome?.is === 'granted').length;
  };
  expect(await race('first')).toBe(1);
  vi.setSystemTime(60_000);
  expect(await race('second')).toBe(1);
});
