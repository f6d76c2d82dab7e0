import type { Digest } from './digest.ts';
import type { PackagedBlob, PackagedImage } from './package-content.ts';

/** One image of one architecture, in numbers. What the package does not say is null. Sizes in bytes. */
export interface ImageSummary {
  /** Its full name. */
  readonly image: string | null;
  /** `linux/amd64` */
  readonly platform: string | null;
  /** Of its manifest. */
  readonly digest: Digest | null;
  /** Manifest, config and layers, as they lie in the package. */
  readonly size: number;
  /** How much of that other images of the package hold too. */
  readonly shared: number;
}

/** The images of a package and what they come to; `uniqueBytes` counts every blob once. */
export interface PackageSummary {
  readonly images: readonly ImageSummary[];
  readonly totals: { readonly images: number; readonly blobs: number; readonly uniqueBytes: number };
}

/** Counts what lies in a package. A blob that an image holds twice counts once; one without a digest is nobody else's. */
export function packageSummary(images: readonly PackagedImage[]): PackageSummary {
  const held = images.map(({ blobs, ...image }) => ({ ...image, blobs: unique(blobs) }));
  const holders = new Map<string, number>();
  for (const { digest } of held.flatMap(({ blobs }) => blobs)) if (digest !== null) holders.set(digest, (holders.get(digest) ?? 0) + 1);
  const isShared = ({ digest }: PackagedBlob) => digest !== null && (holders.get(digest) ?? 0) > 1;
  const all = unique(held.flatMap(({ blobs }) => blobs));
  return {
    images: held.map(({ blobs, ...image }) => ({ ...image, size: bytesOf(blobs), shared: bytesOf(blobs.filter(isShared)) })),
    totals: { images: images.length, blobs: all.length, uniqueBytes: bytesOf(all) },
  };
}

/** What of some images others do not hold: how many blobs, and their bytes. */
export function blobsMissingFrom(
  present: readonly PackagedImage[],
  images: readonly PackagedImage[],
): { readonly blobs: number; readonly bytes: number } {
  const known = new Set(present.flatMap(({ blobs }) => blobs.map(({ digest }) => digest)));
  const missing = unique(images.flatMap(({ blobs }) => blobs)).filter(({ digest }) => digest === null || !known.has(digest));
  return { blobs: missing.length, bytes: bytesOf(missing) };
}

function unique(blobs: readonly PackagedBlob[]): PackagedBlob[] {
  const seen = new Set<string>();
  return blobs.filter(({ digest }) => {
    if (digest === null) return true;
    const isNew = !seen.has(digest);
    seen.add(digest);
    return isNew;
  });
}

function bytesOf(blobs: readonly PackagedBlob[]): number {
  return blobs.reduce((total, { size }) => total + size, 0);
}
