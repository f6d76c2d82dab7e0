import { errorData, type Log } from '../log.ts';
import { pause } from '../pause.ts';
import type { Leaf } from './certificates.ts';

/** How a leaf is kept fresh. */
export interface KeepLeafParts {
  readonly mint: () => Promise<Leaf>;
  /** Puts a new leaf to use. */
  readonly use: (leaf: Leaf) => void;
  readonly now: () => number;
  /** A number from 0 to 1: replicas must not all renew at once. */
  readonly chance: () => number;
  /** Milliseconds between two looks at the clock. A long timer would not notice that a machine slept. */
  readonly interval: number;
  readonly log: Log;
}

/** Renews a leaf after two thirds of its life, until the signal aborts. Where minting fails the old one stays in use and it is tried again. */
export async function keepLeaf(first: Leaf, { mint, use, now, chance, interval, log }: KeepLeafParts, signal: AbortSignal): Promise<void> {
  let renewAt = renewalOf(first, chance());
  while (!signal.aborted) {
    await pause(interval, signal);
    if (signal.aborted || now() < renewAt) continue;
    try {
      const next = await mint();
      use(next);
      renewAt = renewalOf(next, chance());
      log('leaf.renewed');
    } catch (error) {
      log('leaf.renewal-failed', errorData(error));
    }
  }
}

/** Two thirds of the life, a twentieth of it earlier or later. */
function renewalOf({ from, until }: Leaf, chance: number): number {
  return from + (until - from) * (2 / 3 + (chance - 0.5) / 10);
}
