import { providerTypeAnnotation } from '../../shared/model/assumptions.ts';
import type { ClusterModule } from '../../shared/model/cluster-module.ts';
import type { ModuleConfig } from '../../shared/model/module-config.ts';
import type { ModuleInfo } from '../../shared/model/module-info.ts';
import type { ModulePlugin } from '../../shared/model/module-plugin.ts';
import type { KubeObject, ObjectMeta } from '../../shared/model/object.ts';
import type { PackageChannel, PackageManifest } from '../../shared/model/package-manifest.ts';
import type { PlatformCluster } from '../../shared/model/platform-cluster.ts';
import { generatedByAnnotation, type Subscription } from '../../shared/model/subscription.ts';

/*
 * What rules ask of each kind, and nothing else: a cluster holds hundreds of these objects, with icons, descriptions and field managers,
 * and every replica remembers all of them.
 */

/** A Subscription without its status and configuration. */
export function trimSubscription({ apiVersion, kind, metadata, spec }: Subscription): Subscription {
  const { name, source, sourceNamespace, channel, installPlanApproval } = spec;
  const { [generatedByAnnotation]: generatedBy } = metadata.annotations ?? {};
  const annotations = generatedBy === undefined ? undefined : { [generatedByAnnotation]: generatedBy };
  return {
    apiVersion,
    kind,
    metadata: { ...keep(metadata), annotations },
    spec: { name, source, sourceNamespace, channel, installPlanApproval },
  };
}

/** A ModuleInfo without its configuration and releases. */
export function trimModuleInfo({ apiVersion, kind, metadata, spec, status }: ModuleInfo): ModuleInfo {
  const { phase, version, availableVersions } = status ?? {};
  const offered = availableVersions?.map((each) => ({ version: each.version }));
  return {
    apiVersion,
    kind,
    metadata: keep(metadata),
    spec: { version: spec.version },
    status: { phase, version, availableVersions: offered },
  };
}

/** A ModuleConfig without its logo, descriptions, charts and templates. */
export function trimModuleConfig({ apiVersion, kind, metadata, spec, status }: ModuleConfig): ModuleConfig {
  const { name, version, affinity, config, deployDescriptors, editDescriptors } = spec;
  const { dependencies, upgradeBefore, supportedUpgradeVersions, targetClusterVersions } = spec;
  return {
    apiVersion,
    kind,
    metadata: keep(metadata),
    spec: {
      ...{ name, version, affinity, config, deployDescriptors, editDescriptors },
      ...{ dependencies, upgradeBefore, supportedUpgradeVersions, targetClusterVersions },
    },
    status: { readyForDeploy: status?.readyForDeploy, targetClusterVersions: status?.targetClusterVersions },
  };
}

/** A ModulePlugin: that it is there, and its labels. */
export function trimModulePlugin({ apiVersion, kind, metadata, spec }: ModulePlugin): ModulePlugin {
  return { apiVersion, kind, metadata: keep(metadata), spec: { name: spec.name } };
}

/** A Cluster: its name and its labels. */
export function trimCluster({ apiVersion, kind, metadata }: PlatformCluster): PlatformCluster {
  return { apiVersion, kind, metadata: keep(metadata) };
}

/** A ClusterModule: the base version. */
export function trimClusterModule({ apiVersion, kind, metadata, spec }: ClusterModule): ClusterModule {
  return { apiVersion, kind, metadata: keep(metadata), spec: { version: spec?.version } };
}

/** A PackageManifest without the descriptions, examples and icons of every channel. */
export function trimPackage({ apiVersion, kind, metadata, status }: PackageManifest): PackageManifest {
  const { packageName, catalogSource, catalogSourceNamespace, defaultChannel, channels } = status;
  return {
    apiVersion,
    kind,
    metadata: { name: metadata.name, namespace: catalogSourceNamespace },
    status: { packageName, catalogSource, catalogSourceNamespace, defaultChannel, channels: channels.map(trimChannel) },
  };
}

function trimChannel({ name, currentCSV, currentCSVDesc, entries = [] }: PackageChannel): PackageChannel {
  const mark = currentCSVDesc?.annotations?.[providerTypeAnnotation];
  return {
    name,
    currentCSV,
    currentCSVDesc: {
      ...(mark !== undefined && { annotations: { [providerTypeAnnotation]: mark } }),
      ...(currentCSVDesc?.installModes !== undefined && { installModes: currentCSVDesc.installModes }),
    },
    entries: entries.map((entry) => ({ name: entry.name, ...(entry.version !== undefined && { version: entry.version }) })),
  };
}

function keep({ name, namespace, uid, resourceVersion, labels, deletionTimestamp }: KubeObject['metadata']): ObjectMeta {
  return { name, namespace, uid, resourceVersion, labels, deletionTimestamp };
}
