import { message } from '../messages/message.ts';
import { type Digest, isDigest } from '../model/digest.ts';
import { escapedText } from '../model/escaped-text.ts';
import { isRepository, isTag } from '../model/image-reference.ts';
import { isIndex, mediaTypes } from '../model/oci.ts';
import type { PackageContent } from '../model/package-content.ts';
import { corrupt } from './corrupt.ts';
import { ForeignBlobs } from './foreign-blobs.ts';
import type { ForeignLayout } from './image-archive.ts';
import { checkBlobs, imagesOf, type RootImage } from './images.ts';
import type { PackageEntry } from './package-entries.ts';
import { checkDigest, contentOf, digestNamed } from './read-content.ts';

/** Where a registry keeps everything. */
export const storageRoot = 'docker/registry/v2/';

const tagLink = /^docker\/registry\/v2\/repositories\/(.+)\/_manifests\/tags\/([^/]+)\/current\/link$/;
const blobData = /^docker\/registry\/v2\/blobs\/sha256\/([^/]*)\/([^/]*)\/data$/;
const largestLink = 256;

/** Reads the storage tree of a registry: tags and blobs, in whatever order they come. Throws `corrupt`, also for blobs that are missing or not what they are called. */
export async function readRegistryStorage({ entries, file, isWhole }: ForeignLayout): Promise<PackageContent> {
  const blobs = new ForeignBlobs(file);
  const tags = new Map<string, Digest>();
  for await (const entry of entries) {
    if (blobData.test(entry.path)) await readBlob(entry, blobs, file);
    else if (tagLink.test(entry.path)) tags.set(nameIn(entry, file), await readLink(entry, file));
  }
  const { documents, sizes } = blobs;
  const images = imagesOf(rootsOf(tags, blobs), { file, documents, isWhole });
  checkBlobs(images, sizes, file);
  return { layout: 'registry-storage', metadata: null, images, index: null, manifests: documents.manifests, chart: null };
}

/** The digest of the blob whose content has this path; undefined for other paths. */
export function storedBlobDigest(path: string): Digest | undefined {
  const [, folder, hex = ''] = blobData.exec(path) ?? [];
  return folder === hex.slice(0, 2) ? digestNamed(hex) : undefined;
}

async function readBlob(entry: PackageEntry, blobs: ForeignBlobs, file: string): Promise<void> {
  const promised = storedBlobDigest(entry.path);
  if (promised === undefined) throw corrupt(message('package.name', { file, entry: entry.shown }));
  const { digest } = await blobs.add(entry);
  checkDigest(digest, promised, entry.shown, file);
}

function nameIn({ path, shown }: PackageEntry, file: string): string {
  const [, repository = '', tag = ''] = tagLink.exec(path) ?? [];
  if (!isRepository(repository) || !isTag(tag)) throw corrupt(message('package.name', { file, entry: shown }));
  return `${repository}:${tag}`;
}

async function readLink(entry: PackageEntry, file: string): Promise<Digest> {
  const text = (await contentOf(entry, largestLink, file)).toString().trimEnd();
  if (!isDigest(text)) throw corrupt(message('package.link', { file, entry: entry.shown, value: escapedText(text) }));
  return text;
}

/** A link says neither what it leads to nor how large that is: the blob does. */
function rootsOf(tags: ReadonlyMap<string, Digest>, { documents, sizes }: ForeignBlobs): RootImage[] {
  return [...tags].map(([image, digest]) => {
    const document = documents.manifests.get(digest);
    const kind = document !== undefined && isIndex(document) ? mediaTypes.index : mediaTypes.manifest;
    return { image, descriptor: { mediaType: document?.mediaType ?? kind, digest, size: sizes.get(digest) ?? 0 } };
  });
}
