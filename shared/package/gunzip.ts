import { createGunzip, type Gunzip } from 'node:zlib';
import type { RegularFile } from '../files/regular-file.ts';
import { message } from '../messages/message.ts';
import { ByteReader } from './byte-reader.ts';
import { corrupt } from './corrupt.ts';
import { chunkSize, fileChunks } from './file-chunks.ts';

/**
 * The content of a package file, inflated where it is compressed. Memory stays within a few chunks whatever the file inflates to.
 * Reading throws `corrupt` for damaged compression, a missing end, and bytes behind the end. The reader has to be closed.
 */
export async function openContent(file: RegularFile, signal: AbortSignal): Promise<ByteReader> {
  return inflated(new ByteReader(fileChunks(file), signal), file.path, signal);
}

/** What a reader holds, inflated where it is compressed; `file` is for errors. */
export async function inflated(reader: ByteReader, file: string, signal: AbortSignal): Promise<ByteReader> {
  const head = await reader.peek(2);
  return head[0] === 0x1f && head[1] === 0x8b ? new ByteReader(gunzip(reader.rest(), file), signal) : reader;
}

/** What was put into the inflater, and whether that was all there is. */
interface Fed {
  bytes: number;
  isAll: boolean;
}

/**
 * Inflates gzip of any number of members. One chunk is put in and everything it holds is taken out before the next, so the slowest of reader, zlib and
 * consumer sets the pace. The source is not closed: whoever hashes it may want to read on.
 */
export async function* gunzip(source: AsyncIterator<Buffer>, file: string): AsyncGenerator<Buffer> {
  const inflater = createGunzip({ chunkSize });
  const fed: Fed = { bytes: 0, isAll: false };
  const feeding = feed(source, inflater, fed);
  try {
    for await (const chunk of inflater) yield chunk as Buffer;
    // zlib takes zeros behind the last member for padding, and stops.
    if (!fed.isAll || inflater.bytesWritten !== fed.bytes) throw corrupt(message('package.gzip-trailing', { file }));
  } catch (error) {
    throw isZlibError(error) ? corrupt(message('package.gzip', { file }), error.message) : error;
  } finally {
    inflater.destroy();
    await feeding;
  }
}

async function feed(source: AsyncIterator<Buffer>, inflater: Gunzip, fed: Fed): Promise<void> {
  try {
    while (!inflater.destroyed) {
      const { done, value } = await source.next();
      if (done === true) {
        fed.isAll = true;
        inflater.end();
        return;
      }
      fed.bytes += value.length;
      await written(inflater, value);
    }
  } catch (error) {
    inflater.destroy(error as Error);
  }
}

/** Waits until a chunk is used up, or nobody wants it any more: zlib does not say so of a chunk it was stopped in. */
function written(inflater: Gunzip, chunk: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      inflater.off('close', done);
      resolve();
    };
    inflater.once('close', done);
    inflater.write(chunk, done);
  });
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
