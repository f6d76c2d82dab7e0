import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { clusterModules } from '../../shared/model/cluster-module.ts';
import { moduleConfigs } from '../../shared/model/module-config.ts';
import { moduleInfoes } from '../../shared/model/module-info.ts';
import { recordedCluster, writesOf, type RecordedCluster } from '../support/recorded-cluster.ts';
import { publishedPlugins } from './module-kinds.ts';
import { publishedConfig, pushedPlugin, temporaryInfo } from './module-objects.ts';
import { moduleConfigFinalizer, startModulePluginController } from './module-plugin-controller.ts';
import { configMaps } from './resources.ts';
import type { Running } from './running.ts';
import { settingsMap } from './settings.ts';
import { watchedCluster } from './watched-cluster.ts';

let cluster: Cluster;
let controller: Running;

const chart = { config: { replicas: 1 }, supportedUpgradeVersions: '>= v4.0.0' };
const charts = { 'web-cli': { 'v4.0.4': chart, 'v4.0.5': { ...chart, targetClusterVersions: ['v4.1.0'], upgradeRiskLevel: 'low' } } };

async function start(settings: Record<string, string> = {}, on: Cluster = cluster): Promise<void> {
  await cluster.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: settingsMap, data: settings });
  controller = await startModulePluginController(on, {
    pluginConfigs: charts,
    retryAfter: 1,
    onError: (error) => expect.unreachable(String(error)),
  });
}

const config = (version: string) => cluster.get(moduleConfigs, `web-cli-${version}`);
const plugin = () => cluster.get(publishedPlugins, 'web-cli');
const info = () => cluster.get(moduleInfoes, 'temporary-name');
const push = (version: string) => cluster.patch(publishedPlugins, { name: 'web-cli' }, { spec: pushedPlugin(version).spec });
const setBase = (version: string) =>
  cluster.create(clusterModules, {
    apiVersion: 'cluster.alauda.io/v1alpha2',
    kind: 'ClusterModule',
    metadata: { name: 'global' },
    spec: { version },
  });

beforeEach(() => {
  cluster = watchedCluster();
});
afterEach(() => controller.stop());

