import { aModuleConfig, aModuleInfo, aPlatformCluster } from '../../../test/support/module-builders.ts';
import { testRule } from '../../../test/support/rule-tester.ts';
import { message } from '../../messages/message.ts';
import type { PluginAffinity } from '../../model/module-config.ts';
import { affinity } from './affinity.ts';

const path = 'metadata.labels[cpaas.io/cluster-name]';
const arm = aPlatformCluster({ name: 'edge-arm', labels: { 'cpaas.io/os-linux': 'true', 'cpaas.io/arch-arm64': 'true' } });
const global = aPlatformCluster({
  name: 'global',
  labels: { 'is-global': 'true', 'cpaas.io/os-linux': 'true', 'cpaas.io/arch-amd64': 'true' },
});
const clusters = [aPlatformCluster(), arm, global];
const nfs = aModuleInfo({ plugin: 'nfs' });
const onArm = aModuleInfo({ cluster: 'edge-arm' });
const roughly = { matchExpressions: [{ key: 'nodes', operator: 'Roughly', values: ['3'] }] };

function wanting(wanted: PluginAffinity | undefined, modules = [nfs]) {
  return { moduleConfigs: [aModuleConfig({ spec: { affinity: wanted } })], clusters, modules };
}

const usual = { moduleConfigs: [aModuleConfig()], clusters, modules: [nfs] };
const fitting = message('rule.module-info.affinity.way-out', { clusters: ['business', 'global'] });

testRule(affinity, {
  fields: ['spec.version'],
  allows: [
    { title: 'a cluster that matches', object: aModuleInfo(), facts: usual },
    { title: 'any cluster where nothing is said', object: onArm, facts: wanting(undefined) },
    {
      title: 'any cluster where only empty selectors are',
      object: onArm,
      facts: wanting({ clusterAffinity: {}, clusterAntiAffinity: {} }),
    },
    {
      title: 'a cluster that the anti-affinity spares',
      object: aModuleInfo(),
      facts: wanting({ clusterAntiAffinity: { matchLabels: { 'is-global': 'true' } } }),
    },
    {
      title: 'itself among the plugins it avoids',
      object: aModuleInfo(),
      facts: wanting({ pluginAntiAffinity: ['gpu-device-plugin'] }, [aModuleInfo()]),
    },
    {
      title: 'its twin under another name',
      object: aModuleInfo(),
      facts: wanting({ pluginAntiAffinity: ['gpu-device-plugin'] }, [aModuleInfo({ metadata: { name: 'business-temporary-name' } })]),
    },
    { title: 'a version that is not there', object: aModuleInfo({ cluster: 'edge-arm', spec: { version: 'v9' } }), facts: usual },
    { title: 'a cluster that is not there', object: aModuleInfo({ cluster: 'gone' }), facts: usual },
  ],
  denies: [
    {
      title: 'a cluster without a label',
      object: onArm,
      facts: usual,
      path,
      fault: message('rule.module-info.affinity', { cluster: 'edge-arm', term: 'cpaas.io/arch-amd64=true' }),
      wayOut: fitting,
    },
    {
      title: 'a cluster where nothing fits anywhere',
      object: onArm,
      facts: wanting({ clusterAffinity: { matchLabels: { planet: 'mars' } } }),
      path,
      fault: message('rule.module-info.affinity', { cluster: 'edge-arm', term: 'planet=mars' }),
      wayOut: message('rule.module-info.affinity.nowhere.way-out'),
    },
    {
      title: 'a cluster that surely fails, whatever else cannot be read',
      object: onArm,
      facts: wanting({ clusterAffinity: { matchLabels: { 'cpaas.io/arch-amd64': 'true' }, ...roughly } }),
      path,
      fault: message('rule.module-info.affinity', { cluster: 'edge-arm', term: 'cpaas.io/arch-amd64=true' }),
      wayOut: message('rule.module-info.affinity.nowhere.way-out'),
    },
    {
      title: 'a cluster that it avoids',
      object: onArm,
      facts: wanting({ clusterAntiAffinity: { matchLabels: { 'cpaas.io/arch-arm64': 'true' } } }),
      path,
      fault: message('rule.module-info.affinity.anti', { cluster: 'edge-arm', term: 'cpaas.io/arch-arm64=true' }),
      wayOut: fitting,
    },
    {
      title: 'a cluster with a plugin that it avoids',
      object: aModuleInfo(),
      facts: wanting({ pluginAntiAffinity: ['nfs'] }),
      path,
      fault: message('rule.module-info.affinity.plugin', { cluster: 'business', plugin: 'nfs' }),
      wayOut: message('rule.module-info.affinity.plugin.way-out', { plugin: 'nfs' }),
    },
  ],
  leaves: [
    { title: 'an operator nobody knows', object: onArm, facts: wanting({ clusterAffinity: roughly }), lacks: 'moduleConfigs' },
    { title: 'one in the anti-affinity', object: onArm, facts: wanting({ clusterAntiAffinity: roughly }), lacks: 'moduleConfigs' },
  ],
});
