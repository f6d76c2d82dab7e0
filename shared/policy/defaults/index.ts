import type { Subscription } from '../../model/subscription.ts';
import type { Default } from './default.ts';
import { subscriptionApproval } from './subscription-approval.ts';

/** All defaults, by kind. */
export interface Defaults {
  readonly Subscription: readonly Default<Subscription>[];
}

export const defaults: Defaults = {
  Subscription: [subscriptionApproval],
};
