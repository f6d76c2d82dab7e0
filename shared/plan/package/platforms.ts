import { createHash } from 'node:crypto';
import type { Digest } from '../../model/digest.ts';
import { platformText } from '../../model/oci.ts';
import type { Descriptor, ImageIndex } from '../../model/oci.ts';
import type { GatheredDocument, GatheredImage } from './gathered.ts';

/** The annotation of an attestation that names the manifest it is about. */
const subjectAnnotation = 'vnd.docker.reference.digest';

/**
 * Which manifests of an index go into a package: those of the wanted platforms, and what is attested of them. Without a wish all of them.
 */
export function chosenChildren({ manifests }: ImageIndex, wanted: readonly string[]): readonly Descriptor[] {
  if (wanted.length === 0) return manifests;
  const isWanted = ({ platform }: Descriptor) => platform !== undefined && wanted.includes(platformText(platform) ?? '');
  const chosen = new Set<string>(manifests.filter(isWanted).map(({ digest }) => digest));
  return manifests.filter(({ digest, annotations = {} }) => chosen.has(digest) || chosen.has(annotations[subjectAnnotation] ?? ''));
}

/** The index with these children only, byte for byte the same whoever makes it: the fields of the original in their order, without spaces. */
export function smallerIndex({ descriptor, bytes }: GatheredDocument, children: readonly Descriptor[]): GatheredDocument {
  const kept = new Set<string>(children.map(({ digest }) => digest));
  const original = JSON.parse(bytes.toString('utf8')) as ImageIndex;
  const smaller = Buffer.from(JSON.stringify({ ...original, manifests: original.manifests.filter(({ digest }) => kept.has(digest)) }));
  const digest: Digest = `sha256:${createHash('sha256').update(smaller).digest('hex')}`;
  return { descriptor: { mediaType: descriptor.mediaType, digest, size: smaller.length }, bytes: smaller };
}

/** The platforms an image is made for, each once. */
export function platformsOf({ manifests }: GatheredImage): readonly string[] {
  return [...new Set(manifests.flatMap(({ platform }) => platform ?? []))];
}

/**
 * The platforms a package is made for: those of all its images. Where that is none, because each image is made for one, those of any of them.
 */
export function commonPlatforms(images: readonly GatheredImage[]): readonly string[] {
  const offered = images.map(platformsOf).filter((platforms) => platforms.length > 0);
  const all = [...new Set(offered.flat())].toSorted();
  const common = all.filter((platform) => offered.every((platforms) => platforms.includes(platform)));
  return common.length > 0 ? common : all;
}
