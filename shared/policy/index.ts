import type { ModuleInfo } from '../model/module-info.ts';
import type { Subscription } from '../model/subscription.ts';
import { affinity } from './module-info/affinity.ts';
import { canonicalName } from './module-info/canonical-name.ts';
import { clusterExists } from './module-info/cluster-exists.ts';
import { configForm } from './module-info/config-form.ts';
import { coreFollowsCluster } from './module-info/core-follows-cluster.ts';
import { dependencies } from './module-info/dependencies.ts';
import { globalOnly } from './module-info/global-only.ts';
import { immutableLabels } from './module-info/immutable-labels.ts';
import { nameUnchanged } from './module-info/name-unchanged.ts';
import { namesAPlugin } from './module-info/names-a-plugin.ts';
import { oncePerCluster } from './module-info/once-per-cluster.ts';
import { typeLabel } from './module-info/type-label.ts';
import { upgradePath } from './module-info/upgrade-path.ts';
import { versionPublished } from './module-info/version-published.ts';
import type { Rule } from './rule.ts';
import { allNamespaces } from './subscription/all-namespaces.ts';
import { catalogNamespace } from './subscription/catalog-namespace.ts';
import { channelExists } from './subscription/channel-exists.ts';
import { manualApproval } from './subscription/manual-approval.ts';
import { sharedNamespace } from './subscription/shared-namespace.ts';

/** The whole law, by kind. The order within a kind is the order in which objections are shown. */
export interface Policy {
  readonly Subscription: readonly Rule<Subscription>[];
  readonly ModuleInfo: readonly Rule<ModuleInfo>[];
}

export const policy: Policy = {
  Subscription: [manualApproval, catalogNamespace, channelExists, allNamespaces, sharedNamespace],
  ModuleInfo: [
    typeLabel,
    immutableLabels,
    nameUnchanged,
    canonicalName,
    globalOnly,
    clusterExists,
    namesAPlugin,
    versionPublished,
    affinity,
    configForm,
    coreFollowsCluster,
    upgradePath,
    dependencies,
    oncePerCluster,
  ],
};
