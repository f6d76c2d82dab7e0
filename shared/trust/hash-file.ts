import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';
import type { HashJob, HashResult } from './hash-job.ts';

/** Small enough for the cache of a core, so that what was read is hashed where it lies. */
const bufferSize = 128 * 1024;

/**
 * Reads a file once, from its start whatever was read of it before, and hashes it in every way that is asked for. Reading waits, which
 * costs a third less than a stream; whoever has something else to do does it between two pieces. Gives the bytes so far after each.
 */
export function* hashFile({ fd, size, hashes }: HashJob): Generator<number, HashResult, void> {
  const running = hashes.map(({ algorithm, salt }) => createHash(algorithm).update(salt));
  // With room for a byte more than there should be.
  const buffer = Buffer.allocUnsafeSlow(Math.min(bufferSize, size + 1));
  let position = 0;
  try {
    for (;;) {
      const length = readSync(fd, buffer, 0, buffer.length, position);
      if (length === 0) break;
      position += length;
      if (position > size) return { fault: 'grown' };
      const piece = buffer.subarray(0, length);
      for (const hash of running) hash.update(piece);
      yield position;
    }
  } catch (error) {
    return { fault: { unreadable: (error as NodeJS.ErrnoException).code ?? String(error) } };
  }
  if (position < size) return { fault: 'short' };
  return { digests: hashes.map(({ ends }, index) => ends.map((end) => digestOf(running[index]?.copy().update(end).digest()))) };
}

/** A copy of its own memory: a small buffer of Node is a window on a pool, which would cross to the other thread whole. */
function digestOf(digest: Buffer | undefined): Uint8Array {
  return new Uint8Array(digest ?? []);
}
