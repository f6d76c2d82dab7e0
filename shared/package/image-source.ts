import type { ImageReference } from '../model/image-reference.ts';
import type { Descriptor } from '../model/oci.ts';

/** Where images are taken from: a folder, or a registry. */
export interface ImageSource {
  /** What a full name stands for. Throws `not-found` where the source has no such image. */
  readonly resolve: (reference: ImageReference, signal: AbortSignal) => Promise<Descriptor>;
  /**
   * The bytes of an index, a manifest or a blob of an image, as they come: whoever reads them compares them with the descriptor.
   * Each chunk is memory of its own. Throws `not-found` where they are missing.
   */
  readonly open: (reference: ImageReference, descriptor: Descriptor, signal: AbortSignal) => AsyncIterable<Buffer>;
  /** Frees sockets. */
  readonly close: () => void;
}
