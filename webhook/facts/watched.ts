import type { Cluster, Scope } from '../../shared/cluster/cluster.ts';
import type { KubeObject } from '../../shared/model/object.ts';
import type { Resource } from '../../shared/model/resource.ts';
import { keepFollowing } from '../follow.ts';
import type { Log } from '../log.ts';
import { isRefusal } from './refused.ts';

/** What a cache is made of. */
export interface WatchedParts<T extends KubeObject> {
  readonly cluster: Pick<Cluster, 'follow'>;
  readonly resource: Resource<T>;
  /** Everything of the kind where nothing is said. */
  readonly scope?: Scope;
  readonly trim: (item: T) => T;
  /** Milliseconds before a broken watch begins anew. */
  readonly retryPause: number;
  /** Milliseconds after which the server ends a watch and so gives a sign of life. */
  readonly watchLife: number;
  /** Milliseconds, of a clock that only goes forward. */
  readonly clock: () => number;
  readonly log: Log;
}

/** All objects of one kind as the server last told them, and how long ago it last gave a sign of life. */
export class Watched<T extends KubeObject> {
  readonly #parts: WatchedParts<T>;
  #items: readonly T[] | undefined;
  #lastSign: number | undefined;
  #isRefused = false;
  readonly #settled = Promise.withResolvers<void>();

  constructor(parts: WatchedParts<T>) {
    this.#parts = parts;
  }

  /** The plural name of the kind. */
  get name(): string {
    return this.#parts.resource.plural;
  }

  /** The objects, in no order; undefined until they were read once. */
  get items(): readonly T[] | undefined {
    return this.#items;
  }

  /** Resolves when the objects were read once, or the server would not give them. */
  get settled(): Promise<void> {
    return this.#settled.promise;
  }

  /** Whether the server does not give these objects: the kind is not there, or not for us. What is not known then stays unknown. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  /** Milliseconds since the last sign of life; undefined before the first. */
  age(): number | undefined {
    return this.#lastSign === undefined ? undefined : this.#parts.clock() - this.#lastSign;
  }

  /** Keeps up until the signal aborts. Never rejects. */
  run(signal: AbortSignal): Promise<void> {
    const { cluster, resource, scope = {}, trim, retryPause, watchLife, clock, log } = this.#parts;
    const onAlive = () => {
      this.#lastSign = clock();
      this.#isRefused = false;
    };
    const options = { trim, onAlive, watchSeconds: Math.max(1, Math.round(watchLife / 1000)) };
    const onState = async (items: readonly T[]) => {
      this.#items = items;
      this.#settled.resolve();
    };
    const onFailure = (error: unknown) => {
      this.#isRefused = isRefusal(error);
      if (this.#isRefused) this.#settled.resolve();
    };
    return keepFollowing(cluster, { resource, scope, options }, { onState, onFailure, retryPause, log }, signal);
  }
}
