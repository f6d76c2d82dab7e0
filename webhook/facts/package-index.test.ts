import { describe, expect, it } from 'vitest';
import { aPackage, harbor } from '../../test/support/builders.ts';
import type { Cluster, Scope } from '../../shared/cluster/cluster.ts';
import { ExtError } from '../../shared/errors.ts';
import { message } from '../../shared/messages/message.ts';
import type { PackageManifest } from '../../shared/model/package-manifest.ts';
import { LiveReads } from './live-reads.ts';
import { PackageIndex } from './package-index.ts';

const key = { namespace: 'cpaas-system', catalogue: 'platform', name: harbor };
const patience = 1000;

/** A cluster whose lists are answered by a test. */
function listing(answer: (scope: Scope) => Promise<PackageManifest[]>): Pick<Cluster, 'list'> & { readonly scopes: Scope[] } {
  const scopes: Scope[] = [];
  const list = (_resource: unknown, scope: Scope = {}) => {
    scopes.push(scope);
    return answer(scope);
  };
  return { scopes, list: list as Cluster['list'] };
}

function indexOf(cluster: Pick<Cluster, 'list'>, events: string[] = [], clock = () => 0): PackageIndex {
  const log = (event: string) => void events.push(event);
  return new PackageIndex({ cluster, live: new LiveReads({ longest: 50, log }), clock, log });
}

describe('refresh', () => {
  it('reads one catalogue, by its labels', async () => {
    const cluster = listing(async () => [aPackage()]);
    const index = indexOf(cluster);
    expect(await index.refresh(key, () => true)).toBe(true);
    expect((await index.find(key, 0))?.metadata.name).toBe(harbor);
    expect(cluster.scopes).toEqual([{ namespace: 'cpaas-system', labelSelector: 'catalog=platform,catalog-namespace=cpaas-system' }]);
  });

  it('forgets nothing when it fails, and says so', async () => {
    const events: string[] = [];
    let isDown = false;
    const down = new ExtError('unreachable', message('error.failure', { what: 'down' }));
    const index = indexOf(
      listing(() => (isDown ? Promise.reject(down) : Promise.resolve([aPackage()]))),
      events,
    );
    await index.refresh(key, () => true);
    isDown = true;
    for (let times = 0; times < 5; times += 1) expect(await index.refresh(key, () => true)).toBe(false);
    expect(await index.find(key, 0)).toBeDefined();
    expect(new Set(events)).toEqual(new Set(['index.list-failed']));
  });
});

describe('find', () => {
  it('reads what it misses, once for all who wait, and remembers it', async () => {
    const cluster = listing(async () => [aPackage({ catalog: 'custom' }), aPackage()]);
    const index = indexOf(cluster);
    const found = await Promise.all([index.find(key, patience), index.find(key, patience)]);
    expect(found.map((each) => each?.status.catalogSource)).toEqual(['platform', 'platform']);
    await index.find(key, patience);
    expect(cluster.scopes).toEqual([{ namespace: 'cpaas-system', fieldSelector: `metadata.name=${harbor}` }]);
  });

  it('does not know what is not there, and asks again next time', async () => {
    const cluster = listing(async () => [aPackage({ catalog: 'custom' })]);
    const index = indexOf(cluster);
    for (let times = 0; times < 2; times += 1) expect(await index.find(key, patience)).toBeUndefined();
    expect(cluster.scopes).toHaveLength(2);
  });

  it('waits no longer than a review may, and remembers what comes too late', async () => {
    const late = Promise.withResolvers<PackageManifest[]>();
    const index = indexOf(listing(() => late.promise));
    expect(await index.find(key, 5)).toBeUndefined();
    expect(await index.find(key, patience)).toBeUndefined();
    late.resolve([aPackage()]);
    await late.promise;
    expect(await index.find(key, 0)).toBeDefined();
  });

  it('does not know what could not be read', async () => {
    const events: string[] = [];
    expect(
      await indexOf(
        listing(() => Promise.reject(new Error('broken'))),
        events,
      ).find(key, patience),
    ).toBeUndefined();
    expect(events).toEqual(['facts.read-failed']);
  });

  it.each(['', 'a,b', 'a/b', 'a=b', 'A', 'x'.repeat(254), '../x', 'ё'])('never asks for %j, which is no name', async (name) => {
    const cluster = listing(async () => []);
    const index = indexOf(cluster);
    for (const wrong of [
      { ...key, name },
      { ...key, namespace: name },
      { ...key, catalogue: name },
    ])
      expect(await index.find(wrong, patience)).toBeUndefined();
    expect(cluster.scopes).toEqual([]);
  });
});

describe('read', () => {
  const edge = aPackage({ channels: { edge: ['3.0.0'] } });

  it('asks anew', async () => {
    const answers = [[aPackage()], [edge]];
    const index = indexOf(listing(async () => answers.shift() ?? []));
    await index.find(key, patience);
    expect((await index.read(key, patience))?.status.defaultChannel).toBe('edge');
    expect((await index.find(key, 0))?.status.defaultChannel).toBe('edge');
  });

  it('tells what is remembered where package-server has dropped the catalogue', async () => {
    const answers = [[edge]];
    const index = indexOf(listing(async () => answers.shift() ?? []));
    await index.find(key, patience);
    expect((await index.read(key, patience))?.status.defaultChannel).toBe('edge');
  });

  it('does not know what could not be read, whatever is remembered', async () => {
    const answers = [Promise.resolve([edge])];
    const index = indexOf(listing(() => answers.shift() ?? Promise.reject(new Error('broken'))));
    await index.find(key, patience);
    expect(await index.read(key, patience)).toBeUndefined();
  });
});

it('is as old as the catalogue that was not listed for the longest, and a catalogue that has gone is none', async () => {
  const clock = { now: 0 };
  const index = indexOf(
    listing(async () => [aPackage()]),
    [],
    () => clock.now,
  );
  expect(index.age()).toBeUndefined();
  await index.refresh(key, () => true);
  clock.now = 10;
  await index.refresh({ ...key, catalogue: 'custom' }, () => true);
  clock.now = 15;
  expect(index.age()).toBe(15);
  index.leave(key);
  expect(index.age()).toBe(5);
  expect(index.known(key)?.metadata.name).toBe(harbor);
});
