import { aClusterModule, aModuleConfig, aModuleInfo, gpu } from '../../../test/support/module-builders.ts';
import { testRule } from '../../../test/support/rule-tester.ts';
import { message } from '../../messages/message.ts';
import type { Facts } from '../../model/facts.ts';
import type { ModuleConfig } from '../../model/module-config.ts';
import type { ModuleInfoStatus } from '../../model/module-info.ts';
import { upgradePath } from './upgrade-path.ts';

const path = 'spec.version';
const offered = (...versions: string[]) => versions.map((version) => ({ version }));
const running: ModuleInfoStatus = { phase: 'Running', version: 'v4.0.15', availableVersions: offered('v4.0.16', 'v4.1.0') };

/** From v4.0.15 to a version, with what is stored of its status. */
function upgrade(version = 'v4.0.16', status: ModuleInfoStatus | undefined = running) {
  const old = aModuleInfo({ status });
  return { object: { ...old, spec: { ...old.spec, version } }, operation: { type: 'UPDATE', old } as const };
}

function knowing(spec: Partial<ModuleConfig['spec']> = {}, status: ModuleConfig['status'] = {}): Facts {
  const others = ['v4.0.15', 'v4.0.17'].map((version) => aModuleConfig({ spec: { version } }));
  return { moduleConfigs: [...others, aModuleConfig({ spec: { version: 'v4.0.16', ...spec }, status })], clusterModule: aClusterModule() };
}

const nowhere = message('rule.module-info.upgrade-path.none.way-out');

testRule(upgradePath, {
  operations: ['UPDATE'],
  fields: [path],
  allows: [
    { title: 'a CREATE', object: aModuleInfo(), facts: knowing() },
    { title: 'an offered version', ...upgrade(), facts: knowing() },
    { title: 'a version whose range holds what runs', ...upgrade(), facts: knowing({ supportedUpgradeVersions: '>= v4.0.10' }) },
    { title: 'a version for this base version', ...upgrade(), facts: knowing({ targetClusterVersions: ['v3.9.0', 'v4.0.0'] }) },
    { title: 'the way back to what runs', ...upgrade('v4.0.15', { ...running, availableVersions: [] }), facts: knowing() },
    { title: 'a version that is not published, which another rule denies', ...upgrade('v9'), facts: knowing() },
    {
      title: 'a version that restricts nothing, whatever the base version is',
      ...upgrade(),
      facts: { ...knowing(), clusterModule: null },
    },
  ],
  denies: [
    {
      title: 'a version that is not offered',
      ...upgrade('v4.0.17'),
      facts: knowing(),
      path,
      fault: message('rule.module-info.upgrade-path', { plugin: gpu, version: 'v4.0.17' }),
      wayOut: message('rule.module-info.upgrade-path.way-out', { versions: ['v4.0.16'] }),
    },
    {
      title: 'a version that is not ready',
      ...upgrade(),
      facts: knowing({}, { readyForDeploy: false }),
      path,
      fault: message('rule.module-info.upgrade-path.not-ready', { plugin: gpu, version: 'v4.0.16' }),
      wayOut: nowhere,
    },
    {
      title: 'a version that cannot be reached from what runs',
      ...upgrade(),
      facts: knowing({ supportedUpgradeVersions: '>= v4.0.16' }),
      path,
      fault: message('rule.module-info.upgrade-path.running', { version: 'v4.0.16', range: '>= v4.0.16', running: 'v4.0.15' }),
      wayOut: nowhere,
    },
    {
      title: 'a version for other base versions',
      ...upgrade(),
      facts: knowing({ targetClusterVersions: ['v4.1.0'] }),
      path,
      fault: message('rule.module-info.upgrade-path.base', {
        version: 'v4.0.16',
        targets: ['v4.1.0'],
        cluster: 'business',
        base: 'v4.0.0',
      }),
      wayOut: nowhere,
    },
    {
      title: 'a version for other base versions, as its status says',
      ...upgrade(),
      facts: knowing({}, { targetClusterVersions: ['v4.1.0'] }),
      path,
      fault: message('rule.module-info.upgrade-path.base', {
        version: 'v4.0.16',
        targets: ['v4.1.0'],
        cluster: 'business',
        base: 'v4.0.0',
      }),
      wayOut: nowhere,
    },
  ],
  leaves: [
    {
      title: 'a list of versions that is not written yet',
      ...upgrade('v4.0.16', { version: 'v4.0.15' }),
      facts: knowing(),
      lacks: 'availableVersions',
    },
    {
      title: 'an installation that does not say what runs',
      ...upgrade('v4.0.16', { availableVersions: offered('v4.0.16') }),
      facts: knowing({ supportedUpgradeVersions: '>= v4.0.10' }),
      lacks: 'runningVersion',
    },
    {
      title: 'a range that nobody can read',
      ...upgrade(),
      facts: knowing({ supportedUpgradeVersions: 'anything newer' }),
      lacks: 'moduleConfigs',
    },
    {
      title: 'a cluster of unknown base version',
      ...upgrade(),
      facts: { ...knowing({ targetClusterVersions: ['v4.1.0'] }), clusterModule: null },
      lacks: 'clusterModule',
    },
  ],
});
