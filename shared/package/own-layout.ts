import { message } from '../messages/message.ts';
import type { Digest } from '../model/digest.ts';
import { documentAt, choiceAt, fieldOf } from '../model/document.ts';
import { escapedText } from '../model/escaped-text.ts';
import { imageReferenceIn } from '../model/image-reference.ts';
import { type ImageIndex, type ImageManifest, indexIn, isIndex, largestDocument, mediaTypes, refName } from '../model/oci.ts';
import type { PackageContent } from '../model/package-content.ts';
import { metadataIn, type PackageMetadata } from '../model/package-metadata.ts';
import { corrupt, inDocument } from './corrupt.ts';
import type { Documents } from './documents.ts';
import { imagesOf, type RootImage } from './images.ts';
import { expectedBlob, expectedEntry, readManifests } from './own-manifests.ts';
import type { PackageEntry } from './package-entries.ts';
import { checkDigest, contentOf, digestOf, digestOfBytes } from './read-content.ts';
import { readJson } from './read-json.ts';
import { largestMetadata, readYaml } from './read-yaml.ts';

/** What is read, and whether to the end: without that, reading stops where only layers are left. */
export interface OwnLayout {
  readonly entries: AsyncGenerator<PackageEntry>;
  readonly file: string;
  readonly isWhole: boolean;
}

/** Reads a package of our own layout behind its first entry; undefined where the second is not the one that makes it ours. Throws `corrupt`. */
export async function readOwnLayout(first: PackageEntry, own: OwnLayout): Promise<PackageContent | undefined> {
  const { entries, file, isWhole } = own;
  const text = await contentOf(first, largestMetadata, file);
  const { value: second } = await entries.next();
  if (second?.name !== 'index.json') return undefined;
  const metadata = inDocument(file, first.shown, () => metadataIn(readYaml(text)));
  const bytes = await contentOf(second, largestDocument, file);
  const index = inDocument(file, second.shown, () => indexIn(readJson(bytes)));
  const roots = rootsOf(metadata, index, file);
  await readMarker(own);
  const documents = await readManifests(index, own);
  await readBlobs(documents, index, metadata, own);
  if (isWhole) await expectEnd(own);
  const images = imagesOf(roots, { file, documents, isWhole: true });
  return { layout: 'package', metadata, images, index, manifests: documents.manifests, chart: null };
}

/** The images of the index; each has a name of its own, and those that the metadata speak of are among them. */
function rootsOf(metadata: PackageMetadata, { manifests }: ImageIndex, file: string): RootImage[] {
  const named = new Map<string, RootImage>();
  for (const descriptor of manifests) {
    const image = descriptor.annotations?.[refName] ?? '';
    const isNew = imageReferenceIn(image) !== undefined && !named.has(image);
    if (!isNew) throw corrupt(message('package.image-name', { file, image: escapedText(image) }));
    named.set(image, { image, descriptor });
  }
  for (const { image, digest } of [metadata.artifact, ...(metadata.imagesIncluded ? metadata.relatedImages : [])]) {
    if (named.get(image)?.descriptor.digest !== digest) throw corrupt(message('package.not-in-index', { file, image, digest }));
  }
  return [...named.values()];
}

async function readMarker({ entries, file }: OwnLayout): Promise<void> {
  const entry = await expectedEntry('oci-layout', entries, file);
  const bytes = await contentOf(entry, largestDocument, file);
  inDocument(file, entry.shown, () => choiceAt(fieldOf(documentAt(readJson(bytes)), 'imageLayoutVersion'), ['1.0.0']));
}

/** Reads configurations and then layers, each group by digest: all of them, or as many as it takes to know what every image runs on. */
async function readBlobs(
  documents: Documents,
  index: ImageIndex,
  metadata: PackageMetadata,
  { entries, file, isWhole }: OwnLayout,
): Promise<void> {
  const sizes = sizesOfBlobs(documents, file);
  if (metadata.chart !== undefined && !sizes.has(metadata.chart.digest))
    throw corrupt(message('package.missing', { file, entry: metadata.chart.digest }));
  const wanted = configsWithPlatform(documents, index);
  for (const [digest, size] of sizes) {
    if (wanted.size === 0 && !isWhole) return;
    const entry = await expectedBlob(digest, size, entries, file);
    if (wanted.delete(digest)) {
      const bytes = await contentOf(entry, largestDocument, file);
      checkDigest(digestOfBytes(bytes), digest, entry.shown, file);
      documents.addConfig(digest, bytes, entry.shown);
    } else {
      checkDigest(await digestOf(entry), digest, entry.shown, file);
    }
  }
}

/** The blobs behind the manifests, in their order. A blob that is several things lies where it is first one of them. */
function sizesOfBlobs({ manifests, sizes: known }: Documents, file: string): Map<Digest, number> {
  const images = [...manifests.values()].filter((each) => !isIndex(each)) as ImageManifest[];
  const groups = [images.map(({ config }) => config), images.flatMap(({ layers }) => layers)];
  const sizes = new Map<Digest, number>();
  for (const { digest, size } of groups.flatMap((group) => group.toSorted((a, b) => (a.digest < b.digest ? -1 : 1)))) {
    const expected = known.get(digest) ?? sizes.get(digest) ?? size;
    if (expected !== size) throw corrupt(message('package.size', { file, entry: digest, size, expected }));
    if (!known.has(digest)) sizes.set(digest, size);
  }
  return sizes;
}

/** The configurations of images whose descriptors do not say what they run on. */
function configsWithPlatform({ manifests }: Documents, index: ImageIndex): Set<Digest> {
  const indexes = [index, ...[...manifests.values()].filter(isIndex)];
  const mute = indexes.flatMap((each) => each.manifests).filter(({ platform }) => platform === undefined);
  const configs = mute.flatMap(({ digest }) => {
    const document = manifests.get(digest);
    return document === undefined || isIndex(document) ? [] : [document.config];
  });
  const types: readonly string[] = [mediaTypes.config, mediaTypes.dockerConfig];
  return new Set(configs.filter(({ mediaType }) => types.includes(mediaType)).map(({ digest }) => digest));
}

async function expectEnd({ entries, file }: OwnLayout): Promise<void> {
  const { value: entry } = await entries.next();
  if (entry !== undefined) throw corrupt(message('package.unexpected', { file, entry: entry.shown }));
}
