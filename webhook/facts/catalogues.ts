import type { Cluster } from '../../shared/cluster/cluster.ts';
import { catalogSources, type CatalogSource } from '../../shared/model/catalog-source.ts';
import { keepFollowing } from '../follow.ts';
import type { Log } from '../log.ts';
import { pause } from '../pause.ts';
import type { PackageIndex } from './package-index.ts';
import type { CatalogueKey } from './package-table.ts';
import { isRefusal } from './refused.ts';

/** When catalogues are listed, in milliseconds. */
export interface CatalogueTimes {
  /** After something about a catalogue changed: changes come in bursts. */
  readonly debounce: number;
  /** Without any change; up to a tenth is added or taken, so that replicas do not ask together. */
  readonly refresh: number;
  /** Before a broken watch begins anew. */
  readonly retryPause: number;
}

/** What keeps an index up to date. */
export interface CataloguesParts {
  readonly cluster: Pick<Cluster, 'follow'>;
  readonly index: Pick<PackageIndex, 'refresh' | 'leave'>;
  readonly times: CatalogueTimes;
  readonly log: Log;
  /** A number from 0 to 1. */
  readonly chance: () => number;
  /** Called when every catalogue of the first state has been asked, and whenever the server would not give it: nobody waits for OLM where there is none. */
  readonly onSynced: () => void;
}

/** Keeps an index of packages up to date with the catalogues of the cluster. */
export class Catalogues {
  readonly #parts: CataloguesParts;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #sources = new Map<string, CatalogSource>();
  #isSynced = false;
  /** One list at a time: each costs package-server a copy of the catalogue. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(parts: CataloguesParts) {
    this.#parts = parts;
  }

  /** Works until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { cluster, times, log } = this.#parts;
    const following = keepFollowing(
      cluster,
      { resource: catalogSources, scope: {} },
      { onState: (items) => this.#update(items), onFailure: (error) => this.#settle(error), retryPause: times.retryPause, log },
      signal,
    );
    await Promise.all([following, this.#refreshForEver(signal)]);
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  async #update(items: readonly CatalogSource[]): Promise<void> {
    const before = this.#sources;
    this.#sources = new Map(items.map((source) => [keyOf(source), source]));
    for (const [key, source] of before) if (!this.#sources.has(key)) this.#parts.index.leave(catalogueOf(source));
    const changed = [...this.#sources].filter(
      ([key, { metadata }]) => metadata.resourceVersion !== before.get(key)?.metadata.resourceVersion,
    );
    const keys = changed.map(([key]) => key);
    if (this.#isSynced) for (const key of keys) this.#refreshSoon(key);
    else await this.#sync(keys);
  }

  /** What comes after a refusal is a first state like any other. */
  #settle(error: unknown): void {
    if (!this.#isSynced && isRefusal(error)) this.#parts.onSynced();
  }

  async #sync(keys: readonly string[]): Promise<void> {
    await Promise.all(keys.map((key) => this.#refresh(key)));
    this.#isSynced = true;
    this.#parts.onSynced();
  }

  #refreshSoon(key: string): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => void this.#refresh(key), this.#parts.times.debounce),
    );
  }

  async #refreshForEver(signal: AbortSignal): Promise<void> {
    const { times, chance } = this.#parts;
    for (;;) {
      await pause(times.refresh * (0.9 + 0.2 * chance()), signal);
      if (signal.aborted) return;
      for (const key of this.#sources.keys()) await this.#refresh(key, () => this.#isWell(key));
    }
  }

  /** A list proves no absence unless it is one of those that come without any change: changes come in bursts while a catalogue restarts. */
  #refresh(key: string, isProof = () => false): Promise<unknown> {
    const source = this.#sources.get(key);
    if (source === undefined) return Promise.resolve();
    this.#queue = this.#queue.then(() => this.#parts.index.refresh(catalogueOf(source), isProof));
    return this.#queue;
  }

  #isWell(key: string): boolean {
    return this.#sources.get(key)?.status?.connectionState?.lastObservedState === 'READY';
  }
}

function catalogueOf({ metadata: { name: catalogue, namespace = '' } }: CatalogSource): CatalogueKey {
  return { namespace, catalogue };
}

function keyOf({ metadata: { namespace = '', name } }: CatalogSource): string {
  return `${namespace}/${name}`;
}
