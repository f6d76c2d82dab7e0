import { aSubscription } from '../../../test/support/builders.ts';
import { testRule } from '../../../test/support/rule-tester.ts';
import { message } from '../../messages/message.ts';
import { catalogNamespace } from './catalog-namespace.ts';

const facts = { catalogNamespaces: ['cpaas-system', 'marketplace'] };
const from = (sourceNamespace: string) => aSubscription({ spec: { sourceNamespace } });

testRule(catalogNamespace, {
  fields: ['spec.sourceNamespace'],
  allows: [
    { title: 'the namespace of the platform', object: from('cpaas-system'), facts },
    { title: 'another one of the list', object: from('marketplace'), facts },
    { title: 'any where the cluster is none of the platform', object: from('olm'), facts: { catalogNamespaces: null } },
  ],
  denies: [
    ...['olm', '', 'cpaas-system-2'].map((namespace) => ({
      title: `"${namespace}"`,
      object: from(namespace),
      facts,
      path: 'spec.sourceNamespace',
      fault: message('rule.subscription.catalog-namespace', { namespace }),
      wayOut: message('rule.subscription.catalog-namespace.way-out', { namespaces: facts.catalogNamespaces }),
    })),
  ],
});
