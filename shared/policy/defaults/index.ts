import type { ModuleInfo } from '../../model/module-info.ts';
import type { Subscription } from '../../model/subscription.ts';
import type { Default } from './default.ts';
import { subscriptionApproval } from './subscription-approval.ts';
import { typeLabel } from './type-label.ts';

/** All defaults, by kind. */
export interface Defaults {
  readonly Subscription: readonly Default<Subscription>[];
  readonly ModuleInfo: readonly Default<ModuleInfo>[];
}

export const defaults: Defaults = {
  Subscription: [subscriptionApproval],
  ModuleInfo: [typeLabel],
};
