import { aModuleInfo } from '../../../test/support/module-builders.ts';
import { testRule } from '../../../test/support/rule-tester.ts';
import { message } from '../../messages/message.ts';
import { globalOnly } from './global-only.ts';

testRule(globalOnly, {
  operations: ['CREATE'],
  fields: ['metadata.name'],
  allows: [{ title: 'the global cluster', object: aModuleInfo(), facts: { onGlobal: true } }],
  denies: [
    {
      title: 'any other cluster',
      object: aModuleInfo(),
      facts: { onGlobal: false },
      path: 'metadata.name',
      fault: message('rule.module-info.global-only'),
      wayOut: message('rule.module-info.global-only.way-out'),
    },
  ],
});
