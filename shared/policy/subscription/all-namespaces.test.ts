import { aPackage, aSubscription, harbor } from '../../../test/support/builders.ts';
import { testRule } from '../../../test/support/rule-tester.ts';
import { message } from '../../messages/message.ts';
import { allNamespaces } from './all-namespaces.ts';

const path = 'metadata.annotations[cpaas.io/target-namespaces]';
const everywhere = { operatorPackage: aPackage() };
const own = { operatorPackage: aPackage({ installModes: ['OwnNamespace', 'SingleNamespace'] }) };
const channel = { name: 'stable', currentCSV: 'a.v1' };
const silent = { operatorPackage: { ...aPackage(), status: { ...aPackage().status, channels: [channel] } } };

function watching(targets?: string) {
  const annotations = targets === undefined ? undefined : { 'cpaas.io/target-namespaces': targets };
  return aSubscription({ metadata: { annotations } });
}

const limited = {
  path,
  fault: message('rule.subscription.all-namespaces', { operator: harbor }),
  wayOut: message('rule.subscription.all-namespaces.way-out'),
};
const lacking = {
  path,
  fault: message('rule.subscription.all-namespaces.lacking', { operator: harbor, supported: ['OwnNamespace', 'SingleNamespace'] }),
  wayOut: message('rule.subscription.all-namespaces.lacking.way-out'),
};

testRule(allNamespaces, {
  fields: [path],
  allows: [
    { title: 'all namespaces by an empty annotation', object: watching(''), facts: everywhere },
    { title: 'all namespaces by no annotation', object: watching(), facts: everywhere },
    { title: 'some namespaces where the operator cannot watch all', object: watching('a,b'), facts: own },
    { title: 'anything of a package that is not there', object: watching('a'), facts: { operatorPackage: null } },
    {
      title: 'anything of a channel that is not there',
      object: aSubscription({ spec: { channel: 'gone' } }),
      facts: own,
    },
  ],
  warns: [
    { title: 'some namespaces where the operator can watch all', object: watching('a'), facts: everywhere, ...limited },
    { title: 'all namespaces by an empty annotation where the operator cannot', object: watching(''), facts: own, ...lacking },
    { title: 'all namespaces by no annotation where the operator cannot', object: watching(), facts: own, ...lacking },
  ],
  leaves: [{ title: 'a package that does not tell its install modes', object: watching('a'), facts: silent, lacks: 'operatorPackage' }],
});
