import { createHash } from 'node:crypto';
import type { ClusterModule } from '../../shared/model/cluster-module.ts';
import type { FormDescriptor, ModuleConfig } from '../../shared/model/module-config.ts';
import type { ModuleInfo } from '../../shared/model/module-info.ts';
import type { ModulePlugin } from '../../shared/model/module-plugin.ts';
import type { ObjectMeta } from '../../shared/model/object.ts';
import type { PlatformCluster } from '../../shared/model/platform-cluster.ts';

/** The plugin of all defaults, and the cluster it is installed on. */
export const gpu = 'gpu-device-plugin';
const business = 'business';

/** What a test says about an object: only what matters to it. The rest of each section comes from the defaults. */
interface Parts<Spec, Status> {
  readonly metadata?: Partial<ObjectMeta>;
  readonly spec?: Partial<Spec>;
  readonly status?: Partial<Status>;
}

/** What a test says about an object of one plugin. */
interface PluginParts<Spec, Status> extends Parts<Spec, Status> {
  readonly plugin?: string;
}

/** What a test says about an installation. */
interface InstallationParts extends PluginParts<ModuleInfo['spec'], NonNullable<ModuleInfo['status']>> {
  readonly cluster?: string;
}

/** A ModuleInfo as `install` writes it, to which the platform has said nothing yet: gpu-device-plugin v4.0.15 on cluster business. */
export function aModuleInfo({ cluster = business, plugin = gpu, metadata, spec, status }: InstallationParts = {}): ModuleInfo {
  const hash = createHash('sha256').update(`${cluster}:${plugin}:${plugin}`).digest('hex').slice(0, 32);
  return {
    apiVersion: 'cluster.alauda.io/v1alpha1',
    kind: 'ModuleInfo',
    metadata: {
      name: `${cluster}-${hash}`,
      labels: { 'cpaas.io/cluster-name': cluster, ...pluginLabels(plugin) },
      ...metadata,
    },
    spec: { version: 'v4.0.15', config: { custom: { mps_enable: false, pgpu_enable: true, vgpu_enable: true } }, ...spec },
    ...(status === undefined ? {} : { status }),
  };
}

/** A version of a plugin that is ready: gpu-device-plugin v4.0.15, for linux on amd64, with a form of three switches. */
export function aModuleConfig({
  plugin = gpu,
  metadata,
  spec,
  status,
}: PluginParts<ModuleConfig['spec'], NonNullable<ModuleConfig['status']>> = {}): ModuleConfig {
  const version = spec?.version ?? 'v4.0.15';
  return {
    apiVersion: 'cluster.alauda.io/v1alpha1',
    kind: 'ModuleConfig',
    metadata: {
      name: `${plugin}-${version}`,
      labels: { ...pluginLabels(plugin), 'cpaas.io/module-version': version },
      ...metadata,
    },
    spec: {
      name: plugin,
      version,
      affinity: {
        clusterAffinity: {
          matchExpressions: [{ key: 'cpaas.io/os-linux', operator: 'Exists' }],
          matchLabels: { 'cpaas.io/arch-amd64': 'true' },
        },
        pluginAntiAffinity: [gpu],
      },
      config: { custom: { mps_enable: false, pgpu_enable: false, vgpu_enable: false } },
      deployDescriptors: [aSwitch('custom.pgpu_enable'), aSwitch('custom.vgpu_enable'), aSwitch('custom.mps_enable')],
      ...spec,
    },
    status: { readyForDeploy: true, targetClusterVersions: [], ...status },
  };
}

/** A plugin that is installed nowhere: gpu-device-plugin, at v4.0.15. */
export function aModulePlugin({
  plugin = gpu,
  metadata,
  spec,
  status,
}: PluginParts<ModulePlugin['spec'], NonNullable<ModulePlugin['status']>> = {}): ModulePlugin {
  return {
    apiVersion: 'cluster.alauda.io/v1alpha1',
    kind: 'ModulePlugin',
    metadata: { name: plugin, labels: pluginLabels(plugin), ...metadata },
    spec: { name: plugin, ...spec },
    status: { latestVersion: 'v4.0.15', installed: [], ...status },
  };
}

/** A cluster of the platform that is not the global one: business, linux on amd64. */
export function aPlatformCluster(metadata: Partial<ObjectMeta> = {}): PlatformCluster {
  return {
    apiVersion: 'platform.tkestack.io/v1',
    kind: 'Cluster',
    metadata: {
      name: business,
      labels: { 'is-global': 'false', 'cpaas.io/os-linux': 'true', 'cpaas.io/arch-amd64': 'true' },
      ...metadata,
    },
  };
}

/** What the platform has installed on cluster business: base version v4.0.0. */
export function aClusterModule({ metadata, spec }: Parts<NonNullable<ClusterModule['spec']>, never> = {}): ClusterModule {
  return {
    apiVersion: 'cluster.alauda.io/v1alpha2',
    kind: 'ClusterModule',
    metadata: { name: business, ...metadata },
    spec: { version: 'v4.0.0', ...spec },
  };
}

function pluginLabels(plugin: string): Record<string, string> {
  return { 'cpaas.io/module-name': plugin, 'cpaas.io/module-type': 'plugin' };
}

function aSwitch(path: string): FormDescriptor {
  return { path, 'x-descriptors': ['urn:alm:descriptor:com.tectonic.ui:booleanSwitch'] };
}
