import { aModuleInfo } from '../../../test/support/module-builders.ts';
import { testRule } from '../../../test/support/rule-tester.ts';
import { message } from '../../messages/message.ts';
import { typeLabel } from './type-label.ts';

const path = 'metadata.labels[cpaas.io/module-type]';
const typed = (type: string) => aModuleInfo({ metadata: { labels: { 'cpaas.io/module-type': type } } });
const said = (type: string) => ({
  path,
  fault: message('rule.module-info.type-label', { type }),
  wayOut: message('rule.module-info.type-label.way-out'),
});

testRule(typeLabel, {
  fields: [path],
  allows: [
    { title: 'plugin', object: aModuleInfo(), facts: {} },
    {
      title: 'an UPDATE of something else while a bad label is stored',
      object: { ...typed('chart'), spec: { version: 'v2' } },
      facts: {},
      operation: { type: 'UPDATE', old: typed('chart') },
    },
  ],
  denies: [
    { title: 'another type', object: typed('chart'), facts: {}, ...said('chart') },
    { title: 'other letters', object: typed('Plugin'), facts: {}, ...said('Plugin') },
    { title: 'an empty label', object: typed(''), facts: {}, ...said('') },
    { title: 'no label', object: aModuleInfo({ metadata: { labels: { other: 'label' } } }), facts: {}, ...said('') },
    { title: 'no labels', object: aModuleInfo({ metadata: { labels: undefined } }), facts: {}, ...said('') },
    {
      title: 'an UPDATE that takes the label away',
      object: aModuleInfo({ metadata: { labels: {} } }),
      facts: {},
      operation: { type: 'UPDATE', old: aModuleInfo() },
      ...said(''),
    },
  ],
});
