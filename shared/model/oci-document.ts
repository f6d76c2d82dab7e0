import { isDigest } from './digest.ts';
import { entriesAt, isMapping, textAt } from './loose.ts';
import { type Descriptor, type ImageIndex, type ImageManifest, mediaTypes, type Platform } from './oci.ts';

/** The largest index, manifest or configuration that is read, in bytes. */
export const largestDocument = 4 * 2 ** 20;

const indexTypes: readonly string[] = [mediaTypes.index, mediaTypes.dockerIndex];
const manifestTypes: readonly string[] = [mediaTypes.manifest, mediaTypes.dockerManifest];

/** Whether a media type is that of an index. */
export function isIndexType(mediaType: string): boolean {
  return indexTypes.includes(mediaType);
}

/** Whether content of this media type refers to other content: an index or a manifest. */
export function isDocumentType(mediaType: string): boolean {
  return isIndexType(mediaType) || manifestTypes.includes(mediaType);
}

/** Whether a document is an index. */
export function isIndex(document: ImageIndex | ImageManifest): document is ImageIndex {
  return 'manifests' in document;
}

/**
 * Reads an index. Undefined for text that is none, that could be taken for something else too, or that names anything by what is no digest.
 */
export function indexIn(text: string): ImageIndex | undefined {
  const document = documentIn(text, indexTypes);
  const isOne =
    document !== undefined && isListOf(document['manifests'], isDescriptor) && !('layers' in document) && !('config' in document);
  return isOne ? (document as unknown as ImageIndex) : undefined;
}

/** Reads a manifest, as strictly as `indexIn`. */
export function manifestIn(text: string): ImageManifest | undefined {
  const document = documentIn(text, manifestTypes);
  const isOne =
    document !== undefined && isDescriptor(document['config']) && isListOf(document['layers'], isDescriptor) && !('manifests' in document);
  return isOne ? (document as unknown as ImageManifest) : undefined;
}

/** What a package has to know of the configuration of an image. */
export interface ImageConfig {
  /** `linux/amd64`; null where it says nothing. */
  readonly platform: string | null;
  readonly labels: ReadonlyMap<string, string>;
}

/** Reads the configuration of an image; an empty one of whatever is none. */
export function imageConfigIn(text: string): ImageConfig {
  const config = jsonIn(text);
  const [os, architecture] = [textAt(config, 'os'), textAt(config, 'architecture')];
  const labels = entriesAt(config, 'config', 'Labels').flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value] as const] : [],
  );
  const platform = { os, architecture, variant: textAt(config, 'variant') };
  return { platform: isPlatform(platform) ? platformText(platform as Platform) : null, labels: new Map(labels) };
}

/** `linux/amd64`, `linux/arm/v7`. What all arm64 has in common is not said. Null for what runs nowhere, as attestations do. */
export function platformText({ os, architecture, variant = '' }: Platform): string | null {
  if (os === '' || os === 'unknown') return null;
  const isUsual = variant === '' || (architecture === 'arm64' && variant === 'v8');
  return isUsual ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`;
}

function documentIn(text: string, types: readonly string[]): Readonly<Record<string, unknown>> | undefined {
  const document = jsonIn(text);
  if (!isMapping(document) || document['schemaVersion'] !== 2) return undefined;
  const { mediaType } = document;
  return mediaType === undefined || (typeof mediaType === 'string' && types.includes(mediaType)) ? document : undefined;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isDescriptor(value: unknown): value is Descriptor {
  if (!isMapping(value)) return false;
  const { mediaType, digest, size, platform, annotations } = value;
  return (
    typeof mediaType === 'string' &&
    isDigest(digest) &&
    Number.isSafeInteger(size) &&
    Number(size) >= 0 &&
    (platform === undefined || isPlatform(platform)) &&
    (annotations === undefined || (isMapping(annotations) && Object.values(annotations).every((text) => typeof text === 'string')))
  );
}

function isPlatform(value: unknown): boolean {
  if (!isMapping(value)) return false;
  const { os, architecture, variant = '' } = value;
  return [os, architecture, variant].every((text) => typeof text === 'string' && /^[\w.-]*$/.test(text));
}

function isListOf(value: unknown, is: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(is);
}
