import { aSubscription, csvName, harbor } from '../../../test/support/builders.ts';
import { testRule } from '../../../test/support/rule-tester.ts';
import { message } from '../../messages/message.ts';
import type { Approval } from '../../model/subscription.ts';
import { manualApproval } from './manual-approval.ts';

const harborKnown = { publishedByAlauda: true };
const notAlaudas = { publishedByAlauda: false };

/** A Subscription of harbor with this approval, or none. */
function approvedBy(installPlanApproval?: Approval) {
  return aSubscription({ spec: { installPlanApproval } });
}

function objectionTo(approval: string, namespace = harbor) {
  return {
    path: 'spec.installPlanApproval',
    fault: message('rule.subscription.manual-approval', { operator: harbor, approval }),
    wayOut: message('rule.subscription.manual-approval.way-out', { operator: harbor, namespace }),
  };
}

testRule(manualApproval, {
  fields: ['spec.installPlanApproval', 'spec.name', 'spec.source', 'spec.sourceNamespace'],
  allows: [
    { title: 'Manual for an operator of Alauda', object: approvedBy('Manual'), facts: harborKnown },
    {
      title: 'Automatic for clickhouse, which lies in catalogue platform and is not Alauda’s',
      object: aSubscription({ spec: { name: 'clickhouse-operator', installPlanApproval: 'Automatic' } }),
      facts: notAlaudas,
    },
    {
      title: 'absence for keda',
      object: aSubscription({ spec: { name: 'keda', source: 'custom', installPlanApproval: undefined } }),
      facts: notAlaudas,
    },
    {
      title: 'an UPDATE from Automatic to Manual',
      object: approvedBy('Manual'),
      facts: harborKnown,
      operation: { type: 'UPDATE', old: approvedBy('Automatic') },
    },
    {
      title: 'an UPDATE of the channel while Automatic is stored',
      object: aSubscription({ spec: { installPlanApproval: 'Automatic', channel: 'harbor-2', startingCSV: csvName() } }),
      facts: harborKnown,
      operation: { type: 'UPDATE', old: approvedBy('Automatic') },
    },
  ],
  denies: [
    { title: 'Automatic for an operator of Alauda', object: approvedBy('Automatic'), facts: harborKnown, ...objectionTo('Automatic') },
    { title: 'absence, which OLM takes for Automatic', object: approvedBy(), facts: harborKnown, ...objectionTo('<none>') },
    {
      title: 'Automatic in another namespace, which the way out names',
      object: aSubscription({ metadata: { namespace: 'registry' }, spec: { installPlanApproval: 'Automatic' } }),
      facts: harborKnown,
      ...objectionTo('Automatic', 'registry'),
    },
    {
      title: 'an UPDATE that takes the approval away',
      object: approvedBy(),
      facts: harborKnown,
      operation: { type: 'UPDATE', old: approvedBy('Manual') },
      ...objectionTo('<none>'),
    },
  ],
});
