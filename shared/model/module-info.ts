import { alphaModules } from './module-group.ts';
import { globalLabel } from './assumptions.ts';
import { moduleLabels } from './module-labels.ts';
import type { Condition, KubeObject } from './object.ts';
import type { PlatformCluster } from './platform-cluster.ts';
import { apiVersionOf, type Resource } from './resource.ts';

/** One installation of a cluster plugin on one cluster. The two are named by labels; it lives on the global cluster only. */
export interface ModuleInfo extends KubeObject {
  apiVersion: 'cluster.alauda.io/v1alpha1';
  kind: 'ModuleInfo';
  spec: ModuleInfoSpec;
  status?: ModuleInfoStatus;
}

export interface ModuleInfoSpec {
  /** The version that is wanted. */
  version: string;
  /** What the form asks for. */
  config?: Readonly<Record<string, unknown>>;
  /** Values of charts, by chart. */
  valuesOverride?: Readonly<Record<string, unknown>>;
}

export interface ModuleInfoStatus {
  /** An open string; `Running` where all is done. */
  phase?: string;
  /** What runs now. */
  version?: string;
  /** What it can be upgraded to; the newest may be what runs now. */
  availableVersions?: { version: string; description?: string; riskLevel?: string }[];
  /** Why it does not go on. */
  blockReasons?: string[];
  removeIsPrevented?: boolean;
  specHash?: string;
  appReleases?: { name: string; ready: boolean; synced: boolean; failed: boolean; reason?: string; message?: string }[];
  conditions?: Condition[];
}

export const moduleInfoes: Resource<ModuleInfo> = { ...alphaModules, plural: 'moduleinfoes', kind: 'ModuleInfo' };

/** Whether an object is a ModuleInfo. */
export function isModuleInfo(object: KubeObject): object is ModuleInfo {
  return object.kind === moduleInfoes.kind && object.apiVersion === apiVersionOf(moduleInfoes);
}

/** The cluster a ModuleInfo is for; undefined on old objects of the global cluster. */
export function clusterNameOf({ metadata }: Pick<ModuleInfo, 'metadata'>): string | undefined {
  return metadata.labels?.[moduleLabels.cluster] || undefined;
}

/** The plugin that a ModuleInfo installs. */
export function moduleNameOf({ metadata }: Pick<ModuleInfo, 'metadata'>): string | undefined {
  return metadata.labels?.[moduleLabels.module] || undefined;
}

/** The installations on a cluster. One that names no cluster is an old one of the global cluster. */
export function modulesOn(
  cluster: string | undefined,
  { modules, clusters }: { readonly modules: readonly ModuleInfo[]; readonly clusters: readonly PlatformCluster[] },
): readonly ModuleInfo[] {
  const home = clusters.find(({ metadata }) => metadata.labels?.[globalLabel] === 'true')?.metadata.name;
  return cluster === undefined ? [] : modules.filter((each) => (clusterNameOf(each) ?? home) === cluster);
}
