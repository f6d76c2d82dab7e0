import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import type { Digest } from '../model/digest.ts';
import type { ImageManifest } from '../model/oci.ts';
import { corrupt } from './corrupt.ts';
import { FileBudget, type LayerFiles, layered } from './overlaid-layers.ts';
import type { PackageEntry } from './package-entries.ts';
import { blobDigest, checkDigest } from './read-content.ts';
import { readLayer } from './read-layer.ts';
import { storedBlobDigest } from './registry-storage.ts';

/** Of which image which files are wanted. */
export interface WantedFiles {
  /** The package, for errors. */
  readonly file: string;
  readonly manifest: ImageManifest;
  readonly wanted: (path: string) => boolean;
  readonly signal: AbortSignal;
}

/**
 * Reads the wanted files of one image out of the entries of a package, in one pass that ends with the last of its layers. Throws `corrupt` for layers that are
 * missing, are not what their digest says, or cannot be read.
 */
export async function readImageFiles(entries: AsyncIterable<PackageEntry>, image: WantedFiles): Promise<ReadonlyMap<string, Buffer>> {
  const { file, manifest, wanted, signal } = image;
  const sizes = new Map(manifest.layers.map(({ digest, size }) => [digest, size]));
  const layers = new Map<Digest, LayerFiles>();
  const budget = new FileBudget(file);
  if (sizes.size > 0) {
    for await (const entry of entries) {
      const promised = blobDigest(entry.path) ?? storedBlobDigest(entry.path);
      if (!isCandidate(entry, promised, sizes, file)) continue;
      const { digest, content } = await readLayer(entry, { file, wanted, signal, budget });
      if (promised !== undefined) checkDigest(digest, promised, entry.shown, file);
      if (!sizes.has(digest)) continue;
      if (content instanceof ExtError) throw content;
      layers.set(digest, content);
      if (layers.size === sizes.size) break;
    }
  }
  return layered(
    manifest.layers.map(({ digest }) => {
      const found = layers.get(digest);
      if (found === undefined) throw corrupt(message('package.missing', { file, entry: digest }));
      return found;
    }),
  );
}

/** Whether an entry is a layer of the image by its name; where names say nothing, as in a docker-archive, whether it can be one by its size. */
function isCandidate(entry: PackageEntry, promised: Digest | undefined, sizes: ReadonlyMap<Digest, number>, file: string): boolean {
  const { type, size, shown } = entry;
  if (type !== 'file') return false;
  if (promised === undefined) return [...sizes.values()].includes(size);
  const expected = sizes.get(promised);
  if (expected !== undefined && expected !== size) throw corrupt(message('package.size', { file, entry: shown, size, expected }));
  return expected !== undefined;
}
