import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aCatalogSource } from '../../test/support/builders.ts';
import { memoryCluster } from '../../test/support/memory-cluster.ts';
import { ExtError } from '../../shared/errors.ts';
import { message } from '../../shared/messages/message.ts';
import { catalogSources } from '../../shared/model/catalog-source.ts';
import { Catalogues } from './catalogues.ts';
import type { CatalogueKey } from './package-table.ts';

const times = { debounce: 2000, refresh: 60_000, retryPause: 1000 };
const disconnected = { connectionState: { lastObservedState: 'TRANSIENT_FAILURE' } };

/** A cluster that answers whoever follows something with an error, until it is mended. */
function failingWith(error: Error) {
  const cluster = memoryCluster();
  const state = { fails: true };
  const follow: typeof cluster.follow = (...words) => {
    if (state.fails) throw error;
    return cluster.follow(...words);
  };
  return { cluster: { ...cluster, follow }, mend: () => void (state.fails = false) };
}

/** Catalogues at work, and what they refreshed: `platform` where an absence counts for nothing, else `platform counts`. */
async function atWork(cluster = memoryCluster()) {
  const refreshed: string[] = [];
  const left: string[] = [];
  const stop = new AbortController();
  let synced = 0;
  const index = {
    async refresh({ catalogue }: CatalogueKey, isProof: () => boolean) {
      refreshed.push(isProof() ? `${catalogue} counts` : catalogue);
      return true;
    },
    leave: ({ catalogue }: CatalogueKey) => void left.push(catalogue),
  };
  await cluster.create(catalogSources, aCatalogSource());
  await cluster.create(catalogSources, aCatalogSource({ metadata: { name: 'custom' }, status: disconnected }));
  const catalogues = new Catalogues({ cluster, index, times, log: () => {}, chance: () => 0.5, onSynced: () => (synced += 1) });
  const ended = catalogues.run(stop.signal);
  await vi.advanceTimersByTimeAsync(1);
  return {
    cluster,
    left,
    /** What was refreshed since the last question. */
    refreshed: () => refreshed.splice(0),
    synced: () => synced,
    async stop() {
      stop.abort();
      await vi.runAllTimersAsync();
      await ended;
    },
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('catalogues', () => {
  it('are all listed at once in the beginning, and then it is said', async () => {
    const { refreshed, synced, stop } = await atWork();
    expect(refreshed()).toEqual(['platform', 'custom']);
    expect(synced()).toBe(1);
    await stop();
  });

  it.each(['forbidden', 'not-found'] as const)(
    'that the server does not give (%s) are not waited for, and all listed at once when they come',
    async (code) => {
      const { cluster, mend } = failingWith(new ExtError(code, message('error.failure', { what: 'no' })));
      const { refreshed, synced, stop } = await atWork(cluster);
      expect([refreshed(), synced()]).toEqual([[], 1]);
      mend();
      await vi.advanceTimersByTimeAsync(times.retryPause);
      expect(refreshed()).toEqual(['platform', 'custom']);
      await stop();
    },
  );

  it('are waited for while the server fails', async () => {
    const { cluster, mend } = failingWith(new Error('down'));
    const { synced, stop } = await atWork(cluster);
    await vi.advanceTimersByTimeAsync(10 * times.retryPause);
    expect(synced()).toBe(0);
    mend();
    await vi.advanceTimersByTimeAsync(times.retryPause);
    expect(synced()).toBe(1);
    await stop();
  });

  it('are left when they go', async () => {
    const { cluster, left, stop } = await atWork();
    await cluster.delete(catalogSources, 'custom', 'cpaas-system');
    await vi.advanceTimersByTimeAsync(1);
    expect(left).toEqual(['custom']);
    await stop();
  });

  it('are listed a little after they change, once for a burst of changes', async () => {
    const { cluster, refreshed, stop } = await atWork();
    refreshed();
    for (let changes = 0; changes < 3; changes += 1) {
      await cluster.patch(
        catalogSources,
        { name: 'platform', namespace: 'cpaas-system' },
        { metadata: { labels: { change: String(changes) } } },
      );
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(refreshed()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(refreshed()).toEqual(['platform']);
    await stop();
  });

  it('count an absence once in a while, however often they change', async () => {
    const { cluster, refreshed, stop } = await atWork();
    refreshed();
    for (let change = 0; change < 10; change += 1) {
      await cluster.patch(
        catalogSources,
        { name: 'platform', namespace: 'cpaas-system' },
        { metadata: { labels: { change: String(change) } } },
      );
      await vi.advanceTimersByTimeAsync(times.refresh / 10);
    }
    const lists = refreshed().filter((each) => each.startsWith('platform'));
    expect(lists.length).toBeGreaterThan(5);
    expect(lists.filter((each) => each.endsWith('counts'))).toHaveLength(1);
    await stop();
  });

  it('are listed again and again', async () => {
    const { refreshed, stop } = await atWork();
    refreshed();
    for (let minutes = 0; minutes < 2; minutes += 1) {
      await vi.advanceTimersByTimeAsync(times.refresh);
      expect(refreshed()).toEqual(['platform counts', 'custom']);
    }
    await stop();
  });

  it('are not listed any more when they are gone', async () => {
    const { cluster, refreshed, stop } = await atWork();
    await cluster.delete(catalogSources, 'custom', 'cpaas-system');
    refreshed();
    await vi.advanceTimersByTimeAsync(times.refresh);
    expect(refreshed()).toEqual(['platform counts']);
    await stop();
  });
});
