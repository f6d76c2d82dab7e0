import { message } from '../messages/message.ts';
import type { RegularFile } from '../files/regular-file.ts';
import { corrupt } from './corrupt.ts';

/** How much is read at once, in bytes; with less, the calls cost more than the reading. */
export const chunkSize = 1024 * 1024;

/** What a package says of itself is in front, and often nothing else is wanted: the first chunks are smaller. */
const smallChunk = 64 * 1024;

/**
 * The bytes of a file, as many as it had when it was opened, read by position, so that one descriptor serves several readers.
 * Each chunk is memory of its own. Throws `corrupt` where the file has become shorter.
 */
export async function* fileChunks({ handle, size, path }: RegularFile): AsyncGenerator<Buffer> {
  for (let position = 0; position < size;) {
    const length = Math.min(position < chunkSize ? smallChunk : chunkSize, size - position);
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length, position);
    if (bytesRead === 0) throw corrupt(message('package.changed', { file: path }));
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
