import type { OperatorConfig } from '../model/operator-config.ts';
import type { OperatorGroup } from '../model/operator-group.ts';
import type { ChannelEntry, PackageChannel, PackageManifest } from '../model/package-manifest.ts';
import type { Publishers } from '../model/publisher.ts';
import type { Approval, Subscription } from '../model/subscription.ts';

/** What is wanted, every name already found. */
export interface InstallWish {
  readonly manifest: PackageManifest;
  readonly channel: PackageChannel;
  readonly entry: ChannelEntry;
  readonly approval: Approval;
  readonly namespace: string;
  /** Empty means all namespaces. */
  readonly targets: readonly string[];
  /** What the Deployments get; undefined leaves that of an existing Subscription alone. */
  readonly config?: OperatorConfig;
  readonly allowSharedNamespace: boolean;
  readonly includeNeighbours: boolean;
  readonly createOperatorGroup: boolean;
  /** Leave the approval to somebody else. */
  readonly noApprove: boolean;
  readonly expect?: readonly string[];
}

/** What is on the cluster, as far as it matters here. */
export interface InstallFacts {
  readonly namespaceExists: boolean;
  /** All that could be seen, at least those of the namespace. */
  readonly subscriptions: readonly Subscription[];
  readonly operatorGroups: readonly OperatorGroup[];
  /** The platform makes the OperatorGroup itself. */
  readonly onPlatform: boolean;
  readonly publishers: Publishers;
}
