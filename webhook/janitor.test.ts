import { expect, it } from 'vitest';
import { memoryCluster } from '../test/support/memory-cluster.ts';
import { aModuleInfo } from '../test/support/module-builders.ts';
import { claimFor, holderIn, storedAnnotation, type Holder } from '../shared/model/claim.ts';
import { leases } from '../shared/model/lease.ts';
import { moduleInfoes } from '../shared/model/module-info.ts';
import { Janitor } from './janitor.ts';

const namespace = 'ext-system';
const pair = { cluster: 'business', module: 'gpu-device-plugin' };
const times = { janitorEvery: 1, claimOrphan: 60_000, claimVanished: 5000 };

function holder(uid: string): Holder {
  return { ...pair, name: `name-${uid}`, uid };
}

async function working(cluster = memoryCluster()) {
  const clock = { now: 0 };
  const fixes = { count: 0 };
  const twice: string[] = [];
  const look = async () => ({ modules: await cluster.list(moduleInfoes), claims: await cluster.list(leases, { namespace }) });
  let seen = await look();
  const janitor = new Janitor({
    ...{ cluster, namespace, times, clock: () => clock.now, log: () => {}, leader: { isLeader: true } },
    modules: {
      get items() {
        return seen.modules;
      },
    },
    claims: {
      get items() {
        return seen.claims;
      },
    },
    onFix: () => void (fixes.count += 1),
    onDuplicate: ({ name }) => void twice.push(name),
  });
  return {
    cluster,
    janitor,
    clock,
    fixes,
    twice,
    async sweep() {
      seen = await look();
      await janitor.sweep();
      seen = await look();
      return seen.claims.map((claim) => [holderIn(claim)?.uid, claim.metadata.annotations?.[storedAnnotation]]);
    },
    store: (uid: string) => cluster.create(moduleInfoes, aModuleInfo({ metadata: { name: `name-${uid}`, uid } })),
    remove: (uid: string) => cluster.delete(moduleInfoes, `name-${uid}`),
    claim: (uid: string) => cluster.create(leases, claimFor(holder(uid), namespace)),
  };
}

it('claims what is installed', async () => {
  const { janitor, store, sweep, fixes } = await working();
  await store('a');
  expect(await sweep()).toEqual([['a', 'true']]);
  await sweep();
  expect([fixes.count, janitor.count(), janitor.duplicates()]).toEqual([1, { held: 1, orphan: 0 }, 0]);
});

it('notes that the object of a claim was seen, and hands the claim to the one that is left', async () => {
  const { janitor, store, claim, remove, sweep } = await working();
  await claim('a');
  expect(await sweep()).toEqual([['a', undefined]]);
  await store('a');
  expect(await sweep()).toEqual([['a', 'true']]);
  await store('canonical');
  expect(await sweep()).toEqual([['a', 'true']]);
  expect(janitor.duplicates()).toBe(1);
  await remove('a');
  expect(await sweep()).toEqual([['canonical', 'true']]);
  expect(janitor.duplicates()).toBe(0);
});

it('a claim goes soon after its object', async () => {
  const { clock, store, remove, sweep } = await working();
  await store('a');
  await sweep();
  await remove('a');
  expect(await sweep()).toHaveLength(1);
  clock.now = 4999;
  expect(await sweep()).toHaveLength(1);
  clock.now = 5000;
  expect(await sweep()).toEqual([]);
});

it('a claim of which no object came goes later, counted anew after one came', async () => {
  const { clock, claim, store, remove, sweep, janitor } = await working();
  await claim('a');
  await sweep();
  expect(janitor.count()).toEqual({ held: 0, orphan: 1 });
  clock.now = 59_000;
  await store('a');
  await sweep();
  await remove('a');
  clock.now = 61_000;
  expect(await sweep()).toHaveLength(1);
  clock.now = 66_000;
  expect(await sweep()).toEqual([]);
});

it('nothing goes while the server says that an object is there, of which nothing was heard yet', async () => {
  const cluster = memoryCluster();
  const { clock, claim, sweep } = await working(cluster);
  await claim('a');
  await sweep();
  clock.now = 100_000;
  const late = await working({
    ...cluster,
    list: ((resource: typeof moduleInfoes, scope) =>
      resource.plural === 'moduleinfoes' ? Promise.resolve([aModuleInfo()]) : cluster.list(resource, scope)) as typeof cluster.list,
  });
  late.clock.now = 100_000;
  expect(await late.sweep()).toHaveLength(1);
});

it('tells of what stays installed twice, and not of the two that a rename has for a moment', async () => {
  const { clock, store, remove, sweep, twice } = await working();
  await store('a');
  await store('canonical');
  await sweep();
  clock.now = 59_999;
  await sweep();
  expect(twice).toEqual([]);
  clock.now = 60_000;
  await sweep();
  expect(twice.toSorted()).toEqual(['name-a', 'name-canonical']);
  await remove('a');
  await sweep();
  await store('b');
  await sweep();
  expect(twice).toHaveLength(2);
});
