import { createHash } from 'node:crypto';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import type { BlobSource } from './package-writer.ts';
import { finished } from './read-content.ts';

/** The same bytes, which turn out to be what the descriptor says. Throws `corrupt` where they do not, before the last of them is trusted. */
export async function* checked({ descriptor, open }: BlobSource): AsyncGenerator<Buffer, void> {
  const { digest, size } = descriptor;
  const hash = createHash('sha256');
  let length = 0;
  for await (const chunk of open()) {
    length += chunk.length;
    if (length > size) throw new ExtError('corrupt', message('create.wrong-size', { digest, size, found: `more than ${size}` }));
    hash.update(chunk);
    yield chunk;
  }
  if (length < size) throw new ExtError('corrupt', message('create.wrong-size', { digest, size, found: length }));
  const found = finished(hash);
  if (found !== digest) throw new ExtError('corrupt', message('create.wrong-digest', { digest, found }));
}

/** All the bytes of a document, once they are known to be what the descriptor says. Throws as `checked`, and `corrupt` above `limit` bytes. */
export async function wholeOf(blob: BlobSource, limit: number): Promise<Buffer> {
  const { digest, size } = blob.descriptor;
  if (size > limit) throw new ExtError('corrupt', message('create.too-large', { what: digest, size, limit }));
  const chunks: Buffer[] = [];
  for await (const chunk of checked(blob)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
