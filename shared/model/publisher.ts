import { providerTypes } from './assumptions.ts';
import type { PackageLists } from './package-lists.ts';
import { providerType, type PackageManifest } from './package-manifest.ts';
import type { ProvidedPackage } from './product-base.ts';
import type { SubscriptionSpec } from './subscription.ts';

/** What tells who publishes a package, besides the mark that it carries itself. */
export interface Publishers {
  /** What the platform says; empty where it says nothing, as on a workload cluster, and undefined where that could not be read. */
  readonly platform: readonly ProvidedPackage[] | undefined;
  readonly lists: PackageLists;
}

/** A package of a catalogue, as a Subscription names it. */
export type NamedPackage = Pick<SubscriptionSpec, 'name' | 'source'>;

/**
 * Whether a package counts as Alauda's, so that Alauda supports and upgrades it; undefined where that is not known. What an administrator has
 * named comes first, exemptions before all; then the mark that the package carries, `provider-type: platform`; and only where it carries none,
 * what the platform says. The catalogue, the display name and `spec.provider` prove nothing: clickhouse-operator lies in catalogue `platform`
 * and is not Alauda's. Without a manifest the mark is unknown.
 */
export function publishedByAlauda(
  named: NamedPackage,
  { manifest, publishers }: { readonly manifest: PackageManifest | undefined; readonly publishers: Publishers },
): boolean | undefined {
  const { exempt, alauda } = publishers.lists;
  if (exempt.includes(named.name)) return false;
  if (alauda.includes(named.name)) return true;
  if (manifest === undefined) return undefined;
  const type = publisherType(named, manifest, publishers.platform);
  return type === undefined ? undefined : type === providerTypes.alauda;
}

/** The kind of publisher, from the mark of a package, else from what the platform says; null where neither says anything, undefined where the platform could not be asked. */
export function publisherType(
  { name, source }: NamedPackage,
  manifest: PackageManifest,
  platform: Publishers['platform'],
): string | null | undefined {
  const mark = providerType(manifest);
  if (mark !== undefined || platform === undefined) return mark;
  const types = platform.filter((each) => each.name === name && ['', source].includes(each.catalog)).map(({ type }) => type);
  return types.find((type) => type === providerTypes.alauda) ?? types[0] ?? null;
}

/** A package, as a Subscription would name it. */
export function namedIn({ status }: PackageManifest): NamedPackage {
  return { name: status.packageName, source: status.catalogSource };
}
