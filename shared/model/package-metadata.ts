import type { Digest } from './digest.ts';
import type { KubeObject } from './object.ts';

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
