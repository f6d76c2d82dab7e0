import { alphaModules } from './module-group.ts';
import type { KubeObject } from './object.ts';
import type { Resource } from './resource.ts';

/** One version of a cluster plugin, named `<plugin>-<version>`, made by the platform. */
export interface ModuleConfig extends KubeObject {
  apiVersion: 'cluster.alauda.io/v1alpha1';
  kind: 'ModuleConfig';
  spec: ModuleConfigSpec;
  status?: { readyForDeploy?: boolean; targetClusterVersions?: string[] };
}

export interface ModuleConfigSpec {
  /** The plugin. */
  name: string;
  version?: string;
  affinity?: PluginAffinity;
  /** Defaults of the form. */
  config?: Readonly<Record<string, unknown>>;
  deployDescriptors?: FormDescriptor[];
  editDescriptors?: FormDescriptor[];
  dependencies?: PluginDependency[];
  /** Plugins that have to be upgraded first; assumed. */
  upgradeBefore?: { moduleName: string }[];
  /** A range of running versions from which this one can be reached; absent or empty means any. */
  supportedUpgradeVersions?: string;
  /** Base versions of clusters on which it runs; absent or empty means any. */
  targetClusterVersions?: string[];
}

/** Where a plugin may be installed. */
export interface PluginAffinity {
  clusterAffinity?: LabelSelector;
  clusterAntiAffinity?: LabelSelector;
  /** Plugins with which it shares no cluster; it may name itself. */
  pluginAntiAffinity?: string[];
}

/** A selector over labels; all terms have to match. */
export interface LabelSelector {
  matchLabels?: Readonly<Record<string, string>>;
  matchExpressions?: LabelExpression[];
}

/** One term. The schema leaves the operator open. */
export interface LabelExpression {
  key: string;
  operator: string;
  values?: string[];
}

/** One field of a form: its path below `spec.config`, and what it may hold. */
export interface FormDescriptor {
  path: string;
  displayName?: string;
  description?: string;
  'x-descriptors': string[];
}

/** Another plugin that has to be on the cluster in one of these versions or ranges; `base` is the cluster's own base version. */
export interface PluginDependency {
  moduleName: string;
  instanceName?: string;
  versionsMatch?: string[];
}

export const moduleConfigs: Resource<ModuleConfig> = { ...alphaModules, plural: 'moduleconfigs', kind: 'ModuleConfig' };

/** The published version of a plugin that is this one, or undefined. The name of the object has to say the same as its spec. */
export function configOf(configs: readonly ModuleConfig[], version: string): ModuleConfig | undefined {
  return configs.find(({ metadata, spec }) => spec.version === version && metadata.name === `${spec.name}-${version}`);
}

/** Whether the platform says that this version can be installed. */
export function isReady({ status }: Pick<ModuleConfig, 'status'>): boolean {
  return status?.readyForDeploy === true;
}
