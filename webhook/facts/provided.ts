import type { Cluster } from '../../shared/cluster/cluster.ts';
import { productBaseName } from '../../shared/model/assumptions.ts';
import { productBases, providedBy, type ProvidedPackage } from '../../shared/model/product-base.ts';
import { errorData, type Log } from '../log.ts';
import { pause } from '../pause.ts';

/** How what the platform says of publishers is learnt. */
export interface ProvidedParts {
  readonly cluster: Pick<Cluster, 'get'>;
  /** Milliseconds between two reads; up to a tenth is added or taken, so that replicas do not ask together. */
  readonly interval: number;
  /** A number from 0 to 1. */
  readonly chance: () => number;
  readonly log: Log;
}

/** What the platform says of the publishers of packages, on its global cluster. Nothing is forgotten because it cannot be read, or is not there, for a moment. */
export class Provided {
  readonly #parts: ProvidedParts;
  #packages: readonly ProvidedPackage[] | undefined;

  constructor(parts: ProvidedParts) {
    this.#parts = parts;
  }

  /** Undefined until it was read once; empty where the platform has never said anything. */
  get packages(): readonly ProvidedPackage[] | undefined {
    return this.#packages;
  }

  /** Reads it now. Never rejects. */
  async refresh(): Promise<void> {
    const { cluster, log } = this.#parts;
    try {
      const found = await cluster.get(productBases, productBaseName);
      this.#packages = found === null ? (this.#packages ?? []) : providedBy(found);
    } catch (error) {
      log('product-base.failed', errorData(error));
    }
  }

  /** Reads it again and again until the signal aborts. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { interval, chance } = this.#parts;
    for (;;) {
      await pause(interval * (0.9 + 0.2 * chance()), signal);
      if (signal.aborted) return;
      await this.refresh();
    }
  }
}
