import { errorData, type Log } from '../log.ts';
import { pause } from '../pause.ts';

/** Reads that a review waits for: what is being read already is not asked for a second time, and nobody waits for long. */
export class LiveReads {
  readonly #parts: { readonly longest: number; readonly log: Log };
  readonly #running = new Map<string, Promise<unknown>>();

  /** `longest`: milliseconds that any review waits at most. */
  constructor(parts: { readonly longest: number; readonly log: Log }) {
    this.#parts = parts;
  }

  /** What a read yields; undefined where it failed or took longer than `budget` milliseconds. A slow one goes on for whoever asks next. */
  async read<R>(key: string, ask: () => Promise<R>, budget: number): Promise<R | undefined> {
    const running = (this.#running.get(key) as Promise<R | undefined> | undefined) ?? this.#begin(key, ask);
    return within(running, Math.min(this.#parts.longest, budget));
  }

  /** Never rejects: whoever asked may have stopped waiting. */
  #begin<R>(key: string, ask: () => Promise<R>): Promise<R | undefined> {
    const running = ask()
      .catch((error: unknown) => {
        this.#parts.log('facts.read-failed', { fact: key, ...errorData(error) });
        return undefined;
      })
      .finally(() => this.#running.delete(key));
    this.#running.set(key, running);
    return running;
  }
}

async function within<R>(promise: Promise<R>, milliseconds: number): Promise<R | undefined> {
  const settled = new AbortController();
  const over = pause(milliseconds, settled.signal).then(() => undefined);
  return Promise.race([promise, over]).finally(() => settled.abort());
}
