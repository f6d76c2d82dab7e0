import type { PluginConfig } from './module-kinds.ts';

/** What the charts of plugins bring along, by plugin and version: the platform publishes no version that is not in such a table. */
export type PluginConfigs = Readonly<Record<string, Readonly<Record<string, PluginConfig>>>>;

const onGlobal = { clusterAffinity: { matchLabels: { 'is-global': 'true' } } };
const onLinuxAmd64 = {
  clusterAffinity: {
    matchExpressions: [{ key: 'cpaas.io/os-linux', operator: 'Exists' }],
    matchLabels: { 'cpaas.io/arch-amd64': 'true' },
  },
};
const webTerminal = { affinity: onGlobal, config: {}, supportedUpgradeVersions: '>= v4.0.0' };
const drivers = { custom: { mps_enable: false, pgpu_enable: false, vgpu_enable: false } };

/** The charts of the plugins that every global cluster starts with, and of the versions that may be pushed next. */
export const pluginConfigs: PluginConfigs = {
  'web-cli': {
    'v4.0.4': webTerminal,
    'v4.0.5': { ...webTerminal, upgradeRiskLevel: 'low' },
  },
  'gpu-device-plugin': {
    'v4.0.17': { affinity: onLinuxAmd64, config: drivers, supportedUpgradeVersions: '>= v4.0.10', upgradeRiskLevel: 'low' },
  },
  nfs: {
    'v4.2.4': { config: {}, dependencies: [{ moduleName: 'base', versionsMatch: ['*'] }] },
  },
};
