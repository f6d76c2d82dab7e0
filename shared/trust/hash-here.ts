import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { hashFile } from './hash-file.ts';
import { type HashJob, type HashResult, reportInterval } from './hash-job.ts';
import type { ReadOptions } from './trust.ts';

/** For how many milliseconds nothing else is done: a signal, and the answer of another thread, wait no longer. */
const slice = 1;

/** Hashes a file in the thread that asks, a little at a time. Throws `interrupted` when the signal fires; then nothing reads the file any more. */
export async function hashHere(job: HashJob, { signal, onRead }: ReadOptions): Promise<HashResult> {
  const pieces = hashFile(job);
  let said = performance.now();
  for (let began = said; ;) {
    const { done, value } = pieces.next();
    if (done === true) return value;
    const now = performance.now();
    if (now - began < slice) continue;
    if (now - said >= reportInterval) {
      said = now;
      onRead(value);
    }
    await new Promise((resolve) => setImmediate(resolve));
    if (signal.aborted) throw interrupted();
    began = performance.now();
  }
}

/** What whoever waits for a digest gets when the signal fires. */
export function interrupted(): ExtError {
  return new ExtError('interrupted', message('error.interrupted'));
}
