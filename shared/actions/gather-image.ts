import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import type { ImageReference } from '../model/image-reference.ts';
import {
  type Descriptor,
  documentIn,
  type ImageIndex,
  imageConfigIn,
  indexIn,
  isDocumentType,
  isIndexType,
  largestDocument,
  manifestIn,
  mediaTypes,
  platformText,
} from '../model/oci.ts';
import type { ImageSource } from '../package/image-source.ts';
import type { PackageWriter } from '../package/package-writer.ts';
import type { GatheredDocument, GatheredImage, GatheredManifest } from '../plan/package/gathered.ts';
import { chosenChildren, platformsOf, smallerIndex } from '../plan/package/platforms.ts';
import type { Report } from './event.ts';

/** What images are gathered with. */
export interface Gathering {
  readonly source: ImageSource;
  readonly writer: PackageWriter;
  /** The platforms to take; none means all. */
  readonly platforms: readonly string[];
  readonly report: Report;
  readonly signal: AbortSignal;
}

/** An image by its name. */
export interface NamedReference {
  readonly image: string;
  readonly reference: ImageReference;
}

/**
 * Reads everything of an image but its blobs. Throws `not-found` for one that is not there, `unmet` where it is made for none of the platforms
 * or its digest would no longer fit, `corrupt` for documents that cannot be relied on.
 */
export async function gatherImage(named: NamedReference, gathering: Gathering): Promise<GatheredImage> {
  const descriptor = await gathering.source.resolve(named.reference, gathering.signal);
  const gathered = isIndexType(descriptor.mediaType)
    ? await gatherIndex(named, descriptor, gathering)
    : { ...named, index: undefined, manifests: [await gatherManifest(named, descriptor, gathering)] };
  requirePlatforms(gathered, gathering);
  return gathered;
}

/** The bytes of an index, a manifest or a configuration. */
export function readDocument(
  { reference }: NamedReference,
  descriptor: Descriptor,
  { source, writer, signal }: Gathering,
): Promise<Buffer> {
  return writer.wholeOf({ descriptor, open: () => source.open(reference, descriptor, signal) }, largestDocument);
}

async function gatherIndex(named: NamedReference, descriptor: Descriptor, gathering: Gathering): Promise<GatheredImage> {
  const bytes = await readDocument(named, descriptor, gathering);
  const original = { descriptor, bytes };
  const document = documentIn(bytes.toString('utf8'), indexIn);
  if (document === undefined) throw unusable(named, descriptor);
  const children = chosenChildren(document, gathering.platforms);
  const index = children.length === document.manifests.length ? original : cut(named, original, children, document);
  const manifests = await Promise.all(children.map((child) => gatherManifest(named, child, gathering)));
  return { ...named, index, manifests };
}

/** A smaller index has another digest, so it cannot stand for a name that holds the digest of the whole one. */
function cut({ image, reference }: NamedReference, original: GatheredDocument, children: readonly Descriptor[], { manifests }: ImageIndex) {
  const has = manifests.flatMap(({ platform }) => (platform === undefined ? [] : (platformText(platform) ?? [])));
  if (children.length === 0) throw new ExtError('unmet', message('create.no-platform', { image, has }));
  if (reference.digest !== undefined)
    throw new ExtError('unmet', message('create.pinned', { image }), {
      hints: [message('create.pinned-hint', { platforms: has.join(',') })],
    });
  return smallerIndex(original, children);
}

async function gatherManifest(named: NamedReference, descriptor: Descriptor, gathering: Gathering): Promise<GatheredManifest> {
  if (!isDocumentType(descriptor.mediaType) || isIndexType(descriptor.mediaType)) throw unusable(named, descriptor);
  const bytes = await readDocument(named, descriptor, gathering);
  const manifest = documentIn(bytes.toString('utf8'), manifestIn);
  if (manifest === undefined) throw unusable(named, descriptor);
  const platform =
    descriptor.platform === undefined ? await platformIn(named, manifest.config, gathering) : platformText(descriptor.platform);
  return { descriptor, bytes, manifest, platform };
}

const imageConfigs: readonly string[] = [mediaTypes.config, mediaTypes.dockerConfig];

async function platformIn(named: NamedReference, config: Descriptor, gathering: Gathering): Promise<string | null> {
  if (!imageConfigs.includes(config.mediaType)) return null;
  const { platform } = documentIn((await readDocument(named, config, gathering)).toString('utf8'), imageConfigIn) ?? {};
  return platform === undefined ? null : platformText(platform);
}

function requirePlatforms(gathered: GatheredImage, { platforms, report }: Gathering): void {
  const has = platformsOf(gathered);
  if (platforms.length === 0 || has.length === 0) return;
  const { image } = gathered;
  const missing = platforms.filter((platform) => !has.includes(platform));
  if (missing.length === platforms.length) throw new ExtError('unmet', message('create.no-platform', { image, has }));
  if (missing.length > 0) report({ state: 'warning', message: message('create.platform-missing', { image, missing }) });
}

function unusable({ image }: NamedReference, { mediaType, digest }: Descriptor): ExtError {
  return new ExtError('corrupt', message('create.unusable', { image, digest, mediaType }));
}
