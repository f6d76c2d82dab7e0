import { message } from '../../messages/message.ts';
import type { Subscription } from '../../model/subscription.ts';
import { allow, defineRule, deny } from '../rule.ts';

/**
 * Operators published by Alauda are installed with manual approval only.
 *
 * Looks at: `.spec.installPlanApproval`
 * Allows:   `Manual`; any value for an operator of another publisher
 * Denies:   anything else, absence too, because OLM takes absence as Automatic
 */
export const manualApproval = defineRule<Subscription>()({
  id: 'subscription.manual-approval',
  operations: ['CREATE', 'UPDATE'],
  fields: ['spec.installPlanApproval', 'spec.name', 'spec.source', 'spec.sourceNamespace'],
  needs: ['publishedByAlauda'],
  check({ object: { spec, metadata }, facts: { publishedByAlauda } }) {
    if (!publishedByAlauda || spec.installPlanApproval === 'Manual') return allow;
    return deny(
      'spec.installPlanApproval',
      message('rule.subscription.manual-approval', { operator: spec.name, approval: spec.installPlanApproval ?? '<none>' }),
      message('rule.subscription.manual-approval.way-out', { operator: spec.name, namespace: metadata.namespace ?? '' }),
    );
  },
});
