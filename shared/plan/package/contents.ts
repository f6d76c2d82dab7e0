import type { Digest } from '../../model/digest.ts';
import type { ImageReference } from '../../model/image-reference.ts';
import { type Descriptor, mediaTypes, refName } from '../../model/oci.ts';
import type { PackagedImage } from '../../model/package-content.ts';
import { type GatheredImage, type GatheredManifest, rootOf } from './gathered.ts';

/** One blob of a package: its bytes where they are at hand, else the image to take it from. */
export interface PlannedBlob {
  readonly descriptor: Descriptor;
  readonly from: Buffer | ImageReference;
}

/** The bytes of `index.json`: a descriptor for each image, under its full name. */
export function packageIndex(images: readonly GatheredImage[]): Buffer {
  const manifests = images.map((image) => {
    const { mediaType, digest, size } = rootOf(image);
    return { mediaType, digest, size, annotations: { [refName]: image.image } };
  });
  return Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.index, manifests }));
}

/** The blobs in the order of the format: what refers to others, then configurations, then layers; in each group by digest, each blob once. */
export function plannedBlobs(images: readonly GatheredImage[]): PlannedBlob[] {
  const documents = images.flatMap(({ index, manifests }) => [index ?? [], manifests].flat());
  const referred = (pick: (each: GatheredManifest) => readonly Descriptor[]) =>
    images.flatMap(({ reference, manifests }) => manifests.flatMap(pick).map((descriptor) => ({ descriptor, from: reference })));
  const groups: PlannedBlob[][] = [
    documents.map(({ descriptor, bytes }) => ({ descriptor, from: bytes })),
    referred(({ manifest }) => [manifest.config]),
    referred(({ manifest }) => manifest.layers),
  ];
  const seen = new Set<Digest>();
  return groups.flatMap((group) => group.toSorted(byDigest).filter(({ descriptor: { digest } }) => !seen.has(digest) && seen.add(digest)));
}

/** The images of a package, one for each architecture. */
export function packagedImages(images: readonly GatheredImage[]): PackagedImage[] {
  return images.flatMap(({ image, manifests }) =>
    manifests.map(({ descriptor, platform, manifest }) => ({
      ...{ image, platform, digest: descriptor.digest },
      blobs: [descriptor, manifest.config, ...manifest.layers].map(({ digest, size }) => ({ digest, size })),
    })),
  );
}

function byDigest(a: PlannedBlob, b: PlannedBlob): number {
  return a.descriptor.digest < b.descriptor.digest ? -1 : 1;
}
