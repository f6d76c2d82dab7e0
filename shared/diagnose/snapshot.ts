import type { CatalogSource } from '../model/catalog-source.ts';
import type { ClusterServiceVersion } from '../model/cluster-service-version.ts';
import type { InstallPlan } from '../model/install-plan.ts';
import type { OperatorGroup } from '../model/operator-group.ts';
import type { Subscription } from '../model/subscription.ts';
import type { Deployment } from '../model/workload.ts';

/**
 * What was seen of a cluster, or of one namespace and its catalogue. A kind that could not be read is undefined:
 * unknown is not the same as none.
 */
export interface Snapshot {
  readonly subscriptions?: readonly Subscription[];
  readonly installPlans?: readonly InstallPlan[];
  readonly clusterServiceVersions?: readonly ClusterServiceVersion[];
  readonly operatorGroups?: readonly OperatorGroup[];
  readonly deployments?: readonly Deployment[];
  readonly catalogSources?: readonly CatalogSource[];
}

/** What a snapshot knows about one Subscription: the objects of its namespace, joined. */
export interface OperatorView {
  readonly subscription: Subscription;
  readonly installed: ClusterServiceVersion | undefined;
  /** The CSV the Subscription moves to, where that is another one. */
  readonly incoming: ClusterServiceVersion | undefined;
  readonly plan: InstallPlan | undefined;
  /** The Deployments of the installed CSV that exist. */
  readonly deployments: readonly Deployment[];
  /** How many OperatorGroups the namespace has; undefined where that could not be read. */
  readonly groups: number | undefined;
  /** The kinds that could not be read. */
  readonly unread: readonly string[];
}
