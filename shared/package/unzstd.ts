import { Readable } from 'node:stream';
import { constants, createZstdDecompress } from 'node:zlib';
import { message } from '../messages/message.ts';
import { corrupt } from './corrupt.ts';

/** The usual levels need no larger window; a hostile stream may ask for 2 GiB. */
const largestWindow = 23;

/** Decompresses zstd. Throws `corrupt` for what is damaged, or wants more memory than the usual levels; `file` is for errors. */
export async function* unzstd(source: AsyncIterable<Buffer>, file: string): AsyncGenerator<Buffer> {
  const decompressor = createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: largestWindow } });
  const input = Readable.from(source, { objectMode: false });
  // Its own errors and those of its source come out of one stream.
  input.on('error', (error) => decompressor.destroy(error));
  try {
    for await (const chunk of input.pipe(decompressor)) yield chunk as Buffer;
  } catch (error) {
    throw isZstdError(error) ? corrupt(message('package.gzip', { file }), error.message) : error;
  } finally {
    input.destroy();
    decompressor.destroy();
  }
}

function isZstdError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^(?:Z_|ZSTD_)/.test(String(error.code));
}
