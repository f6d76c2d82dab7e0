import { aModuleInfo } from '../../../test/support/module-builders.ts';
import { testRule } from '../../../test/support/rule-tester.ts';
import { message } from '../../messages/message.ts';
import { nameUnchanged } from './name-unchanged.ts';

const object = aModuleInfo({ metadata: { name: 'business-1' } });

testRule(nameUnchanged, {
  operations: ['CREATE'],
  fields: ['metadata.name'],
  allows: [
    { title: 'the name asked for', object, facts: {}, operation: { type: 'CREATE', requestedName: 'business-1' } },
    { title: 'a name where none was asked for', object, facts: {} },
    { title: 'an empty wish for a name', object, facts: {}, operation: { type: 'CREATE', requestedName: '' } },
  ],
  denies: [
    {
      title: 'another name',
      object,
      facts: {},
      operation: { type: 'CREATE', requestedName: 'business-temporary-name' },
      path: 'metadata.name',
      fault: message('rule.module-info.name-unchanged', { asked: 'business-temporary-name', name: 'business-1' }),
      wayOut: message('rule.module-info.name-unchanged.way-out'),
    },
  ],
});
