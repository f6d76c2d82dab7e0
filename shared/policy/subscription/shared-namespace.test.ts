import { aSubscription, harbor } from '../../../test/support/builders.ts';
import { testRule } from '../../../test/support/rule-tester.ts';
import { message } from '../../messages/message.ts';
import { sharedNamespace } from './shared-namespace.ts';

const neighbour = aSubscription({ metadata: { namespace: harbor }, spec: { name: 'keda' } });

testRule(sharedNamespace, {
  operations: ['CREATE'],
  fields: ['metadata.namespace'],
  allows: [
    { title: 'a namespace of its own', object: aSubscription(), facts: { subscriptions: [] } },
    { title: 'itself', object: aSubscription(), facts: { subscriptions: [aSubscription()] } },
  ],
  warns: [
    {
      title: 'a neighbour',
      object: aSubscription(),
      facts: { subscriptions: [neighbour] },
      path: 'metadata.namespace',
      fault: message('rule.subscription.shared-namespace', { namespace: harbor, neighbour: 'keda' }),
      wayOut: message('rule.subscription.shared-namespace.way-out'),
    },
  ],
});
