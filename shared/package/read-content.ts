import { createHash, type Hash } from 'node:crypto';
import { message } from '../messages/message.ts';
import { type Digest, isDigest } from '../model/digest.ts';
import { corrupt } from './corrupt.ts';
import type { PackageEntry } from './package-entries.ts';

/** The content of an entry in memory. Throws `corrupt` at once where it is larger than `most` bytes. */
export async function contentOf(entry: PackageEntry, most: number, file: string): Promise<Buffer> {
  const { size, shown } = entry;
  if (size > most) throw corrupt(message('package.entry-too-large', { file, entry: shown, size, most }));
  const chunks: Buffer[] = [];
  for await (const chunk of entry.body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** The digest of the content of an entry. */
export async function digestOf(entry: PackageEntry): Promise<Digest> {
  const hash = createHash('sha256');
  for await (const chunk of entry.body) hash.update(chunk);
  return finished(hash);
}

/** What a hash comes to, as a digest. */
export function finished(hash: Hash): Digest {
  return `sha256:${hash.digest('hex')}`;
}

/** The digest of bytes. */
export function digestOfBytes(bytes: Buffer): Digest {
  return finished(createHash('sha256').update(bytes));
}

/** Throws `corrupt` where content has another digest than its name promises. */
export function checkDigest(found: Digest, promised: Digest, shown: string, file: string): void {
  if (found !== promised) throw corrupt(message('package.digest', { file, entry: shown, digest: found }));
}

/** The digest that the path of a blob in an OCI layout names; undefined for other paths. */
export function blobDigest(path: string): Digest | undefined {
  return digestNamed(/^blobs\/sha256\/([^/]*)$/.exec(path)?.[1]);
}

/** The digest whose 64 hexadecimal digits are a part of a name. */
export function digestNamed(hex: string | undefined): Digest | undefined {
  const digest = `sha256:${hex ?? ''}`;
  return isDigest(digest) ? digest : undefined;
}
