import { providerTypes } from './assumptions.ts';
import type { PackageManifest } from './package-manifest.ts';
import { namedIn, publishedByAlauda, publisherType, type Publishers } from './publisher.ts';

/** Who publishes an extension, and so what support it comes with. */
export type Source = 'Alauda' | 'Curated' | 'Community' | 'Marketplace' | 'Custom' | '<unknown>';

const others = new Map<string, Source>([
  [providerTypes.marketplace, 'Marketplace'],
  [providerTypes.curated, 'Curated'],
  [providerTypes.community, 'Community'],
  [providerTypes.custom, 'Custom'],
]);

/** The source of a package; unknown where nothing tells its publisher, because names prove nothing, and where an administrator says that it is not Alauda's. */
export function sourceOf(manifest: PackageManifest, publishers: Publishers): Source {
  const named = namedIn(manifest);
  if (publishedByAlauda(named, { manifest, publishers }) === true) return 'Alauda';
  return others.get(publisherType(named, manifest, publishers.platform) ?? '') ?? '<unknown>';
}
