import { message } from '../../messages/message.ts';
import type { Subscription } from '../../model/subscription.ts';
import { allow, defineRule, warn } from '../rule.ts';

/**
 * Each operator lives in a namespace of its own.
 *
 * Looks at: `.metadata.namespace`
 * Allows:   a namespace without another Subscription
 * Warns:    of any other there: all Subscriptions of a namespace resolve into one InstallPlan, and one Manual holds all of them
 */
export const sharedNamespace = defineRule<Subscription>()({
  id: 'subscription.shared-namespace',
  operations: ['CREATE'],
  fields: ['metadata.namespace'],
  needs: ['subscriptions'],
  check({ object: { metadata }, facts: { subscriptions } }) {
    const neighbour = subscriptions.find((other) => other.metadata.name !== metadata.name);
    if (neighbour === undefined) return allow;
    return warn(
      'metadata.namespace',
      message('rule.subscription.shared-namespace', { namespace: metadata.namespace ?? '', neighbour: neighbour.spec.name }),
      message('rule.subscription.shared-namespace.way-out'),
    );
  },
});
