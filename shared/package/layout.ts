import { storageRoot } from './registry-storage.ts';

/** What a package may turn out to be, as far as its first file tells. */
export type Family = 'package' | 'images' | 'registry-storage' | 'chart' | 'unknown';

/** Names that only archives of images have, those of `docker save`, skopeo and go-containerregistry among them. */
const ofImages = [
  /^(?:oci-layout|index\.json|manifest\.json|repositories)$/,
  /^blobs\/[a-z0-9]+\/[^/]+$/,
  /^(?:sha256:)?[0-9a-f]{64}(?:\.json|\.tar|\.tar\.gz)?$/,
  /^[0-9a-f]{64}\/(?:VERSION|json|layer\.tar)$/,
];

/** Judges a package by the name of its first file. */
export function familyOf(path: string): Family {
  if (path === 'metadata.yaml') return 'package';
  if (ofImages.some((pattern) => pattern.test(path))) return 'images';
  if (path.startsWith(storageRoot)) return 'registry-storage';
  return path.includes('/') ? 'chart' : 'unknown';
}
