import type { PackagedBlob, PackagedImage } from './package-content.ts';

/** How large an image is inside its package, and how much of that other images of the package hold too; bytes. */
export interface ImageSize {
  readonly size: number;
  readonly shared: number;
}

/** What all images of a package are together; `uniqueBytes` counts every blob once. */
export interface ImageTotals {
  readonly images: number;
  readonly blobs: number;
  readonly uniqueBytes: number;
}

/** The sizes of images, in their order. A blob that an image holds twice counts once; one without a digest is nobody else's. */
export function imageSizes(images: readonly PackagedImage[]): ImageSize[] {
  const held = images.map(({ blobs }) => unique(blobs));
  const holders = new Map<string, number>();
  for (const { digest } of held.flat()) if (digest !== null) holders.set(digest, (holders.get(digest) ?? 0) + 1);
  const isShared = ({ digest }: PackagedBlob) => digest !== null && (holders.get(digest) ?? 0) > 1;
  return held.map((blobs) => ({ size: bytesOf(blobs), shared: bytesOf(blobs.filter(isShared)) }));
}

/** What images are together. */
export function imageTotals(images: readonly PackagedImage[]): ImageTotals {
  const blobs = unique(images.flatMap((image) => image.blobs));
  return { images: images.length, blobs: blobs.length, uniqueBytes: bytesOf(blobs) };
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
