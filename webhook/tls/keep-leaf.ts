import { errorData, type Log } from '../log.ts';
import { pause } from '../pause.ts';
import type { Leaf } from './certificates.ts';

/** How a leaf is kept fresh. */
export interface KeepLeafParts {
  readonly identity: { readonly leaf: Leaf; renew(): Promise<void> };
  readonly now: () => number;
  /** A number from 0 to 1: replicas must not all renew at once. */
  readonly chance: () => number;
  /** Milliseconds between two looks at the clock. A long timer would not notice that a machine slept. */
  readonly interval: number;
  readonly log: Log;
}

/** Renews the leaf after two thirds of its life, until the signal aborts. Where minting fails the old one stays in use and it is tried again. */
export async function keepLeaf({ identity, now, chance, interval, log }: KeepLeafParts, signal: AbortSignal): Promise<void> {
  const share = 2 / 3 + (chance() - 0.5) / 10;
  while (!signal.aborted) {
    await pause(interval, signal);
    const { from, until } = identity.leaf;
    if (signal.aborted || now() < from + (until - from) * share) continue;
    try {
      await identity.renew();
      log('leaf.renewed');
    } catch (error) {
      log('leaf.renewal-failed', errorData(error));
    }
  }
}
