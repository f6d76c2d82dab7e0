import { providerTypes } from './assumptions.ts';
import { providerType, type PackageManifest } from './package-manifest.ts';

/** Who publishes an extension, and so what support it comes with. */
export type Source = 'Alauda' | 'Curated' | 'Community' | 'Marketplace' | 'Custom' | '<unknown>';

const sources = new Map<string | undefined, Source>([
  [providerTypes.alauda, 'Alauda'],
  [providerTypes.marketplace, 'Marketplace'],
  [providerTypes.curated, 'Curated'],
  [providerTypes.community, 'Community'],
  [providerTypes.custom, 'Custom'],
]);

/** The source of a package, from the publisher's mark; unknown where there is none, because names prove nothing. */
export function sourceOf(manifest: PackageManifest): Source {
  return sources.get(providerType(manifest)) ?? '<unknown>';
}
