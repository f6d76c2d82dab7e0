import type { Cluster } from '../../shared/cluster/cluster.ts';
import { clusterModules } from '../../shared/model/cluster-module.ts';
import { moduleConfigs, type ModuleConfig } from '../../shared/model/module-config.ts';
import { clusterNameOf, moduleInfoes, moduleNameOf, type ModuleInfo } from '../../shared/model/module-info.ts';
import { moduleLabels, pluginType } from '../../shared/model/module-labels.ts';
import { startController, type Bench, type ControllerOptions, type Means } from './controller.ts';
import { publishedPlugins, type PluginConfig, type PublishedConfig, type PublishedPlugin } from './module-kinds.ts';
import { availableVersions, versionsOfPlugin } from './module-versions.ts';
import type { PluginConfigs } from './plugin-configs.ts';
import type { Running } from './running.ts';
import { keepSettled, pause, type Settling } from './settle.ts';
import { createIfAbsent, releaseFinalizer, writeStatus } from './write.ts';

/** The finalizer with which the platform holds a ModuleConfig. */
export const moduleConfigFinalizer = 'moduleconfig';

/** How the controller behaves, and the charts it knows. */
export interface ModulePluginControllerOptions extends ControllerOptions {
  readonly pluginConfigs: PluginConfigs;
}

/**
 * What the platform does around a ModulePlugin: it makes the ModuleConfig of the version that the main chart has, and tells in the statuses
 * of ModulePlugins and ModuleInfos which versions there are. Without labels or plugin-config none is made, without a logo it never becomes
 * ready; of one that is there only the readiness changes. Settings: `plugin.enabled` (true), `plugin.config-delay` (0), `plugin.ready-delay` (0).
 */
export function startModulePluginController(
  cluster: Cluster,
  { pluginConfigs, ...options }: ModulePluginControllerOptions,
): Promise<Running> {
  return startController(cluster, options, (bench) => begin(bench, pluginConfigs));
}

function begin(bench: Bench, charts: PluginConfigs): Settling[] {
  const { cluster, settings } = bench;
  const ifEnabled = async (settle: () => Promise<void>) => {
    if (settings.flag('plugin.enabled', true)) await settle();
  };
  const plugins = keepSettled(cluster, {
    ...bench,
    resource: publishedPlugins,
    settle: (plugin, signal) => ifEnabled(() => settlePlugin({ ...bench, signal }, charts, plugin)),
  });
  const infos = keepSettled(cluster, {
    ...bench,
    resource: moduleInfoes,
    settle: (info) => ifEnabled(() => tellVersions(cluster, info)),
  });
  const configs = keepSettled(cluster, {
    ...bench,
    resource: moduleConfigs,
    settle: (config) => ifEnabled(() => letGo(cluster, config)),
    onChange() {
      plugins.again();
      infos.again();
    },
  });
  const bases = keepSettled(cluster, { ...bench, resource: clusterModules, settle: async () => infos.again() });
  return [plugins, infos, configs, bases];
}

async function settlePlugin(means: Means, charts: PluginConfigs, plugin: PublishedPlugin): Promise<void> {
  if (plugin.metadata.deletionTimestamp !== undefined) return;
  const config = configFor(plugin, charts);
  if (config !== undefined) await publish(means, plugin, config);
  const versions = versionsOfPlugin(await configsOf(means.cluster, plugin.spec.name));
  await writeStatus(means.cluster, publishedPlugins, plugin, { ...plugin.status, ...versions });
}

/** The ModuleConfig that a ModulePlugin asks for; undefined where its labels, its version or its chart are not known. */
function configFor({ metadata, spec }: PublishedPlugin, charts: PluginConfigs): PublishedConfig | undefined {
  const { labels = {}, annotations = {} } = metadata;
  const module = labels[moduleLabels.module];
  const version = chartVersion(spec);
  if (module === undefined || version === undefined || labels[moduleLabels.type] !== pluginType) return undefined;
  const chart: PluginConfig | undefined = charts[module]?.[version];
  if (chart === undefined) return undefined;
  return {
    apiVersion: 'cluster.alauda.io/v1alpha1',
    kind: 'ModuleConfig',
    metadata: {
      name: `${module}-${version}`,
      labels: { ...labels, 'cpaas.io/module-version': version },
      annotations,
      finalizers: [moduleConfigFinalizer],
    },
    spec: { ...spec, ...chart, name: module, version },
  };
}

/** A plugin has the version of its main chart. */
function chartVersion({ mainChart, appReleases = [] }: PublishedPlugin['spec']): string | undefined {
  return appReleases.flatMap(({ chartVersions }) => chartVersions).find(({ name }) => name === mainChart)?.version;
}

async function publish(means: Means, plugin: PublishedPlugin, wanted: PublishedConfig): Promise<void> {
  const { cluster, settings, signal } = means;
  const find = () => cluster.get<PublishedConfig>(moduleConfigs, wanted.metadata.name);
  if ((await find()) === null) {
    await pause(settings.milliseconds('plugin.config-delay', 0), signal);
    // Whoever deletes both would find the ModuleConfig again: that it has gone is often heard before that the plugin has.
    if (signal.aborted || !(await isStillThere(cluster, plugin))) return;
    await createIfAbsent(cluster, moduleConfigs, wanted);
  }
  const config = await find();
  const readyForDeploy = Boolean(wanted.spec.logo);
  if (config === null || config.status?.readyForDeploy === readyForDeploy) return;
  if (readyForDeploy) await pause(settings.milliseconds('plugin.ready-delay', 0), signal);
  if (signal.aborted) return;
  const { targetClusterVersions = [] } = config.spec;
  await writeStatus(cluster, moduleConfigs, config, { targetClusterVersions, readyForDeploy });
}

async function isStillThere(cluster: Cluster, { metadata: { name, uid } }: PublishedPlugin): Promise<boolean> {
  const now = await cluster.get(publishedPlugins, name);
  return now !== null && now.metadata.uid === uid && now.metadata.deletionTimestamp === undefined;
}

async function tellVersions(cluster: Cluster, info: ModuleInfo): Promise<void> {
  const [module, target] = [moduleNameOf(info), clusterNameOf(info)];
  if (module === undefined || info.metadata.deletionTimestamp !== undefined) return;
  const base = target === undefined ? undefined : (await cluster.get(clusterModules, target))?.spec?.version;
  // Nothing runs yet where the version is empty.
  const current = info.status?.version || info.spec.version;
  const available = availableVersions(await configsOf(cluster, module), { current, base });
  // The schema takes no status without phase and version.
  await writeStatus(cluster, moduleInfoes, info, { phase: 'Processing', version: '', ...info.status, availableVersions: available });
}

async function letGo(cluster: Cluster, config: ModuleConfig): Promise<void> {
  if (config.metadata.deletionTimestamp !== undefined) await releaseFinalizer(cluster, moduleConfigs, config, moduleConfigFinalizer);
}

function configsOf(cluster: Cluster, module: string): Promise<PublishedConfig[]> {
  return cluster.list<PublishedConfig>(moduleConfigs, { labelSelector: `${moduleLabels.module}=${module}` });
}