describe('the platform around a ModulePlugin', () => {
  it('makes the ModuleConfig of its version, and makes it ready', async () => {
    await start();
    await cluster.create(publishedPlugins, pushedPlugin('v4.0.4'));
    await vi.waitFor(async () => expect((await config('v4.0.4'))?.status).toEqual({ readyForDeploy: true, targetClusterVersions: [] }));
    expect(await config('v4.0.4')).toMatchObject({
      metadata: {
        finalizers: [moduleConfigFinalizer],
        labels: {
          'cpaas.io/module-name': 'web-cli',
          'cpaas.io/module-type': 'plugin',
          'cpaas.io/module-version': 'v4.0.4',
          'cpaas.io/product': 'Platform-Center',
        },
        annotations: { 'cpaas.io/display-name': 'web-cli' },
      },
      spec: { name: 'web-cli', version: 'v4.0.4', description: { en: 'Web Terminal' }, config: { replicas: 1 } },
    });
  });

  it.each([
    ['labels', pushedPlugin('v4.0.4', { labels: {} })],
    ['the label of the type', pushedPlugin('v4.0.4', { labels: { 'cpaas.io/module-name': 'web-cli' } })],
    ['a known plugin-config', pushedPlugin('v9.9.9')],
    ['a chart with a version', { ...pushedPlugin('v4.0.4'), spec: { name: 'web-cli', logo: 'x' } }],
  ])('makes none without %s', async (_what, object) => {
    await start();
    await cluster.create(publishedPlugins, object);
    await vi.waitFor(async () => expect((await plugin())?.status).toMatchObject({ latestVersion: '', moduleConfigs: [] }));
    expect(await cluster.list(moduleConfigs)).toEqual([]);
  });

  it('makes none ready without a logo, until there is one', async () => {
    await start();
    const { spec, ...object } = pushedPlugin('v4.0.4');
    await cluster.create(publishedPlugins, { ...object, spec: { ...spec, logo: '' } });
    await vi.waitFor(async () => expect((await config('v4.0.4'))?.status).toMatchObject({ readyForDeploy: false }));
    await push('v4.0.4');
    await vi.waitFor(async () => expect((await config('v4.0.4'))?.status).toMatchObject({ readyForDeploy: true }));
  });

  it('keeps the versions before and tells of all of them', async () => {
    await start();
    await cluster.create(publishedPlugins, { ...pushedPlugin('v4.0.4'), status: { installed: [{ name: 'global-x' }] } });
    await vi.waitFor(async () => expect((await plugin())?.status?.latestVersion).toBe('v4.0.4'));
    await push('v4.0.5');
    await vi.waitFor(async () =>
      expect((await plugin())?.status).toMatchObject({
        installed: [{ name: 'global-x' }],
        latestVersion: 'v4.0.5',
        moduleConfigs: [
          { name: 'web-cli-v4.0.4', readyForDeploy: true },
          { name: 'web-cli-v4.0.5', readyForDeploy: true },
        ],
        targetClusterVersions: { 'v4.1.0': { version: 'v4.0.5' } },
      }),
    );
  });

  it('changes no ModuleConfig that is there, and is quiet when all is told', async () => {
    const recorded: RecordedCluster = recordedCluster(cluster);
    await cluster.create(moduleConfigs, publishedConfig('v4.0.4'));
    await cluster.create(moduleConfigs, publishedConfig('v4.1.0', {}, false));
    await cluster.create(publishedPlugins, pushedPlugin('v4.0.4'));
    await start({}, recorded);
    await vi.waitFor(async () => expect((await plugin())?.status?.latestVersion).toBe('v4.1.0'));
    const [told, looks] = [await plugin(), recorded.requests.length];
    await cluster.patch(configMaps, settingsMap, { data: { unknown: 'x' } });
    await vi.waitFor(() => expect(recorded.requests.length).toBeGreaterThan(looks));
    expect(await plugin()).toEqual(told);
    expect([...new Set(writesOf(recorded))]).toEqual(['patch moduleplugins']);
    expect((await config('v4.1.0'))?.status).toMatchObject({ readyForDeploy: false });
  });

  it('sees that a version has gone, and lets it go', async () => {
    await start();
    await cluster.create(publishedPlugins, pushedPlugin('v4.0.4'));
    await cluster.create(moduleConfigs, publishedConfig('v4.1.0'));
    await vi.waitFor(async () => expect((await plugin())?.status?.moduleConfigs).toHaveLength(2));
    await cluster.delete(moduleConfigs, 'web-cli-v4.1.0');
    await vi.waitFor(async () => expect((await plugin())?.status?.latestVersion).toBe('v4.0.4'));
    await cluster.delete(publishedPlugins, 'web-cli');
    await cluster.delete(moduleConfigs, 'web-cli-v4.0.4');
    await vi.waitFor(async () => expect(await cluster.list(moduleConfigs)).toEqual([]));
  });

  it('takes the time that the settings say', async () => {
    await start({ 'plugin.config-delay': '600000' });
    await cluster.create(publishedPlugins, pushedPlugin('v4.0.4'));
    await nextTurn();
    expect(await config('v4.0.4')).toBeNull();
    await controller.stop();
    await cluster.patch(configMaps, settingsMap, { data: { 'plugin.config-delay': '0', 'plugin.ready-delay': '600000' } });
    controller = await startModulePluginController(cluster, { pluginConfigs: charts });
    await vi.waitFor(async () => expect(await config('v4.0.4')).not.toBeNull());
    await nextTurn();
    expect((await config('v4.0.4'))?.status).toBeUndefined();
  });

  it('can be switched off', async () => {
    await start({ 'plugin.enabled': 'false' });
    await cluster.create(publishedPlugins, pushedPlugin('v9.9.9'));
    await nextTurn();
    expect((await plugin())?.status).toBeUndefined();
    await cluster.patch(configMaps, settingsMap, { data: { 'plugin.enabled': 'true' } });
    await vi.waitFor(async () => expect((await plugin())?.status).toMatchObject({ moduleConfigs: [] }));
  });
});

describe('the platform’s word on what a ModuleInfo can be upgraded to', () => {
  it('follows the versions that are published', async () => {
    await start();
    await cluster.create(moduleConfigs, publishedConfig('v4.0.4'));
    await cluster.create(moduleInfoes, temporaryInfo());
    const none = [{ version: 'v4.0.4', description: '', riskLevel: '' }];
    await vi.waitFor(async () => expect((await info())?.status).toEqual({ phase: 'Processing', version: '', availableVersions: none }));
    await cluster.create(moduleConfigs, publishedConfig('v4.0.5', { upgradeRiskLevel: 'low' }));
    const newer = [{ version: 'v4.0.5', description: '', riskLevel: 'low' }];
    await vi.waitFor(async () => expect((await info())?.status?.availableVersions).toEqual(newer));
  });

  it('leaves the rest of a status as it is', async () => {
    await start();
    await cluster.create(moduleInfoes, { ...temporaryInfo(), status: { phase: 'Running', version: 'v4.0.3', specHash: 'x' } });
    await vi.waitFor(async () =>
      expect((await info())?.status).toEqual({
        phase: 'Running',
        version: 'v4.0.3',
        specHash: 'x',
        availableVersions: [{ version: 'v4.0.3', description: '', riskLevel: '' }],
      }),
    );
  });

  it('follows the base version of the cluster', async () => {
    await start();
    await setBase('v4.0.5');
    await cluster.create(moduleConfigs, publishedConfig('v4.0.5', { targetClusterVersions: ['v4.1.0'] }));
    await cluster.create(moduleInfoes, temporaryInfo());
    await vi.waitFor(async () => expect((await info())?.status?.availableVersions).toMatchObject([{ version: 'v4.0.4' }]));
    await cluster.patch(clusterModules, { name: 'global' }, { spec: { version: 'v4.1.0' } });
    await vi.waitFor(async () => expect((await info())?.status?.availableVersions).toMatchObject([{ version: 'v4.0.5' }]));
  });
});
