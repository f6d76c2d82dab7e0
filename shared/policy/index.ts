import type { Subscription } from '../model/subscription.ts';
import type { Rule } from './rule.ts';
import { channelExists } from './subscription/channel-exists.ts';
import { manualApproval } from './subscription/manual-approval.ts';

/** The whole law, by kind. The order within a kind is the order in which objections are shown. */
export interface Policy {
  readonly Subscription: readonly Rule<Subscription>[];
}

export const policy: Policy = {
  Subscription: [manualApproval, channelExists],
};
