import type { Descriptor } from '../model/oci.ts';
import type { PackageMetadata } from '../model/package-metadata.ts';
import type { LayersWish } from './layer-files.ts';

/** A blob, and where its bytes come from; whoever reads them compares them with the descriptor. */
export interface BlobSource {
  readonly descriptor: Pick<Descriptor, 'digest' | 'size'>;
  readonly open: () => AsyncIterable<Buffer>;
}

/** A package before it is a file. */
export interface PackageToWrite {
  readonly metadata: PackageMetadata;
  /** The bytes of `index.json`. */
  readonly index: Buffer;
  /** In the order in which they are written. */
  readonly blobs: readonly BlobSource[];
}

/** How a package becomes a file. */
export interface WriteOptions {
  /** Whether a file with other content may be replaced. */
  readonly force: boolean;
  readonly signal: AbortSignal;
  /** Bytes of the package that are done; called now and then. */
  readonly onProgress: (bytes: number) => void;
}

/** What became of a file. */
export interface WrittenFile {
  readonly path: string;
  readonly result: 'created' | 'configured' | 'unchanged';
}

/** What was written, or was there already. */
export interface WrittenPackage {
  /** Hexadecimal. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
  readonly files: readonly WrittenFile[];
}

/** The door through which packages are made. Everything is streamed: memory does not grow with a package. */
export interface PackageWriter {
  /** All bytes of a blob. Throws `corrupt` where they are not what its digest says, or more than `limit`. */
  readonly wholeOf: (blob: BlobSource, limit: number) => Promise<Buffer>;
  /** The files of an image as its layers lay them over each other. Throws `corrupt` for layers that cannot be read, or are not what their digest says. */
  readonly filesIn: (wish: LayersWish) => Promise<ReadonlyMap<string, Buffer>>;
  /** The documents of a YAML file. Throws `corrupt`, naming the file. */
  readonly documentsIn: (file: string, bytes: Buffer) => readonly unknown[];
  /** How many bytes the file will have. */
  readonly sizeOf: (content: PackageToWrite) => number;
  /**
   * What `write` would do, as far as the sizes of files tell: `same` is one as large, which may be the very package. Throws `unmet` and `usage` where
   * that would.
   */
  readonly foresee: (
    path: string,
    content: PackageToWrite,
    options: Pick<WriteOptions, 'force'>,
  ) => Promise<'created' | 'configured' | 'same'>;
  /**
   * Writes a package, and a `.sha256` beside it. It appears as a whole or not at all. Throws `unmet` where another file has its name,
   * `corrupt` for a blob that is not what its digest says, `failure` where the disk does not take it, `interrupted` when the signal fires.
   */
  readonly write: (path: string, content: PackageToWrite, options: WriteOptions) => Promise<WrittenPackage>;
}
