import type { Health } from '../health.ts';
import { pause } from '../pause.ts';
import type { AnyWatched } from './caches.ts';

/** What keeping caches depends on. */
export interface KeepCachesParts {
  readonly health: Health;
  /** Milliseconds: after so long without a sign of life a cache is not relied on, and how often that is looked at. */
  readonly times: { readonly staleFacts: number; readonly certificateCheck: number };
}

/**
 * Runs caches until the signal aborts. They are in order while each is known and has heard of the server lately, or the server would not give it:
 * without one kind the others can still be judged.
 */
export async function keepCaches(caches: readonly AnyWatched[], { health, times }: KeepCachesParts, signal: AbortSignal): Promise<void> {
  const running = caches.map((cache) => cache.run(signal));
  const isRecent = (cache: AnyWatched) => cache.items !== undefined && (cache.age() ?? Infinity) <= times.staleFacts;
  const look = () =>
    health.set(
      'objects',
      caches.every((cache) => cache.isRefused || isRecent(cache)),
    );
  void Promise.all(caches.map(({ settled }) => settled)).then(look);
  while (!signal.aborted) {
    look();
    await pause(times.certificateCheck, signal);
  }
  await Promise.all(running);
}
