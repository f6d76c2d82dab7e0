import { ExtError } from '../../errors.ts';
import { message } from '../../messages/message.ts';
import type { Digest } from '../../model/digest.ts';
import { type ImageReference, isRegistry } from '../../model/image-reference.ts';
import { entriesAt, textAt } from '../../model/loose.ts';
import type { ArtifactFacts } from './facts.ts';

/** What a chart holds that a package has to know. */
export interface ChartContent {
  /** `Chart.yaml` */
  readonly chart: unknown;
  /** `values.yaml` */
  readonly values: unknown;
  /** Of the archive. */
  readonly digest: Digest;
  readonly artifact: ImageReference;
}

/** What a chart says of itself. Throws `corrupt` for one without name or version, or with an image that has no full name. */
export function chartFacts(
  content: ChartContent,
): ArtifactFacts & { readonly particular: { readonly chart: NonNullable<ArtifactFacts['particular']['chart']> } } {
  const { chart, values, digest, artifact } = content;
  const [name, version] = [textAt(chart, 'name'), textAt(chart, 'version')];
  if (name === undefined || version === undefined) throw new ExtError('corrupt', message('create.chart-incomplete'));
  return {
    ...{ type: 'chart', name, displayName: name, version },
    images: chartImages(values, artifact.registry),
    particular: { chart: { name, version, digest } },
    warnings: [],
  };
}

/**
 * The images of `global.images` in the values of a chart: `repository` is a path in the registry of `global.registry.address`, or else in that
 * of the chart; a repository that begins with a registry is taken as it is.
 */
function chartImages(values: unknown, usualRegistry: string): string[] {
  const registry = textAt(values, 'global', 'registry', 'address') ?? usualRegistry;
  return entriesAt(values, 'global', 'images').map(([key, image]) => {
    const [repository, tag, digest] = ['repository', 'tag', 'digest'].map((field) => textAt(image, field));
    if (repository === undefined || (tag ?? digest) === undefined)
      throw new ExtError('corrupt', message('create.chart-image', { path: `global.images.${key}` }), { path: `global.images.${key}` });
    const isFull = repository.includes('/') && isRegistry(repository.slice(0, repository.indexOf('/')));
    return `${isFull ? '' : `${registry}/`}${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
  });
}
