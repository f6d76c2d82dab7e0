import type { ClusterModule } from './cluster-module.ts';
import type { ModuleConfig } from './module-config.ts';
import type { ModuleInfo } from './module-info.ts';
import type { ModulePlugin } from './module-plugin.ts';
import type { PackageManifest } from './package-manifest.ts';
import type { PlatformCluster } from './platform-cluster.ts';
import type { Subscription } from './subscription.ts';

/**
 * What a rule may know besides the object itself. Each fact has three states: absent from the record (it could not be read),
 * null or empty (read, and it is not there), or a value.
 */
export interface Facts {
  /** The package that a Subscription names, from the catalogue it names. */
  readonly operatorPackage?: PackageManifest | null;
  /**
   * Whether that package counts as Alauda's: an administrator says so; else some channel's CSV is marked `provider-type: platform`; else, where
   * none is marked, the ProductBase of the global cluster says so.
   */
  readonly publishedByAlauda?: boolean;
  /** The namespaces whose catalogues may be used; null where any may. */
  readonly catalogNamespaces?: readonly string[] | null;
  /** All Subscriptions of the namespace. */
  readonly subscriptions?: readonly Subscription[];
  /** Whether this is the platform's global cluster. */
  readonly onGlobal?: boolean;
  /** All clusters of the platform. */
  readonly clusters?: readonly PlatformCluster[];
  /** The plugin that a ModuleInfo names. */
  readonly modulePlugin?: ModulePlugin | null;
  /** All published versions of that plugin. */
  readonly moduleConfigs?: readonly ModuleConfig[];
  /** All plugins that are installed, or being installed, on the target cluster. */
  readonly modules?: readonly ModuleInfo[];
  /** What the platform itself has on the target cluster. */
  readonly clusterModule?: ClusterModule | null;
}

export type FactName = keyof Facts;

/**
 * What nobody can read beforehand: parts of an object that its controller writes, and may not have written yet; and the claim on a place,
 * which the webhook takes at the moment of the write.
 */
const unwritten = ['availableVersions', 'runningVersion', 'claim'] as const;

/** What a rule can lack. */
export type Unknown = FactName | (typeof unwritten)[number];

/** Whether what a rule lacks is a fact that can be read. */
export function isFact(name: Unknown): name is FactName {
  return !(unwritten as readonly string[]).includes(name);
}
