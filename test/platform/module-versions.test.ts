import { describe, expect, it } from 'vitest';
import { publishedConfig } from './module-objects.ts';
import { availableVersions, versionsOfPlugin } from './module-versions.ts';

const here = { current: 'v4.0.4', base: 'v4.0.5' };
const versionsFrom = (...configs: ReturnType<typeof publishedConfig>[]) => availableVersions(configs, here).map(({ version }) => version);

describe('the versions that a ModuleInfo can be upgraded to', () => {
  it('are the newer ones, the newest first, by SemVer', () => {
    const versions = ['v4.0.9', 'v4.0.10', 'v4.0.4', 'v4.0.3', 'v4.0.10-r0'];
    expect(versionsFrom(...versions.map((version) => publishedConfig(version)))).toEqual(['v4.0.10', 'v4.0.10-r0', 'v4.0.9']);
  });

  it('leave out what is not ready, not for this base, or not reachable from here', () => {
    expect(
      versionsFrom(
        publishedConfig('v4.1.0', {}, false),
        publishedConfig('v4.2.0', { targetClusterVersions: ['v4.1.0'] }),
        publishedConfig('v4.3.0', { supportedUpgradeVersions: '>= v4.0.5' }),
        publishedConfig('v4.0.5', { targetClusterVersions: ['v4.0.5'], supportedUpgradeVersions: '>= v4.0.0' }),
      ),
    ).toEqual(['v4.0.5']);
  });

  it('count a pre-release that runs as within a range', () => {
    const config = publishedConfig('v4.1.0', { supportedUpgradeVersions: '>= v4.0.0' });
    expect(availableVersions([config], { current: 'v4.0.5-beta.1', base: undefined })).toMatchObject([{ version: 'v4.1.0' }]);
  });

  it('come with their risk', () => {
    const config = publishedConfig('v4.0.5', { upgradeRiskLevel: 'high', upgradeRiskDescription: 'restarts' });
    expect(availableVersions([config], here)).toEqual([{ version: 'v4.0.5', description: 'restarts', riskLevel: 'high' }]);
  });

  it('are the one there is where nothing is newer', () => {
    const current = [{ version: 'v4.0.4', description: '', riskLevel: '' }];
    expect(availableVersions([publishedConfig('v4.0.4', { upgradeRiskLevel: 'low' })], here)).toEqual(current);
    expect(availableVersions([], here)).toEqual(current);
  });
});

describe('what a ModulePlugin says of its versions', () => {
  it('lists them, the oldest first, with the newest as the latest even if it is not ready', () => {
    const affinity = { pluginAntiAffinity: ['web-cli'] };
    expect(versionsOfPlugin([publishedConfig('v4.0.10', {}, false), publishedConfig('v4.0.9', { affinity })])).toEqual({
      latestVersion: 'v4.0.10',
      moduleConfigs: [
        { name: 'web-cli-v4.0.9', version: 'v4.0.9', readyForDeploy: true, targetClusterVersions: [], affinity },
        { name: 'web-cli-v4.0.10', version: 'v4.0.10', readyForDeploy: false, targetClusterVersions: [] },
      ],
      targetClusterVersions: {},
    });
  });

  it('names the newest version for each base', () => {
    const { targetClusterVersions } = versionsOfPlugin([
      publishedConfig('v4.0.10', { targetClusterVersions: ['v4.1.0', 'v4.2.0'] }),
      publishedConfig('v4.0.9', { targetClusterVersions: ['v4.0.5', 'v4.1.0'] }),
    ]);
    expect(targetClusterVersions).toMatchObject({
      'v4.0.5': { version: 'v4.0.9' },
      'v4.1.0': { version: 'v4.0.10' },
      'v4.2.0': { version: 'v4.0.10', readyForDeploy: true, moduleConfigSpecHash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });

  it('names no version where there is none', () => {
    expect(versionsOfPlugin([])).toEqual({ latestVersion: '', moduleConfigs: [], targetClusterVersions: {} });
  });
});
