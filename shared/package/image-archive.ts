import { message } from '../messages/message.ts';
import { type ImageIndex, indexIn, largestDocument } from '../model/oci.ts';
import type { PackageContent } from '../model/package-content.ts';
import { corrupt, inDocument } from './corrupt.ts';
import { type ArchivedImage, archivedImagesIn, packagedImages } from './docker-archive.ts';
import { ForeignBlobs } from './foreign-blobs.ts';
import { checkBlobs, imagesOf, rootsIn } from './images.ts';
import type { PackageEntry } from './package-entries.ts';
import { blobDigest, checkDigest, contentOf } from './read-content.ts';
import { readJson } from './read-json.ts';

/** What is read, and whether everything that it speaks of has to be there. */
export interface ForeignLayout {
  readonly entries: AsyncIterable<PackageEntry>;
  readonly file: string;
  readonly isWhole: boolean;
}

/** What an archive of images says of itself, as far as it was read. */
interface Archive {
  readonly blobs: ForeignBlobs;
  index?: ImageIndex;
  images?: readonly ArchivedImage[];
  hasMarker: boolean;
}

/**
 * Reads an OCI layout or a docker-archive, in whatever order its files come. What holds both kinds of description is read as OCI; undefined where there is neither.
 * Throws `corrupt`, also for blobs that are missing or not what they are called.
 */
export async function readImageArchive({ entries, file, isWhole }: ForeignLayout): Promise<PackageContent | undefined> {
  const archive: Archive = { blobs: new ForeignBlobs(file), hasMarker: false };
  for await (const entry of entries) if (entry.type === 'file') await readFile(entry, archive, file);
  const { blobs, index, images, hasMarker } = archive;
  const { documents } = blobs;
  if (index !== undefined) {
    const found = imagesOf(rootsIn(index, file), { file, documents, isWhole });
    checkBlobs(found, blobs.sizes, file);
    return { layout: 'oci-layout', metadata: null, images: found, index, manifests: documents.manifests, chart: null };
  }
  if (images !== undefined) {
    const found = packagedImages(images, blobs, file);
    return { layout: 'docker-archive', metadata: null, images: found, index: null, manifests: documents.manifests, chart: null };
  }
  if (hasMarker) throw corrupt(message('package.missing', { file, entry: '"index.json"' }));
  return undefined;
}

async function readFile(entry: PackageEntry, archive: Archive, file: string): Promise<void> {
  const { path, shown } = entry;
  if (path === 'index.json') {
    const bytes = await contentOf(entry, largestDocument, file);
    archive.index = inDocument(file, shown, () => indexIn(readJson(bytes)));
  } else if (path === 'manifest.json') {
    const bytes = await contentOf(entry, largestDocument, file);
    archive.images = inDocument(file, shown, () => archivedImagesIn(readJson(bytes)));
  } else if (path === 'oci-layout') {
    archive.hasMarker = true;
  } else {
    await readBlob(entry, archive.blobs, file);
  }
}

async function readBlob(entry: PackageEntry, blobs: ForeignBlobs, file: string): Promise<void> {
  const promised = blobDigest(entry.path);
  const isMisnamed = entry.path.startsWith('blobs/sha256/') && promised === undefined;
  if (isMisnamed) throw corrupt(message('package.name', { file, entry: entry.shown }));
  const { digest } = await blobs.add(entry);
  if (promised !== undefined) checkDigest(digest, promised, entry.shown, file);
}
