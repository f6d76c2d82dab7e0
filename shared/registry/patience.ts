import { setTimeout as sleep } from 'node:timers/promises';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import type { Timing } from './source-wish.ts';

/** Something that may well work when it is tried again. What it means where it does not is its cause. */
export class TransientError extends Error {
  override readonly cause: ExtError;
  /** How long the other side asks to be left alone, in milliseconds. */
  readonly retryAfter: number | undefined;

  constructor(cause: ExtError, retryAfter?: number) {
    super(cause.message);
    this.cause = cause;
    this.retryAfter = retryAfter;
  }
}

const tries = 5;
/** Nobody waits longer than that for one registry, whatever it asks for, in milliseconds. */
const longestWait = 10 * 60_000;

/** Decides whether and when something is tried again. */
export class Patience {
  readonly #timing: Pick<Timing, 'firstPause' | 'longestPause'>;
  readonly #signal: AbortSignal;
  #failures = 0;

  constructor(timing: Pick<Timing, 'firstPause' | 'longestPause'>, signal: AbortSignal) {
    this.#timing = timing;
    this.#signal = signal;
  }

  /** Says that it is going on: what failed before does not count any more. */
  progressed(): void {
    this.#failures = 0;
  }

  /** Waits before the next try. Throws the error where there is none: it is not transient, or was the fifth in a row. What fails by the signal is `interrupted`. */
  async afterFailure(error: unknown): Promise<void> {
    if (this.#signal.aborted) throw new ExtError('interrupted', message('error.interrupted'));
    if (!(error instanceof TransientError)) throw error;
    this.#failures++;
    if (this.#failures >= tries) throw error.cause;
    const { firstPause, longestPause } = this.#timing;
    const pause = Math.min(longestPause, firstPause * 2 ** (this.#failures - 1));
    // All who failed together must not come back together.
    const wait = error.retryAfter ?? pause * (0.5 + Math.random() / 2);
    await this.#wait(Math.min(wait, longestWait));
  }

  async #wait(milliseconds: number): Promise<void> {
    try {
      await sleep(milliseconds, undefined, { signal: this.#signal });
    } catch {
      throw new ExtError('interrupted', message('error.interrupted'));
    }
  }
}

/** `Retry-After` in milliseconds: seconds, or a time. */
export function retryAfterIn(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
