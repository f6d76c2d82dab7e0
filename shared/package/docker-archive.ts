import { message } from '../messages/message.ts';
import { documentAt, fieldOf, formAt, itemsOf, optional, textAt } from '../model/document.ts';
import { escapedText } from '../model/escaped-text.ts';
import type { PackagedImage } from '../model/package-content.ts';
import { corrupt } from './corrupt.ts';
import { packagePath } from './entry-path.ts';
import type { ForeignBlob, ForeignBlobs } from './foreign-blobs.ts';
import { isImageName } from './images.ts';
import { checkDigest, digestNamed } from './read-content.ts';

/** One image of the `manifest.json` of a docker-archive. */
export interface ArchivedImage {
  /** The path of its configuration. */
  readonly config: string;
  /** The paths of its layers. */
  readonly layers: readonly string[];
  readonly names: readonly string[];
}

/** Reads the value of a `manifest.json`. Throws MisshapenError. */
export function archivedImagesIn(value: unknown): ArchivedImage[] {
  return itemsOf(documentAt(value)).map((item) => ({
    config: textAt(fieldOf(item, 'Config')),
    layers: (optional(fieldOf(item, 'Layers'), itemsOf) ?? []).map(textAt),
    names: (optional(fieldOf(item, 'RepoTags'), itemsOf) ?? []).map((place) => formAt(place, isImageName, 'package.field.image')),
  }));
}

/**
 * The images of a docker-archive, one for each of their names, with the digests that their files turned out to have. Throws `corrupt` for files that are missing, and
 * for layers that are not those of their configuration.
 */
export function packagedImages(images: readonly ArchivedImage[], blobs: ForeignBlobs, file: string): PackagedImage[] {
  return images.flatMap(({ config, layers, names }) => {
    const described = blobAt(config, blobs, file);
    // The name of a configuration is its digest, with or without the algorithm.
    const promised = digestNamed(/(?:^|\/|sha256:)([0-9a-f]{64})(?:\.json)?$/.exec(config)?.[1]);
    if (promised !== undefined) checkDigest(described.digest, promised, escapedText(config), file);
    const found = layers.map((layer) => ({ ...blobAt(layer, blobs, file), shown: escapedText(layer) }));
    const { platform = null, diffIds = [] } = blobs.documents.configs.get(described.digest) ?? {};
    for (const [index, { digest, isCompressed, shown }] of found.entries()) {
      // Of compressed layers the configuration does not tell what they are as they lie.
      if (!isCompressed) checkDigest(digest, diffIds[index] ?? digest, shown, file);
    }
    const parts = [described, ...found].map(({ digest, size }) => ({ digest, size }));
    return (names.length === 0 ? [null] : names).map((image) => ({ image, platform, digest: null, blobs: parts }));
  });
}

function blobAt(path: string, blobs: ForeignBlobs, file: string): ForeignBlob {
  const blob = blobs.at(packagePath(path) ?? '');
  if (blob === undefined) throw corrupt(message('package.missing', { file, entry: escapedText(path) }));
  return blob;
}
