import { aClusterModule, aModuleConfig, aModuleInfo } from '../../../test/support/module-builders.ts';
import { testRule } from '../../../test/support/rule-tester.ts';
import { message } from '../../messages/message.ts';
import type { Facts } from '../../model/facts.ts';
import type { ModuleConfig } from '../../model/module-config.ts';
import type { ModuleInfo } from '../../model/module-info.ts';
import { dependencies } from './dependencies.ts';

const path = 'spec.version';
const nfs = aModuleInfo({ plugin: 'nfs', status: { version: 'v4.2.3', availableVersions: [{ version: 'v4.2.4' }] } });

function knowing(spec: Partial<ModuleConfig['spec']>, modules: readonly ModuleInfo[] = [nfs]): Facts {
  return { moduleConfigs: [aModuleConfig({ spec })], modules, clusterModule: aClusterModule() };
}

function needing(moduleName: string, ...versionsMatch: string[]): Partial<ModuleConfig['spec']> {
  return { dependencies: [{ moduleName, versionsMatch }] };
}

function from(old: Partial<ModuleInfo>) {
  return { type: 'UPDATE', old: { ...aModuleInfo({ spec: { version: 'v4.0.14' } }), ...old } } as const;
}

const object = aModuleInfo();
const needed = (module: string, ...wanted: string[]) => message('rule.module-info.dependencies.way-out', { module, wanted });

testRule(dependencies, {
  fields: [path],
  allows: [
    { title: 'a version without dependencies', object, facts: knowing({}) },
    { title: 'a dependency that is there in a version of the range', object, facts: knowing(needing('nfs', '>= v4.2.0')) },
    { title: 'a dependency of which one range fits', object, facts: knowing(needing('nfs', 'v3.0.0', 'v4.2.3')) },
    { title: 'a dependency in any version', object, facts: knowing(needing('nfs')) },
    { title: 'the base version of the cluster', object, facts: knowing(needing('base', '>= v4.0.0')) },
    {
      title: 'an unpublished version, which another rule denies',
      object: aModuleInfo({ spec: { version: 'v9' } }),
      facts: knowing(needing('cni')),
    },
    { title: 'a CREATE beside what has to be upgraded first', object, facts: knowing({ upgradeBefore: [{ moduleName: 'nfs' }] }) },
    {
      title: 'an UPDATE after what had to be upgraded first',
      object,
      facts: knowing({ upgradeBefore: [{ moduleName: 'nfs' }, { moduleName: 'absent' }] }, [
        aModuleInfo({ plugin: 'nfs', status: { version: 'v4.2.4', availableVersions: [{ version: 'v4.2.4' }] } }),
      ]),
      operation: from({}),
    },
    { title: 'an UPDATE that nothing holds up', object, facts: knowing({}), operation: from({ status: { blockReasons: [] } }) },
  ],
  denies: [
    {
      title: 'a dependency that is not there',
      object,
      facts: knowing(needing('cni', '>= v4.0.0')),
      path,
      fault: message('rule.module-info.dependencies', { module: 'cni', wanted: ['>= v4.0.0'], cluster: 'business' }),
      wayOut: needed('cni', '>= v4.0.0'),
    },
    {
      title: 'a dependency of any version that is not there',
      object,
      facts: knowing(needing('cni')),
      path,
      fault: message('rule.module-info.dependencies', { module: 'cni', wanted: ['*'], cluster: 'business' }),
      wayOut: needed('cni', '*'),
    },
    {
      title: 'a dependency that is too old',
      object,
      facts: knowing(needing('nfs', '>= v4.3.0')),
      path,
      fault: message('rule.module-info.dependencies.version', {
        module: 'nfs',
        wanted: ['>= v4.3.0'],
        cluster: 'business',
        running: ['v4.2.3'],
      }),
      wayOut: needed('nfs', '>= v4.3.0'),
    },
    {
      title: 'a base version that is too old',
      object,
      facts: knowing(needing('base', '>= v4.1.0')),
      path,
      fault: message('rule.module-info.dependencies.version', {
        module: 'base',
        wanted: ['>= v4.1.0'],
        cluster: 'business',
        running: ['v4.0.0'],
      }),
      wayOut: needed('base', '>= v4.1.0'),
    },
    {
      title: 'an upgrade before that of another plugin',
      object,
      facts: knowing({ upgradeBefore: [{ moduleName: 'nfs' }] }),
      operation: from({}),
      path,
      fault: message('rule.module-info.dependencies.before', { module: 'nfs', now: 'v4.2.3' }),
      wayOut: message('rule.module-info.dependencies.before.way-out', { module: 'nfs', next: 'v4.2.4' }),
    },
    {
      title: 'an upgrade that the platform holds up',
      object,
      facts: knowing({}),
      operation: from({ status: { blockReasons: ['storageclass nfs still exists'] } }),
      path,
      fault: message('rule.module-info.dependencies.blocked', { reasons: ['storageclass nfs still exists'] }),
      wayOut: message('rule.module-info.dependencies.blocked.way-out'),
    },
  ],
  leaves: [
    {
      title: 'a dependency that does not say what runs',
      object,
      facts: knowing(needing('nfs', '>= v4.2.0'), [aModuleInfo({ plugin: 'nfs' })]),
      lacks: 'modules',
    },
    { title: 'a range that nobody can read', object, facts: knowing(needing('nfs', 'newest')), lacks: 'modules' },
    {
      title: 'the base version of a cluster that does not tell it',
      object,
      facts: { ...knowing(needing('base', '*')), clusterModule: null },
      lacks: 'clusterModule',
    },
  ],
});
