import { message } from '../messages/message.ts';
import type { Digest } from '../model/digest.ts';
import { escapedText } from '../model/escaped-text.ts';
import { type Descriptor, type ImageIndex, type ImageManifest, isIndex, isIndexType, platformText, refName } from '../model/oci.ts';
import type { PackagedBlob, PackagedImage } from '../model/package-content.ts';
import { corrupt } from './corrupt.ts';
import type { Documents } from './documents.ts';

/** An index of an index of an index is one more than anybody makes. */
const deepest = 4;
/** An index may name another thousands of times, and that one a third. */
const mostImages = 100_000;
/** All images together, each counted by its own blobs: a manifest of thousands of layers may be named thousands of times. */
const mostBlobs = 1_000_000;

/** containerd writes the full name here, and only the tag where the name belongs. */
const containerdName = 'io.containerd.image.name';

/** An image by the name that a package gives it. */
export interface RootImage {
  readonly image: string | null;
  readonly descriptor: Descriptor;
}

/** What images are made of, and whether all of it has to be there: builders export indexes of which they hold one platform only. */
export interface ImageSource {
  readonly file: string;
  readonly documents: Documents;
  readonly isWhole: boolean;
}

/** The images of an `index.json`, by name. Throws `corrupt` for names that must not be shown. */
export function rootsIn({ manifests }: ImageIndex, file: string): RootImage[] {
  return manifests.map((descriptor) => {
    const { annotations = {} } = descriptor;
    const image = annotations[containerdName] ?? annotations[refName] ?? null;
    if (image !== null && !isImageName(image)) throw corrupt(message('package.image-name', { file, image: escapedText(image) }));
    return { image, descriptor };
  });
}

/** Whether a name can be shown. Others write names in many ways; only what is pushed has to be a full reference. */
export function isImageName(text: string): boolean {
  return /^[\u0021-\u007E]{1,512}$/.test(text);
}

/** The images under names, one for each platform. Throws `corrupt` where a manifest is missing or is of another kind than its descriptor says. */
export function imagesOf(roots: readonly RootImage[], source: ImageSource): PackagedImage[] {
  const found: PackagedImage[] = [];
  const blobs = new Map<Digest, readonly PackagedBlob[]>();
  let visits = 0;
  let blobsTogether = 0;
  const visit = ({ image, descriptor }: RootImage, depth: number) => {
    visits += 1;
    if (visits > mostImages) throw corrupt(message('package.too-many-images', { file: source.file, most: mostImages }));
    const document = documentOf(descriptor, depth, source);
    if (document === undefined) return;
    if (isIndex(document)) {
      if (depth === deepest) throw corrupt(message('package.index-depth', { file: source.file, entry: descriptor.digest, most: deepest }));
      for (const child of document.manifests) visit({ image, descriptor: child }, depth + 1);
      return;
    }
    const { digest } = descriptor;
    const all =
      blobs.get(digest) ?? [descriptor, document.config, ...document.layers].map(({ digest: each, size }) => ({ digest: each, size }));
    blobs.set(digest, all);
    blobsTogether += all.length;
    if (blobsTogether > mostBlobs) throw corrupt(message('package.too-many-blobs', { file: source.file, most: mostBlobs }));
    found.push({ image, platform: platformOf(descriptor, document, source), digest, blobs: all });
  };
  for (const root of roots) visit(root, 1);
  return found;
}

/** Throws `corrupt` where a blob of an image is missing or has another size than its descriptor says. */
export function checkBlobs(images: readonly PackagedImage[], sizes: ReadonlyMap<Digest, number>, file: string): void {
  const checked = new Set<readonly PackagedBlob[]>();
  for (const { blobs } of images) {
    if (checked.has(blobs)) continue;
    checked.add(blobs);
    for (const { digest, size } of blobs) if (digest !== null) checkSize(digest, { found: sizes.get(digest), size }, file);
  }
}

function checkSize(digest: Digest, { found, size }: { readonly found: number | undefined; readonly size: number }, file: string): void {
  if (found === undefined) throw corrupt(message('package.missing', { file, entry: digest }));
  if (found !== size) throw corrupt(message('package.size', { file, entry: digest, size: found, expected: size }));
}

function documentOf(
  descriptor: Descriptor,
  depth: number,
  { file, documents, isWhole }: ImageSource,
): ImageIndex | ImageManifest | undefined {
  const { digest, mediaType } = descriptor;
  const document = documents.manifests.get(digest);
  const fault = documents.faultOf(digest);
  if (fault !== undefined) throw corrupt(message('package.document', { file, entry: digest }), fault);
  if (document === undefined) {
    if (depth > 1 && !isWhole) return undefined;
    throw corrupt(message('package.missing', { file, entry: digest }));
  }
  checkSize(digest, { found: documents.sizes.get(digest), size: descriptor.size }, file);
  const isOfItsKind = isIndex(document) === isIndexType(mediaType) && (document.mediaType ?? mediaType) === mediaType;
  if (!isOfItsKind) throw corrupt(message('package.media-type', { file, entry: digest, mediaType }));
  return document;
}

function platformOf({ platform }: Descriptor, { config }: ImageManifest, { documents }: ImageSource): string | null {
  return platform === undefined ? (documents.configs.get(config.digest)?.platform ?? null) : platformText(platform);
}
