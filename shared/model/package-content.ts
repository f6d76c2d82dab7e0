import type { Digest } from './digest.ts';
import type { ImageIndex, ImageManifest } from './oci.ts';
import type { PackageMetadata } from './package-metadata.ts';

/** How a package file is laid out: ours (`package`), one that others make, or one that is not known. */
export type Layout = 'package' | 'oci-layout' | 'docker-archive' | 'registry-storage' | 'chart' | 'unknown';

/** A piece of content inside a package. `size` in bytes as it lies there; null where the layout names no digest. */
export interface PackagedBlob {
  readonly digest: Digest | null;
  readonly size: number;
}

/** One image of one architecture inside a package. */
export interface PackagedImage {
  /** The full name, as the package spells it; a layout may hold images without one. */
  readonly image: string | null;
  /** `linux/amd64`; null where nothing tells. */
  readonly platform: string | null;
  /** Of the manifest; null where the layout has none. */
  readonly digest: Digest | null;
  /** Manifest, config and layers. */
  readonly blobs: readonly PackagedBlob[];
}

/** What a package says of itself before anything is taken out of it. */
export interface PackageContent {
  readonly layout: Layout;
  /** Null in layouts that others make. */
  readonly metadata: PackageMetadata | null;
  /** In the order of the package. */
  readonly images: readonly PackagedImage[];
  /** `index.json`; null in layouts that have none. */
  readonly index: ImageIndex | null;
  /** Every index and manifest that was read, by its digest. */
  readonly manifests: ReadonlyMap<Digest, ImageIndex | ImageManifest>;
  /** A bare chart: what its `Chart.yaml` says. */
  readonly chart: { readonly name: string; readonly version: string } | null;
}
