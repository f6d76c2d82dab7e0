import { alphaModules } from './module-group.ts';
import type { KubeObject } from './object.ts';
import type { Resource } from './resource.ts';

/** One cluster plugin, on the global cluster only. */
export interface ModulePlugin extends KubeObject {
  apiVersion: 'cluster.alauda.io/v1alpha1';
  kind: 'ModulePlugin';
  spec: { name: string };
  status?: ModulePluginStatus;
}

export interface ModulePluginStatus {
  latestVersion?: string;
  /** Where it is installed. */
  installed?: { cluster?: string; name?: string; phase?: string; version?: string }[];
}

export const modulePlugins: Resource<ModulePlugin> = { ...alphaModules, plural: 'moduleplugins', kind: 'ModulePlugin' };
