import type { Health } from '../health.ts';
import { pause } from '../pause.ts';
import type { AnyWatched } from './caches.ts';

/** What keeping caches depends on. */
export interface KeepCachesParts {
  readonly health: Health;
  /** Milliseconds: after so long without a sign of life a cache is not relied on, and how often that is looked at. */
  readonly times: { readonly staleFacts: number; readonly certificateCheck: number };
}

/** Runs caches until the signal aborts. They are in order while each is known and has heard of the server lately. */
export async function keepCaches(caches: readonly AnyWatched[], { health, times }: KeepCachesParts, signal: AbortSignal): Promise<void> {
  const running = caches.map((cache) => cache.run(signal));
  const isRecent = (cache: AnyWatched) => cache.items !== undefined && (cache.age() ?? Infinity) <= times.staleFacts;
  const look = () => health.set('objects', caches.every(isRecent));
  void Promise.all(caches.map(({ known }) => known)).then(look);
  while (!signal.aborted) {
    look();
    await pause(times.certificateCheck, signal);
  }
  await Promise.all(running);
}
