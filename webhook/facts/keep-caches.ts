import { readyPods, type EndpointSlice } from '../../shared/model/endpoint-slice.ts';
import type { Health } from '../health.ts';
import type { Log } from '../log.ts';
import { pause } from '../pause.ts';
import type { AnyWatched } from './caches.ts';
import type { Watched } from './watched.ts';

/** What keeping caches depends on. */
export interface KeepCachesParts {
  readonly health: Health;
  /** Milliseconds: after so long without a sign of life a cache is not relied on, and how often that is looked at. */
  readonly times: { readonly staleFacts: number; readonly certificateCheck: number };
  /** The pods behind our Service. */
  readonly peers: Pick<Watched<EndpointSlice>, 'items' | 'age' | 'run'>;
  /** The pod that this one is. */
  readonly pod: string;
  readonly log: Log;
}

/** Keeps what is remembered of the cluster, and knows whether it is old. */
export class KeptCaches {
  readonly #caches: readonly AnyWatched[];
  readonly #parts: KeepCachesParts;
  #isOld = false;

  constructor(caches: readonly AnyWatched[], parts: KeepCachesParts) {
    this.#caches = caches;
    this.#parts = parts;
  }

  /** Whether answers are given from what may be out of date, because nobody else could give better ones. */
  get isOld(): boolean {
    return this.#isOld;
  }

  /**
   * Runs caches until the signal aborts. They are in order while each is known and has heard of the server lately, or the server would not give
   * it: without one kind the others can still be judged. One that was known once and has grown old sends the API server elsewhere, but only where
   * another replica is known to be ready: a denial for want of any replica would be worse than an old fact.
   */
  async run(signal: AbortSignal): Promise<void> {
    const { peers, times } = this.#parts;
    const running = [...this.#caches, peers].map((cache) => cache.run(signal));
    void Promise.all(this.#caches.map(({ settled }) => settled)).then(() => this.#look());
    while (!signal.aborted) {
      this.#look();
      await pause(times.certificateCheck, signal);
    }
    await Promise.all(running);
  }

  #look(): void {
    const { health, log } = this.#parts;
    const asked = this.#caches.filter((cache) => !cache.isRefused);
    const isRecent = asked.every((cache) => cache.items !== undefined && this.#heardOf(cache));
    const wasOld = this.#isOld;
    // Once it has stepped in it stays, or two that see each other ready would take turns.
    this.#isOld = !isRecent && asked.every(({ items }) => items !== undefined) && (wasOld || !this.#hasReadyPeer());
    if (this.#isOld && !wasOld)
      log('facts.old', {
        kinds: asked
          .filter((cache) => !this.#heardOf(cache))
          .map(({ name }) => name)
          .join(','),
      });
    health.set('objects', isRecent || this.#isOld);
  }

  #hasReadyPeer(): boolean {
    const { peers, pod } = this.#parts;
    return this.#heardOf(peers) && readyPods(peers.items ?? []).some((name) => name !== pod);
  }

  #heardOf(cache: { age(): number | undefined }): boolean {
    return (cache.age() ?? Infinity) <= this.#parts.times.staleFacts;
  }
}
