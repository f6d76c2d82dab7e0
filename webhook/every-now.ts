import { pause } from './pause.ts';

/** Does something at once, and again so many milliseconds after it was done, until the signal aborts. */
export async function everyNow(work: () => Promise<void>, interval: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await work();
    await pause(interval, signal);
  }
}
