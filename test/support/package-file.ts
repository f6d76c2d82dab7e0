import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { openRegularFile, type RegularFile } from '../../shared/files/regular-file.ts';
import type { Digest } from '../../shared/model/digest.ts';
import { type Descriptor, type ImageIndex, type ImageManifest, mediaTypes, refName } from '../../shared/model/oci.ts';
import type { RawEntry } from './tar-builder.ts';

/** Content and how others refer to it. */
export interface Blob {
  readonly bytes: Buffer;
  readonly digest: Digest;
  readonly descriptor: Descriptor;
}

/** Content of a media type; what is no text or bytes is written as JSON. */
export function blobOf(content: unknown, mediaType: string, platform?: string): Blob {
  const bytes = typeof content === 'string' || Buffer.isBuffer(content) ? Buffer.from(content) : Buffer.from(JSON.stringify(content));
  const digest: Digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  const [os, architecture, variant] = platform?.split('/') ?? [];
  const known =
    os !== undefined && architecture !== undefined ? { platform: { os, architecture, ...(variant !== undefined && { variant }) } } : {};
  return { bytes, digest, descriptor: { mediaType, digest, size: bytes.length, ...known } };
}

/** The blobs of an image. */
export interface SampleImage {
  readonly manifest: Blob;
  readonly document: ImageManifest;
  readonly config: Blob;
  readonly layers: readonly Blob[];
}

/** An image of one platform with these layers. */
export function sampleImage(platform: string, layers: readonly (string | Buffer)[], { isNamed = true } = {}): SampleImage {
  const [os, architecture, variant] = platform.split('/');
  const blobs = layers.map((layer) => blobOf(layer, mediaTypes.gzippedLayer));
  const diffIds = blobs.map(({ digest }) => digest);
  const config = blobOf(
    { os, architecture, ...(variant !== undefined && { variant }), rootfs: { type: 'layers', diff_ids: diffIds } },
    mediaTypes.config,
  );
  const document: ImageManifest = {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: config.descriptor,
    layers: blobs.map(({ descriptor }) => descriptor),
  };
  return { manifest: blobOf(document, mediaTypes.manifest, isNamed ? platform : undefined), document, config, layers: blobs };
}

/** An index of images. */
export function sampleIndex(images: readonly SampleImage[]): Blob {
  const document: ImageIndex = {
    schemaVersion: 2,
    mediaType: mediaTypes.index,
    manifests: images.map(({ manifest }) => manifest.descriptor),
  };
  return blobOf(document, mediaTypes.index);
}

/** A package of our own layout, taken apart: tests change a part and put it together again. */
export interface SamplePackage {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly index: ImageIndex;
  readonly manifests: readonly Blob[];
  readonly configs: readonly Blob[];
  readonly layers: readonly Blob[];
}

export const bundleName = 'harbor.demo.io/middleware/harbor-ce-operator-bundle:v2.12.11';
export const coreName = 'harbor.demo.io/middleware/harbor-core:v2.12.11';

/** A package of a bundle of one platform and a related image of two. */
export function samplePackage(): SamplePackage {
  const bundle = sampleImage('linux/amd64', ['bundle layer', 'shared layer'], { isNamed: false });
  const core = ['linux/amd64', 'linux/arm64/v8'].map((platform) => sampleImage(platform, [`layer of ${platform}`, 'shared layer']));
  const index = sampleIndex(core);
  const named = (image: string, { descriptor }: Blob): Descriptor => ({ ...descriptor, annotations: { [refName]: image } });
  const images = [bundle, ...core];
  return {
    metadata: {
      apiVersion: 'ext.cpaas.io/v1',
      kind: 'Package',
      name: 'harbor-ce-operator',
      displayName: 'Alauda Build of Harbor',
      type: 'bundle',
      version: 'v2.12.11',
      architectures: ['linux/amd64'],
      artifact: { image: bundleName, digest: bundle.manifest.digest },
      relatedImages: [{ image: coreName, digest: index.digest }],
      imagesIncluded: true,
      csv: 'harbor-ce-operator.v2.12.11',
      channels: [{ name: 'stable', default: true }],
      catalogSource: 'platform',
      provider: { type: 'platform', name: 'Alauda' },
    },
    index: { schemaVersion: 2, mediaType: mediaTypes.index, manifests: [named(bundleName, bundle.manifest), named(coreName, index)] },
    manifests: sorted([index, ...images.map(({ manifest }) => manifest)]),
    configs: sorted(images.map(({ config }) => config)),
    layers: sorted(images.flatMap(({ layers }) => layers)),
  };
}

/** Each blob once, by digest. */
export function sorted(blobs: readonly Blob[]): Blob[] {
  return [...new Map(blobs.map((blob) => [blob.digest, blob])).values()].toSorted((a, b) => (a.digest < b.digest ? -1 : 1));
}

/** The entry of a blob in an OCI layout. */
export function blobEntry({ digest, bytes }: Pick<Blob, 'digest' | 'bytes'>): RawEntry {
  return { name: `blobs/sha256/${digest.slice(7)}`, body: bytes };
}

export const ociMarker: RawEntry = { name: 'oci-layout', body: '{"imageLayoutVersion":"1.0.0"}' };

/** The entries of a package, in order. */
export function packageEntriesOf({ metadata, index, manifests, configs, layers }: SamplePackage): RawEntry[] {
  return [
    { name: 'metadata.yaml', body: stringify(metadata) },
    { name: 'index.json', body: JSON.stringify(index) },
    ociMarker,
    ...[...manifests, ...configs, ...layers].map(blobEntry),
  ];
}

/** Files of a test, opened as commands open them. */
export interface PackageFolder {
  readonly path: string;
  /** Writes bytes into a file of its own and opens it. */
  readonly open: (bytes: Buffer) => Promise<RegularFile>;
  readonly remove: () => Promise<void>;
}

/** A folder for files that are opened once and closed together. */
export function packageFolder(): PackageFolder {
  const path = mkdtempSync(join(tmpdir(), 'kubectl-ext-packages-'));
  const files: RegularFile[] = [];
  let written = 0;
  return {
    path,
    open: async (bytes) => {
      written += 1;
      const name = join(path, `${written}.tgz`);
      writeFileSync(name, bytes);
      const file = await openRegularFile(name);
      files.push(file);
      return file;
    },
    remove: async () => {
      await Promise.all(files.map((file) => file.close()));
      rmSync(path, { recursive: true, force: true });
    },
  };
}
