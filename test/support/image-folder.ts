import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';
import type { Digest } from '../../shared/model/digest.ts';
import { type Descriptor, mediaTypes, type Platform, refName } from '../../shared/model/oci.ts';

/** Blobs by their digests, as a registry or a folder holds them. */
export type Blobs = Map<Digest, Buffer>;

/** Puts content among the blobs. */
export function addBlob(blobs: Blobs, content: Buffer | string | object, mediaType: string): Descriptor {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
  const digest: Digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  blobs.set(digest, bytes);
  return { mediaType, digest, size: bytes.length };
}

/** The files of an archive by their paths. */
export type Files = Readonly<Record<string, string | Buffer>>;

/** A tar archive of regular files. */
export function archiveOf(files: Files): Buffer {
  const parts = Object.entries(files).flatMap(([path, content]) => {
    const bytes = Buffer.from(content);
    const header = Buffer.alloc(512);
    new Header({ path, size: bytes.length, mode: 0o644, uid: 0, gid: 0, mtime: new Date(0), type: 'File' }).encode(header);
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

/** Gzip that is the same on every system, so that digests are. */
export function gzipped(bytes: Buffer): Buffer {
  const packed = gzipSync(bytes, { level: 0 });
  packed.writeUInt8(0xff, 9);
  return packed;
}

/** What an image is made of. */
export interface ImageParts {
  readonly platform?: Platform;
  readonly labels?: Readonly<Record<string, string>>;
  /** The lowest first. */
  readonly layers?: readonly Files[];
}

/** Puts an image of one architecture among the blobs. */
export function addImage(
  blobs: Blobs,
  { platform = { os: 'linux', architecture: 'amd64' }, labels = {}, layers = [] }: ImageParts = {},
): Descriptor {
  const config = addBlob(blobs, { ...platform, config: { Labels: labels }, rootfs: { type: 'layers', diff_ids: [] } }, mediaTypes.config);
  const packed = layers.map((files) => addBlob(blobs, gzipped(archiveOf(files)), mediaTypes.gzippedLayer));
  return addBlob(blobs, { schemaVersion: 2, mediaType: mediaTypes.manifest, config, layers: packed }, mediaTypes.manifest);
}

/** Puts an image of two architectures among the blobs, each with a layer of its own, and one that they share. */
export function addIndex(blobs: Blobs, name: string, architectures: readonly string[] = ['amd64', 'arm64']): Descriptor {
  const manifests = architectures.map((architecture) => {
    const platform = { os: 'linux', architecture };
    return {
      ...addImage(blobs, { platform, layers: [{ 'etc/base': 'the same everywhere' }, { [`bin/${name}`]: architecture }] }),
      platform,
    };
  });
  return addBlob(blobs, { schemaVersion: 2, mediaType: mediaTypes.index, manifests }, mediaTypes.index);
}

/** Puts a chart among the blobs, as Helm pushes it. */
export function addChart(blobs: Blobs, files: Files): Descriptor {
  const config = addBlob(blobs, {}, mediaTypes.helmConfig);
  const archive = addBlob(blobs, gzipped(archiveOf(files)), mediaTypes.helmChart);
  return addBlob(blobs, { schemaVersion: 2, config, layers: [archive] }, mediaTypes.manifest);
}

/** Writes images, by their names, as a folder in OCI image layout. */
export function writeFolder(folder: string, blobs: Blobs, images: Readonly<Record<string, Descriptor>>): string {
  mkdirSync(join(folder, 'blobs', 'sha256'), { recursive: true });
  for (const [digest, bytes] of blobs) writeFileSync(join(folder, 'blobs', 'sha256', digest.slice('sha256:'.length)), bytes);
  const manifests = Object.entries(images).map(([name, descriptor]) => ({ ...descriptor, annotations: { [refName]: name } }));
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
  return folder;
}
