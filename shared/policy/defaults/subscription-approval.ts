import { message } from '../../messages/message.ts';
import { generatedByAnnotation, type Subscription } from '../../model/subscription.ts';
import type { Default } from './default.ts';

/**
 * An operator of Alauda, or of a publisher nobody knows, gets manual approval where nobody chose one.
 *
 * Looks at: `.spec.installPlanApproval`
 * Sets:     `Manual` where it is absent, which OLM takes as Automatic, and on what OLM itself made Automatic for a dependency
 * Leaves:   a person's explicit choice, which a rule judges; everything of an operator known to be another publisher's
 */
export const subscriptionApproval: Default<Subscription> = {
  id: 'subscription.default-approval',
  operations: ['CREATE', 'UPDATE'],
  needs: ['publishedByAlauda'],
  concerns(operation, object) {
    if (operation.type === 'UPDATE') return !approvalOf(object) && approvalOf(operation.old) === 'Manual';
    return !approvalOf(object) || (isGenerated(object) && approvalOf(object) !== 'Manual');
  },
  settle({ spec, metadata }, { publishedByAlauda }) {
    if (publishedByAlauda === false) return undefined;
    return {
      path: ['spec', 'installPlanApproval'],
      value: 'Manual',
      warning: message('rule.subscription.default-approval', { operator: spec.name, namespace: metadata.namespace ?? '' }),
    };
  },
};

/** An empty approval is an absent one to OLM. */
function approvalOf({ spec }: Pick<Subscription, 'spec'>): string | undefined {
  return spec.installPlanApproval;
}

function isGenerated({ metadata }: Subscription): boolean {
  return metadata.annotations?.[generatedByAnnotation] !== undefined;
}
