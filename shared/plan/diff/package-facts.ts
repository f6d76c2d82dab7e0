import type { BundleContent } from '../../model/bundle-content.ts';
import { imageReferenceIn } from '../../model/image-reference.ts';
import { listAt, textAt, valueAt } from '../../model/loose.ts';
import type { PackagedImage } from '../../model/package-content.ts';
import type { PackageMetadata } from '../../model/package-metadata.ts';
import { bundleFacts } from './bundle-facts.ts';
import type { Fact } from './facts.ts';

/** One of two packages that are compared. */
export interface PackageSide {
  readonly metadata: PackageMetadata;
  readonly images: readonly PackagedImage[];
  /** Null for what is no bundle. */
  readonly bundle: BundleContent | null;
}

/** Everything that a package says and that matters to whoever takes it in the place of another. */
export function packageFacts({ metadata, images, bundle }: PackageSide): Fact[] {
  return [
    ...metadataFacts(metadata),
    ...images.map(imageFact),
    // What is not in the package is known by its name only.
    ...(metadata.imagesIncluded ? [] : metadata.relatedImages.map((each) => imageFact({ ...each, platform: null, blobs: [] }))),
    ...(metadata.channels ?? []).map(({ name, default: isDefault }) => ({
      what: 'channel' as const,
      object: name,
      value: isDefault === true ? 'default' : 'yes',
    })),
    ...(bundle === null ? [] : bundleFacts(bundle)),
    ...moduleFacts(metadata.module?.moduleConfig),
  ];
}

function metadataFacts({ architectures, provider, imagesIncluded, ...metadata }: PackageMetadata): Fact[] {
  const { name, displayName, type, version, csv, catalogSource, chart } = metadata;
  const plain = {
    name,
    displayName,
    type,
    version,
    csv,
    catalogSource,
    chart: chart === undefined ? undefined : `${chart.name} ${chart.version}`,
  };
  const values = {
    ...plain,
    architectures: architectures.join(' '),
    provider: [provider?.type, provider?.name].filter((word) => word !== undefined).join(' '),
    imagesIncluded: String(imagesIncluded),
  };
  return Object.entries(values).flatMap(([object, value]) =>
    value === undefined || value === '' ? [] : [{ what: 'metadata' as const, object, value }],
  );
}

/** An image is known by its repository: the tag is what changes. */
function imageFact({ image, platform, digest }: PackagedImage): Fact {
  const { registry = '', repository = image ?? '<unnamed>', tag } = imageReferenceIn(image ?? '') ?? {};
  const object = [[registry, repository].filter((part) => part !== '').join('/'), platform].filter((part) => part !== null).join(' ');
  return { what: 'image', object, value: [tag, digest].filter((part) => part !== undefined && part !== null).join('@') };
}

/** The form and the dependencies of a plugin. */
function moduleFacts(config: unknown): Fact[] {
  const defaults = valueAt(config, 'spec', 'config');
  return [
    ...listAt(config, 'spec', 'deployDescriptors').map((field) => ({
      what: 'form' as const,
      object: textAt(field, 'path') ?? '<unnamed>',
      value: listAt(field, 'x-descriptors').map(short).join(' '),
    })),
    ...(defaults === undefined ? [] : [{ what: 'form' as const, object: 'defaults', value: JSON.stringify(defaults) }]),
    ...listAt(config, 'spec', 'dependencies').map((dependency) => ({
      what: 'dependency' as const,
      object: textAt(dependency, 'moduleName') ?? '<unnamed>',
      value: listAt(dependency, 'versionsMatch').map(String).join(' '),
    })),
  ];
}

function short(descriptor: unknown): string {
  return String(descriptor).replace(/^urn:alm:descriptor:(?:com\.tectonic\.ui:)?/, '');
}
