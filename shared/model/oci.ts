import { message } from '../messages/message.ts';
import type { Digest } from './digest.ts';
import {
  choiceAt,
  digestAt,
  documentAt,
  fieldOf,
  formAt,
  itemsOf,
  MisshapenError,
  optional,
  type Place,
  sizeAt,
  textAt,
  textsAt,
} from './document.ts';

/** The types of OCI and Docker documents that this program reads. */
export const mediaTypes = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
  gzippedLayer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  dockerIndex: 'application/vnd.docker.distribution.manifest.list.v2+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerConfig: 'application/vnd.docker.container.image.v1+json',
  helmConfig: 'application/vnd.cncf.helm.config.v1+json',
  helmChart: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
} as const;

/** The annotation that holds the full name of an image in an `index.json`. */
export const refName = 'org.opencontainers.image.ref.name';

/** What an image runs on. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** A reference to content. `size` in bytes. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly platform?: Platform;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A list of manifests: `index.json`, or an image of several architectures. */
export interface ImageIndex {
  readonly schemaVersion: 2;
  readonly mediaType?: string;
  readonly manifests: readonly Descriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
}

/** One image of one architecture, or an artifact. */
export interface ImageManifest {
  readonly schemaVersion: 2;
  readonly mediaType?: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
}

const indexTypes: readonly string[] = [mediaTypes.index, mediaTypes.dockerIndex];
const manifestTypes: readonly string[] = [mediaTypes.manifest, mediaTypes.dockerManifest];

/** Whether a media type is that of a list of manifests. */
export function isIndexType(mediaType: string): boolean {
  return indexTypes.includes(mediaType);
}

/** Whether content of this media type refers to other content: an index or a manifest. */
export function isDocumentType(mediaType: string): boolean {
  return isIndexType(mediaType) || manifestTypes.includes(mediaType);
}

/** Whether a document lists other manifests. */
export function isIndex(document: ImageIndex | ImageManifest): document is ImageIndex {
  return 'manifests' in document;
}

/** Reads the value of an index: `index.json`, an image index or a Docker manifest list. Throws MisshapenError. */
export function indexIn(value: unknown): ImageIndex {
  const root = documentAt(value);
  refuse(root, ['config', 'layers']);
  return {
    schemaVersion: choiceAt(fieldOf(root, 'schemaVersion'), [2]),
    mediaType: optional(fieldOf(root, 'mediaType'), (place) => choiceAt(place, indexTypes)),
    manifests: itemsOf(fieldOf(root, 'manifests')).map((place) => descriptorAt(place, [...indexTypes, ...manifestTypes])),
    annotations: optional(fieldOf(root, 'annotations'), textsAt),
  };
}

/** Reads the value of the manifest of an image or artifact, of OCI's or Docker's second schema. Throws MisshapenError. */
export function manifestIn(value: unknown): ImageManifest {
  const root = documentAt(value);
  refuse(root, ['manifests']);
  return {
    schemaVersion: choiceAt(fieldOf(root, 'schemaVersion'), [2]),
    mediaType: optional(fieldOf(root, 'mediaType'), (place) => choiceAt(place, manifestTypes)),
    config: descriptorAt(fieldOf(root, 'config')),
    layers: itemsOf(fieldOf(root, 'layers')).map((place) => descriptorAt(place)),
    annotations: optional(fieldOf(root, 'annotations'), textsAt),
  };
}

/** What the configuration of an image says that manifests may leave out. */
export interface ImageConfig {
  readonly platform: Platform | undefined;
  /** The digests of the layers, inflated; empty where it does not say. */
  readonly diffIds: readonly Digest[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Reads the value of a configuration, of an image or of anything else. Throws MisshapenError. */
export function imageConfigIn(value: unknown): ImageConfig {
  const root = documentAt(value);
  const rootfs = fieldOf(root, 'rootfs');
  const diffIds = optional(rootfs, (place) => optional(fieldOf(place, 'diff_ids'), itemsOf)) ?? [];
  const labels = optional(fieldOf(root, 'config'), (place) => optional(fieldOf(place, 'Labels'), textsAt)) ?? {};
  return { platform: optional(fieldOf(root, 'architecture'), () => platformAt(root)), diffIds: diffIds.map(digestAt), labels };
}

/**
 * A platform as people write it: `linux/amd64`, `linux/arm/v7`. What all arm64 has in common is not said. Null for what runs nowhere, the placeholder of
 * attestations.
 */
export function platformText({ os, architecture, variant }: Platform): string | null {
  if (os === 'unknown') return null;
  const isUsual = variant === undefined || (architecture === 'arm64' && variant === 'v8');
  return [os, architecture, ...(isUsual ? [] : [variant])].join('/');
}

/** Reads the text of a document by one of the readers above; undefined for what is no JSON, or not that document. */
export function documentIn<T>(text: string, read: (value: unknown) => T): T | undefined {
  try {
    return read(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof MisshapenError) return undefined;
    throw error;
  }
}

/** The largest index, manifest or configuration that is read, in bytes. */
export const largestDocument = 4 * 1024 * 1024;

/** What one reader takes for an index and another for a manifest is neither. */
function refuse(root: Place, names: readonly string[]): void {
  for (const name of names) {
    const place = fieldOf(root, name);
    if (place.value !== undefined) throw new MisshapenError(message('package.field.ambiguous', { field: place.path }));
  }
}

function descriptorAt(place: Place, types?: readonly string[]): Descriptor {
  const mediaType = fieldOf(place, 'mediaType');
  return {
    mediaType: types === undefined ? formAt(mediaType, isMediaType, 'package.field.token') : choiceAt(mediaType, types),
    digest: digestAt(fieldOf(place, 'digest')),
    size: sizeAt(fieldOf(place, 'size')),
    platform: optional(fieldOf(place, 'platform'), platformAt),
    annotations: optional(fieldOf(place, 'annotations'), textsAt),
  };
}

/** Becomes a header of a request. */
function isMediaType(text: string): boolean {
  return /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}$/.test(text);
}

function platformAt(place: Place): Platform {
  const token = (name: string) => formAt(fieldOf(place, name), isToken, 'package.field.token');
  const variant = fieldOf(place, 'variant');
  // Some builders write the variant they do not know as an empty text.
  const isKnown = optional(variant, textAt) || undefined;
  return { os: token('os'), architecture: token('architecture'), variant: isKnown && token('variant') };
}

function isToken(text: string): boolean {
  return /^[\w.-]{1,64}$/.test(text);
}
