import type { Digest } from './digest.ts';
import {
  choiceAt,
  digestAt,
  documentAt,
  fieldOf,
  formAt,
  itemsOf,
  lineAt,
  mappingAt,
  optional,
  type Place,
  present,
  textsAt,
  truthAt,
} from './document.ts';
import { imageReferenceIn } from './image-reference.ts';
import type { KubeObject } from './object.ts';
import { isResourceName } from './resource-name.ts';

/** What a package extends a platform with. */
export type PackageType = 'bundle' | 'plugin' | 'chart';

/** An image by its full name and what that name stood for when the package was made. */
export interface NamedImage {
  readonly image: string;
  readonly digest: Digest;
}

/** `metadata.yaml`, the first entry of a package; docs/package-format.md is its specification. */
export interface PackageMetadata {
  readonly apiVersion: 'ext.cpaas.io/v1';
  readonly kind: 'Package';
  readonly name: string;
  readonly displayName: string;
  readonly type: PackageType;
  /** The tag of the bundle, `spec.version` of the ModuleConfig, or the version of the chart. */
  readonly version: string;
  /** `linux/amd64` */
  readonly architectures: readonly string[];
  /** The bundle image or the chart. */
  readonly artifact: NamedImage;
  readonly relatedImages: readonly NamedImage[];
  /** False: the images must already be in the registry. */
  readonly imagesIncluded: boolean;
  /** bundle only: the name of its CSV. */
  readonly csv?: string;
  /** bundle only. */
  readonly channels?: readonly { readonly name: string; readonly default?: boolean }[];
  /** bundle only: the catalogue it is meant for. */
  readonly catalogSource?: string;
  readonly provider?: { readonly type?: string; readonly name?: string };
  /** plugin only: the manifests the platform gets, and those it makes. */
  readonly module?: { readonly modulePlugin: KubeObject; readonly moduleConfig?: KubeObject };
  /** plugin and chart: the archive, one of the blobs. */
  readonly chart?: { readonly name: string; readonly version: string; readonly digest: Digest };
}

/** What only some types have, and those must. */
const needed: Readonly<Record<PackageType, readonly (keyof PackageMetadata)[]>> = {
  bundle: ['csv', 'channels', 'catalogSource'],
  plugin: ['module', 'chart'],
  chart: ['chart'],
};

/**
 * Reads the value of a `metadata.yaml`. Fields it does not know are left out, except inside the manifests of a module. Throws MisshapenError, which names
 * the field and the value that are wrong.
 */
export function metadataIn(value: unknown): PackageMetadata {
  const root = documentAt(value);
  const type = choiceAt(fieldOf(root, 'type'), ['bundle', 'plugin', 'chart']);
  for (const field of needed[type]) present(fieldOf(root, field));
  const at = (name: string) => fieldOf(root, name);
  return {
    apiVersion: choiceAt(at('apiVersion'), ['ext.cpaas.io/v1']),
    kind: choiceAt(at('kind'), ['Package']),
    name: nameAt(at('name')),
    displayName: lineAt(at('displayName')),
    type,
    version: lineAt(at('version')),
    architectures: itemsOf(at('architectures')).map((item) => formAt(item, isArchitecture, 'package.field.token')),
    artifact: namedImageAt(at('artifact')),
    relatedImages: itemsOf(at('relatedImages')).map(namedImageAt),
    imagesIncluded: truthAt(at('imagesIncluded')),
    csv: optional(at('csv'), nameAt),
    channels: optional(at('channels'), (place) => itemsOf(place).map(channelAt)),
    catalogSource: optional(at('catalogSource'), nameAt),
    provider: optional(at('provider'), providerAt),
    module: optional(at('module'), moduleAt),
    chart: optional(at('chart'), chartAt),
  };
}

/** Whether a text is a platform: `linux/amd64`, `linux/arm64`. */
export function isArchitecture(text: string): boolean {
  return /^[\w.-]{1,64}(?:\/[\w.-]{1,64}){1,2}$/.test(text);
}

function nameAt(place: Place): string {
  return formAt(place, isResourceName, 'package.field.name');
}

function namedImageAt(place: Place): NamedImage {
  const image = formAt(fieldOf(place, 'image'), (text) => imageReferenceIn(text) !== undefined, 'package.field.image');
  return { image, digest: digestAt(fieldOf(place, 'digest')) };
}

function channelAt(place: Place) {
  return { name: lineAt(fieldOf(place, 'name')), default: optional(fieldOf(place, 'default'), truthAt) };
}

function providerAt(place: Place) {
  return { type: optional(fieldOf(place, 'type'), lineAt), name: optional(fieldOf(place, 'name'), lineAt) };
}

function moduleAt(place: Place) {
  return {
    modulePlugin: kubeObjectAt(fieldOf(place, 'modulePlugin')),
    moduleConfig: optional(fieldOf(place, 'moduleConfig'), kubeObjectAt),
  };
}

/** The manifest as it is; only what every object has is looked at. */
function kubeObjectAt(place: Place): KubeObject {
  const metadata = fieldOf(place, 'metadata');
  lineAt(fieldOf(place, 'apiVersion'));
  lineAt(fieldOf(place, 'kind'));
  nameAt(fieldOf(metadata, 'name'));
  optional(fieldOf(metadata, 'labels'), textsAt);
  optional(fieldOf(metadata, 'annotations'), textsAt);
  return mappingAt(place) as unknown as KubeObject;
}

function chartAt(place: Place) {
  return { name: nameAt(fieldOf(place, 'name')), version: lineAt(fieldOf(place, 'version')), digest: digestAt(fieldOf(place, 'digest')) };
}
