import type { NamedImage, PackageMetadata } from '../../model/package-metadata.ts';
import type { ArtifactFacts } from './facts.ts';

/** What is known of a package besides what its artifact says. */
export interface PackageParts {
  readonly facts: ArtifactFacts;
  readonly architectures: readonly string[];
  readonly artifact: NamedImage;
  readonly relatedImages: readonly NamedImage[];
  readonly imagesIncluded: boolean;
}

/** What a package says of itself. */
export function metadataOf({ facts, architectures, artifact, relatedImages, imagesIncluded }: PackageParts): PackageMetadata {
  const { name, displayName, type, version, particular } = facts;
  return {
    ...{ apiVersion: 'ext.cpaas.io/v1', kind: 'Package', name, displayName, type, version },
    ...{ architectures, artifact, relatedImages, imagesIncluded, ...particular },
  };
}

/** `harbor-ce-operator.amd64.v2.12.11.tgz`; ALL where it is made for several architectures, or for none in particular. */
export function usualFileName({ name, version, architectures }: Pick<PackageMetadata, 'name' | 'version' | 'architectures'>): string {
  const [only = 'ALL', ...others] = architectures.map((platform) => platform.split('/')[1] ?? 'ALL');
  // Whoever wrote the version did not have folders in mind.
  return `${name}.${others.length === 0 ? only : 'ALL'}.${version.replaceAll(/[/\\]/g, '-')}.tgz`;
}
