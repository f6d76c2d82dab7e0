import { expect, it } from 'vitest';
import { aModuleInfo } from '../../test/support/module-builders.ts';
import { memoryCluster } from '../../test/support/memory-cluster.ts';
import { ExtError } from '../../shared/errors.ts';
import { message } from '../../shared/messages/message.ts';
import { moduleInfoes, type ModuleInfo } from '../../shared/model/module-info.ts';
import type { EndpointSlice } from '../../shared/model/endpoint-slice.ts';
import { createHealth, type Health } from '../health.ts';
import { KeptCaches, type KeepCachesParts } from './keep-caches.ts';
import { trimModuleInfo } from './trim.ts';
import { Watched } from './watched.ts';

const soon = { timeout: 2000, interval: 5 };

function watching(cluster = memoryCluster()) {
  const clock = { now: 0 };
  const watched = new Watched({
    ...{ cluster, resource: moduleInfoes, trim: trimModuleInfo },
    ...{ retryPause: 1, watchLife: 45_000, clock: () => clock.now, log: () => {} },
  });
  return { cluster, clock, watched };
}

const away: KeepCachesParts['peers'] = { items: [], age: () => 0, run: async () => {} };
const other: EndpointSlice = {
  ...{ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: 's' } },
  endpoints: [{ targetRef: { name: 'us' } }, { targetRef: { name: 'other' } }],
};

function kept(watched: Watched<ModuleInfo>, health: Health, peers: KeepCachesParts['peers'] = { ...away, items: [other] }): KeptCaches {
  return new KeptCaches([watched], { health, times: { staleFacts: 120, certificateCheck: 1 }, peers, pod: 'us', log: () => {} });
}

it('knows nothing before the first list, then what is there, without what no rule asks for', async () => {
  const { cluster, watched } = watching();
  await cluster.create(moduleInfoes, aModuleInfo({ metadata: { managedFields: [] } }));
  expect([watched.items, watched.age()]).toEqual([undefined, undefined]);
  const stop = new AbortController();
  const running = watched.run(stop.signal);
  await watched.settled;
  expect(watched.items).toHaveLength(1);
  expect(watched.items?.[0]?.spec).toEqual({ version: 'v4.0.15' });
  expect(Object.keys(watched.items?.[0]?.metadata ?? {})).not.toContain('managedFields');
  await cluster.delete(moduleInfoes, aModuleInfo().metadata.name);
  await expect.poll(() => watched.items, soon).toEqual([]);
  stop.abort();
  await running;
});

it('grows old while the server is silent, and is not relied on then', async () => {
  const { cluster, clock, watched } = watching();
  const health = createHealth(['objects']);
  const stop = new AbortController();
  const running = kept(watched, health).run(stop.signal);
  await expect.poll(() => health.missing(), soon).toEqual([]);
  clock.now = 121;
  await expect.poll(() => health.missing(), soon).toEqual(['objects']);
  await cluster.create(moduleInfoes, aModuleInfo());
  await expect.poll(() => health.missing(), soon).toEqual([]);
  stop.abort();
  await running;
});

it.each<[string, KeepCachesParts['peers']]>([
  ['no other replica is ready', { ...away, items: [{ ...other, endpoints: [{ targetRef: { name: 'us' } }] }] }],
  ['nothing is known of the others either', { ...away, items: [other], age: () => 121 }],
])('goes on with what is old where %s, until it is not old any more', async (_what, peers) => {
  const { cluster, clock, watched } = watching();
  const health = createHealth(['objects']);
  const stop = new AbortController();
  let now = peers;
  const caches = kept(watched, health, {
    ...away,
    get items() {
      return now.items;
    },
    age: () => now.age(),
  });
  const running = caches.run(stop.signal);
  await expect.poll(() => health.missing(), soon).toEqual([]);
  expect(caches.isOld).toBe(false);
  clock.now = 121;
  await expect.poll(() => caches.isOld, soon).toBe(true);
  // Another one that comes back does not send it away before it knows better itself.
  now = { ...away, items: [other] };
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect([caches.isOld, health.missing()]).toEqual([true, []]);
  await cluster.create(moduleInfoes, aModuleInfo());
  await expect.poll(() => caches.isOld, soon).toBe(false);
  clock.now = 300;
  await expect.poll(() => health.missing(), soon).toEqual(['objects']);
  stop.abort();
  await running;
});

it.each(['forbidden', 'not-found'] as const)(
  'what the server does not give (%s) holds up nothing, and stays unknown until it comes',
  async (code) => {
    const cluster = memoryCluster();
    let isRefused = true;
    const follow: typeof cluster.follow = (...words) => {
      if (isRefused) throw new ExtError(code, message('error.failure', { what: 'no' }));
      return cluster.follow(...words);
    };
    const { watched } = watching({ ...cluster, follow });
    const health = createHealth(['objects']);
    const stop = new AbortController();
    const running = kept(watched, health).run(stop.signal);
    await expect.poll(() => health.missing(), soon).toEqual([]);
    expect(watched.items).toBeUndefined();
    isRefused = false;
    await expect.poll(() => watched.items, soon).toEqual([]);
    expect(watched.isRefused).toBe(false);
    stop.abort();
    await running;
  },
);

it.each<[string, KeepCachesParts['peers']]>([
  ['another replica is ready', { ...away, items: [other] }],
  ['no other replica is', away],
])('a server that fails is waited for by whoever never knew anything, where %s', async (_what, peers) => {
  const { watched } = watching({
    ...memoryCluster(),
    follow: () => {
      throw new Error('down');
    },
  });
  const health = createHealth(['objects']);
  const stop = new AbortController();
  const running = kept(watched, health, peers).run(stop.signal);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(health.missing()).toEqual(['objects']);
  stop.abort();
  await running;
});
