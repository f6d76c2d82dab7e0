import { message } from '../messages/message.ts';
import { type Digest, hexOf } from '../model/digest.ts';
import { escapedText } from '../model/escaped-text.ts';
import { type Descriptor, type ImageIndex, isIndex, isIndexType, largestDocument } from '../model/oci.ts';
import { corrupt } from './corrupt.ts';
import { Documents } from './documents.ts';
import type { PackageEntry } from './package-entries.ts';
import { blobDigest, checkDigest, contentOf, digestOfBytes } from './read-content.ts';

/** The entries that are still to come, and the file they lie in, for errors. */
export interface Remaining {
  readonly entries: AsyncGenerator<PackageEntry>;
  readonly file: string;
}

/** The next entry, which has to be the file of this name. Throws `corrupt`. */
export async function expectedEntry(name: string, entries: AsyncGenerator<PackageEntry>, file: string): Promise<PackageEntry> {
  const { value: entry } = await entries.next();
  if (entry === undefined) throw corrupt(message('package.missing', { file, entry: escapedText(name) }));
  if (entry.name !== name || entry.type !== 'file')
    throw corrupt(message('package.order', { file, entry: entry.shown, expected: escapedText(name) }));
  return entry;
}

/** The next entry, which has to be this blob, of this size. Throws `corrupt`. */
export async function expectedBlob(
  digest: Digest,
  size: number,
  entries: AsyncGenerator<PackageEntry>,
  file: string,
): Promise<PackageEntry> {
  const entry = await expectedEntry(blobName(digest), entries, file);
  checkSize(entry, size, file);
  return entry;
}

/**
 * Reads the first group of blobs: the indexes and manifests that are reachable from `index.json`, by digest. Since a manifest may come before the index that names
 * it, what is not known yet is kept as long as an index is to come. Throws `corrupt` where the group is not exactly that.
 */
export async function readManifests(index: ImageIndex, { entries, file }: Remaining): Promise<Documents> {
  const documents = new Documents(file);
  const reach = new Reach(documents);
  reach.add(index.manifests);
  let previous = '';
  while (reach.missing.size > 0) {
    const { value: entry } = await entries.next();
    if (entry === undefined) throw corrupt(message('package.missing', { file, entry: escapedText(blobName(reach.first)) }));
    const digest = entry.type === 'file' ? blobDigest(entry.name) : undefined;
    const isLawful = digest !== undefined && digest > previous && reach.mayBe(digest);
    if (!isLawful) throw corrupt(message('package.order', { file, entry: entry.shown, expected: escapedText(blobName(reach.first)) }));
    checkSize(entry, reach.missing.get(digest)?.size ?? entry.size, file);
    const bytes = await contentOf(entry, largestDocument, file);
    checkDigest(digestOfBytes(bytes), digest, entry.shown, file);
    documents.addManifest(digest, bytes, entry.shown);
    reach.found(digest);
    previous = digest;
  }
  const stranger = [...documents.manifests.keys()].find((digest) => !reach.all.has(digest));
  if (stranger !== undefined) throw corrupt(message('package.unexpected', { file, entry: escapedText(blobName(stranger)) }));
  return documents;
}

function blobName(digest: Digest): string {
  return `blobs/sha256/${hexOf(digest)}`;
}

function checkSize({ size, shown }: PackageEntry, expected: number, file: string): void {
  if (size !== expected) throw corrupt(message('package.size', { file, entry: shown, size, expected }));
}

/** What is known to be reachable so far. */
class Reach {
  readonly all = new Set<Digest>();
  readonly missing = new Map<Digest, Descriptor>();
  readonly #documents: Documents;
  #missingIndexes = 0;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  /** The first in order of what is missing. */
  get first(): Digest {
    return [...this.missing.keys()].reduce((a, b) => (a < b ? a : b));
  }

  /** Whether a manifest is wanted, or may turn out to be. */
  mayBe(digest: Digest): boolean {
    return this.missing.has(digest) || this.#missingIndexes > 0;
  }

  /** Adds what descriptors lead to; a list of work, because a chain of indexes may be longer than the stack is deep. */
  add(descriptors: readonly Descriptor[]): void {
    const work = [...descriptors];
    for (let descriptor = work.pop(); descriptor !== undefined; descriptor = work.pop()) {
      const { digest, mediaType } = descriptor;
      if (this.all.has(digest)) continue;
      this.all.add(digest);
      const document = this.#documents.manifests.get(digest);
      if (document === undefined) {
        this.missing.set(digest, descriptor);
        if (isIndexType(mediaType)) this.#missingIndexes += 1;
      } else if (isIndex(document)) {
        for (const child of document.manifests) work.push(child);
      }
    }
  }

  /** Takes note of a document that has been read. */
  found(digest: Digest): void {
    const descriptor = this.missing.get(digest);
    if (descriptor === undefined) return;
    this.missing.delete(digest);
    if (isIndexType(descriptor.mediaType)) this.#missingIndexes -= 1;
    const document = this.#documents.manifests.get(digest);
    if (document !== undefined && isIndex(document)) this.add(document.manifests);
  }
}
