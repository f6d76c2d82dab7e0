import type { RegularFile } from '../files/regular-file.ts';
import type { BundleContent } from '../model/bundle-content.ts';
import type { PackageContent } from '../model/package-content.ts';
import type { ImageManifest } from '../model/oci.ts';

/** The door to package files. Everything is streamed: nothing is unpacked to disk, and memory does not grow with a package. */
export interface Packages {
  /**
   * Reads what a package says of itself. Of our own layout it reads no layer; of others as much as it takes to find all manifests.
   * Throws `corrupt` for whatever breaks a rule of docs/package-format.md, naming the entry and the rule; `interrupted` when the signal fires.
   */
  readonly inspect: (file: RegularFile, signal: AbortSignal) => Promise<PackageContent>;
  /**
   * Reads a package to its end: every blob against its digest, and of our own layout that it holds exactly what its `index.json` leads to, in order. What a
   * foreign layout names has to be there, all platforms of an image included. Throws as `inspect`.
   */
  readonly check: (file: RegularFile, signal: AbortSignal) => Promise<PackageContent>;
  /**
   * The files of an image, by their paths in it, as its layers lay them over each other; only those that `wanted` is true for, each at most 4 MiB.
   * Throws as `inspect`, also for a layer whose digest is wrong.
   */
  readonly imageFiles: (
    file: RegularFile,
    manifest: ImageManifest,
    wanted: (path: string) => boolean,
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<string, Buffer>>;
  /** What the bundle image of a package brings along. Throws as `inspect`, also where that is no bundle. */
  readonly bundle: (file: RegularFile, content: PackageContent, signal: AbortSignal) => Promise<BundleContent>;
}
