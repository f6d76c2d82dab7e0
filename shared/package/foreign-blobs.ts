import { createHash } from 'node:crypto';
import type { Digest } from '../model/digest.ts';
import { Documents } from './documents.ts';
import type { PackageEntry } from './package-entries.ts';
import { finished } from './read-content.ts';
import { largestDocument } from '../model/oci.ts';

/** A file of a package that others made: what it is, whatever it is called. */
export interface ForeignBlob {
  readonly digest: Digest;
  /** In bytes. */
  readonly size: number;
  readonly isCompressed: boolean;
}

/** The files of a package that others made, which come in any order: each is hashed, and kept only if it may be a document that images are described by. */
export class ForeignBlobs {
  readonly documents: Documents;
  /** By digest, in bytes. */
  readonly sizes = new Map<Digest, number>();
  readonly #byPath = new Map<string, ForeignBlob>();

  constructor(file: string) {
    this.documents = new Documents(file);
  }

  /** Reads a file and says what it is. */
  async add(entry: PackageEntry): Promise<ForeignBlob> {
    const hash = createHash('sha256');
    const kept: Buffer[] = [];
    let head: Buffer | undefined;
    for await (const chunk of entry.body) {
      hash.update(chunk);
      head ??= Buffer.from(chunk.subarray(0, 2));
      if (entry.size <= largestDocument) kept.push(chunk);
    }
    const digest = finished(hash);
    this.documents.offer(digest, Buffer.concat(kept));
    const blob = { digest, size: entry.size, isCompressed: head?.equals(Buffer.from([0x1f, 0x8b])) === true };
    this.sizes.set(digest, entry.size);
    this.#byPath.set(entry.path, blob);
    return blob;
  }

  /** The file of a path. */
  at(path: string): ForeignBlob | undefined {
    return this.#byPath.get(path);
  }
}
