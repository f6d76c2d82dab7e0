import { aModuleConfig, aModuleInfo, aModulePlugin, gpu } from '../../../test/support/module-builders.ts';
import { testRule } from '../../../test/support/rule-tester.ts';
import { message } from '../../messages/message.ts';
import { versionPublished } from './version-published.ts';

const path = 'spec.version';
const ready = ['v4.0.9', 'v4.0.15', 'v4.0.16'].map((version) => aModuleConfig({ spec: { version } }));
const unready = aModuleConfig({ spec: { version: 'v4.1.0' }, status: { readyForDeploy: false } });
const facts = { modulePlugin: aModulePlugin(), moduleConfigs: [...ready, unready] };
const at = (version: string) => aModuleInfo({ spec: { version } });
const published = message('rule.module-info.version-published.way-out', { versions: ['v4.0.16', 'v4.0.15', 'v4.0.9'] });
const renamed = aModuleConfig({ metadata: { name: 'gpu-device-plugin-v9' } });

testRule(versionPublished, {
  fields: [path],
  allows: [
    { title: 'a published version', object: at('v4.0.15'), facts },
    { title: 'any version of a plugin that is not there', object: at('v9'), facts: { moduleConfigs: [], modulePlugin: null } },
    { title: 'any version of no plugin', object: aModuleInfo({ metadata: { labels: {} } }), facts },
    {
      title: 'an UPDATE to a version that is not ready, which another rule judges',
      object: at('v4.1.0'),
      facts,
      operation: { type: 'UPDATE', old: at('v4.0.15') },
    },
  ],
  denies: [
    {
      title: 'a version that was never published',
      object: at('v4.0.1'),
      facts,
      path,
      fault: message('rule.module-info.version-published', { plugin: gpu, version: 'v4.0.1' }),
      wayOut: published,
    },
    {
      title: 'a version without its v',
      object: at('4.0.15'),
      facts,
      path,
      fault: message('rule.module-info.version-published', { plugin: gpu, version: '4.0.15' }),
      wayOut: published,
    },
    {
      title: 'a version whose ModuleConfig is called otherwise',
      object: at('v4.0.15'),
      facts: { ...facts, moduleConfigs: [renamed] },
      path,
      fault: message('rule.module-info.version-published', { plugin: gpu, version: 'v4.0.15' }),
      wayOut: message('rule.module-info.version-published.way-out', { versions: ['v4.0.15'] }),
    },
    {
      title: 'a CREATE in a version that is not ready',
      object: at('v4.1.0'),
      facts,
      isOfCreate: true,
      path,
      fault: message('rule.module-info.version-published.not-ready', { plugin: gpu, version: 'v4.1.0' }),
      wayOut: published,
    },
    {
      title: 'any version of a plugin whose package the platform could not read',
      object: at('v4.1.0'),
      facts: { ...facts, moduleConfigs: [] },
      path,
      fault: message('rule.module-info.version-published', { plugin: gpu, version: 'v4.1.0' }),
      wayOut: message('rule.module-info.version-published.none.way-out', { plugin: gpu }),
    },
  ],
});
