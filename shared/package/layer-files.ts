import { ExtError } from '../errors.ts';
import { hexOf } from '../model/digest.ts';
import { checked } from './checked-content.ts';
import { FileBudget, layered, type LayerFiles } from './overlaid-layers.ts';
import type { BlobSource } from './package-writer.ts';
import { readLayerFiles } from './read-layer.ts';

/** What is wanted of which image. */
export interface LayersWish {
  /** For errors. */
  readonly image: string;
  /** The lowest first. */
  readonly layers: readonly BlobSource[];
  readonly wanted: (path: string) => boolean;
  readonly signal: AbortSignal;
}

/**
 * Reads the wanted files of an image out of its layers, one after the other. An archive that is one layer by itself, a chart, works the same. Throws `corrupt` for
 * layers that cannot be read, or are not what their digest says.
 */
export async function filesInLayers({ image, layers, wanted, signal }: LayersWish): Promise<ReadonlyMap<string, Buffer>> {
  const budget = new FileBudget(image);
  const read: LayerFiles[] = [];
  for (const layer of layers) {
    const { digest, size } = layer.descriptor;
    const bytes = checked(layer);
    const found = await readLayerFiles(bytes, { size, shown: hexOf(digest) }, { file: image, wanted, signal, budget });
    // The digest is known at the end only, and what was read so far is not worth more than it.
    for (let { done } = await bytes.next(); done !== true;) ({ done } = await bytes.next());
    if (found instanceof ExtError) throw found;
    read.push(found);
  }
  return layered(read);
}
