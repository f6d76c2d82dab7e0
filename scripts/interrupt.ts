import { once } from 'node:events';
import { inspect } from 'node:util';

/** The signals that end a script, and the exit status that shells expect after them. */
const exitStatus = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Ctrl-C in a terminal comes twice: from the terminal, and passed on by whoever started the script. */
const repetition = 1000;

/**
 * Does the work of a script. The first signal that asks it to end aborts the work, which has to end what it started and then rejects, and the
 * process ends with the status of that signal; work that ends well all the same ends the process as usual. Who asks again is not made to wait.
 */
export async function interruptible(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const interruption = new AbortController();
  let asked: { readonly at: number; readonly status: number } | undefined;
  for (const [name, status] of Object.entries(exitStatus)) {
    process.on(name, () => {
      if (asked !== undefined && Date.now() - asked.at > repetition) process.exit(status);
      asked ??= { at: Date.now(), status };
      interruption.abort(new Error(`interrupted by ${name}`));
    });
  }
  try {
    await work(interruption.signal);
  } catch (error) {
    if (asked === undefined) throw error;
    if (error !== interruption.signal.reason) process.stderr.write(`${inspect(error)}\n`);
    process.exit(asked.status);
  }
}

/** Does some work, or throws the signal's reason as soon as it is aborted; what becomes of the work then is for the caller to see to. */
export async function unlessAborted<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  signal?.throwIfAborted();
  const over = new AbortController();
  const aborted = Promise.withResolvers<never>();
  signal?.addEventListener('abort', () => aborted.reject(signal.reason), { signal: over.signal });
  try {
    return await Promise.race([work(), aborted.promise]);
  } finally {
    over.abort();
  }
}

/** Waits until the signal is aborted. */
export async function whenAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
