import type { ImageReference } from '../../model/image-reference.ts';
import type { Descriptor, ImageManifest } from '../../model/oci.ts';

/** An index or a manifest and its bytes. */
export interface GatheredDocument {
  readonly descriptor: Descriptor;
  readonly bytes: Buffer;
}

/** One image of one architecture. */
export interface GatheredManifest extends GatheredDocument {
  /** `linux/amd64`; null for a chart, an attestation, a bundle without code. */
  readonly platform: string | null;
  readonly manifest: ImageManifest;
}

/** Everything of an image that has to be known before its blobs are copied. */
export interface GatheredImage {
  /** As it was spelled. */
  readonly image: string;
  readonly reference: ImageReference;
  /** Undefined for an image that is one manifest. */
  readonly index: GatheredDocument | undefined;
  readonly manifests: readonly GatheredManifest[];
}

/** What the name of an image stands for in the package. */
export function rootOf({ index, manifests }: GatheredImage): Descriptor {
  const root = index ?? manifests[0];
  if (root === undefined) throw new RangeError('an image has a manifest');
  return root.descriptor;
}
