import { aModuleInfo, aModulePlugin, gpu } from '../../../test/support/module-builders.ts';
import { testRule } from '../../../test/support/rule-tester.ts';
import { message } from '../../messages/message.ts';
import { namesAPlugin } from './names-a-plugin.ts';

const path = 'metadata.labels[cpaas.io/module-name]';

testRule(namesAPlugin, {
  operations: ['CREATE'],
  fields: [path],
  allows: [{ title: 'a plugin of the platform', object: aModuleInfo(), facts: { modulePlugin: aModulePlugin() } }],
  denies: [
    {
      title: 'a plugin that is none',
      object: aModuleInfo(),
      facts: { modulePlugin: null },
      path,
      fault: message('rule.module-info.names-a-plugin', { plugin: gpu }),
      wayOut: message('rule.module-info.names-a-plugin.way-out'),
    },
    {
      title: 'no plugin',
      object: aModuleInfo({ metadata: { labels: {} } }),
      facts: { modulePlugin: null },
      path,
      fault: message('rule.module-info.names-a-plugin.absent'),
      wayOut: message('rule.module-info.names-a-plugin.absent.way-out'),
    },
  ],
});
