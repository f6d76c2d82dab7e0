import { aModuleConfig, aModuleInfo, aModulePlugin } from '../../../test/support/module-builders.ts';
import { testRule } from '../../../test/support/rule-tester.ts';
import { message } from '../../messages/message.ts';
import { coreFollowsCluster } from './core-follows-cluster.ts';

const core = { 'cpaas.io/lifecycle-type': 'core' };
const of = (lifecycle: Record<string, string>, version = 'v4.0.16') =>
  aModuleInfo({
    spec: { version },
    metadata: { labels: { 'cpaas.io/cluster-name': 'business', 'cpaas.io/module-name': 'cni', ...lifecycle } },
  });
const upgrade = { type: 'UPDATE', old: of({}, 'v4.0.15') } as const;
const config = (labels: Record<string, string>) => aModuleConfig({ spec: { version: 'v4.0.16' }, metadata: { labels } });
const plugin = (labels: Record<string, string>) => aModulePlugin({ metadata: { labels } });
const facts = { moduleConfigs: [config({})], modulePlugin: plugin({}) };
const said = {
  path: 'spec.version',
  fault: message('rule.module-info.core-follows-cluster', { plugin: 'cni' }),
  wayOut: message('rule.module-info.core-follows-cluster.way-out', { cluster: 'business' }),
};

testRule(coreFollowsCluster, {
  operations: ['UPDATE'],
  fields: ['spec.version'],
  allows: [
    { title: 'a CREATE of a core plugin', object: of(core), facts },
    { title: 'an upgrade of a plugin without a label', object: of({}), facts, operation: upgrade },
    { title: 'an upgrade of an aligned one', object: of({ 'cpaas.io/lifecycle-type': 'aligned' }), facts, operation: upgrade },
    {
      title: 'an upgrade of one that is agnostic by itself, whatever its plugin says',
      object: of({ 'cpaas.io/lifecycle-type': 'agnostic' }),
      facts: { ...facts, modulePlugin: plugin(core) },
      operation: upgrade,
    },
    { title: 'a plugin that has gone', object: of({}), facts: { ...facts, modulePlugin: null }, operation: upgrade },
  ],
  denies: [
    { title: 'an upgrade of a core plugin', object: of(core), facts, operation: upgrade, ...said },
    { title: 'in any case of letters', object: of({ 'cpaas.io/lifecycle-type': 'Core' }), facts, operation: upgrade, ...said },
    { title: 'one whose version is core', object: of({}), facts: { ...facts, moduleConfigs: [config(core)] }, operation: upgrade, ...said },
    { title: 'one whose plugin is core', object: of({}), facts: { ...facts, modulePlugin: plugin(core) }, operation: upgrade, ...said },
  ],
});
