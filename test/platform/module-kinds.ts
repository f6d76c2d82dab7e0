import type { ModuleConfig, ModuleConfigSpec, PluginAffinity } from '../../shared/model/module-config.ts';
import type { ModulePlugin, ModulePluginStatus } from '../../shared/model/module-plugin.ts';
import { modulePlugins } from '../../shared/model/module-plugin.ts';
import type { Resource } from '../../shared/model/resource.ts';

/** What people are told of a version of a plugin. */
export interface PluginPresentation {
  description?: { en?: string; zh?: string };
  /** A data URL; without one no version is ever ready. */
  logo?: string;
  upgradeRiskLevel?: string;
  upgradeRiskDescription?: string;
}

/** The part of a version that its chart brings along, in `scripts/plugin-config.yaml`. */
export type PluginConfig = Omit<ModuleConfigSpec, 'name' | 'version'> & PluginPresentation;

/** A ModuleConfig with all that the platform writes into it. */
export interface PublishedConfig extends ModuleConfig {
  spec: ModuleConfigSpec & PluginPresentation;
}

/** A ModulePlugin with all that the platform looks at and writes. */
export interface PublishedPlugin extends ModulePlugin {
  spec: ModulePlugin['spec'] &
    PluginPresentation & {
      /** The chart whose version is that of the plugin. */
      mainChart?: string;
      appReleases?: { name: string; chartVersions: { name: string; releaseName: string; version: string }[] }[];
    };
  status?: PublishedPluginStatus;
}

/** The status of a ModulePlugin with all that the platform writes. */
export interface PublishedPluginStatus extends ModulePluginStatus {
  /** Every version, the oldest first. */
  moduleConfigs?: { name: string; version: string; readyForDeploy: boolean; targetClusterVersions: string[]; affinity?: PluginAffinity }[];
  /** By base version, the newest version that is made for it. */
  targetClusterVersions?: Readonly<Record<string, TargetVersion>>;
}

/** The version of a plugin for one base version. */
export interface TargetVersion extends Pick<PublishedConfig['spec'], 'affinity'> {
  version: string;
  readyForDeploy: boolean;
  moduleConfigSpecHash: string;
  description: { en?: string; zh?: string };
  logo: string;
}

export const publishedPlugins: Resource<PublishedPlugin> = { ...modulePlugins };
