import { channelOf } from '../../shared/model/package-manifest.ts';
import type { InstallFacts, InstallWish } from '../../shared/plan/install-wish.ts';
import { aPackage, harbor, noPublishers } from './builders.ts';

/** The wish to install the head of the default channel of a package, harbor's where none is named, in a namespace of its own. */
export function aWish(parts: Partial<InstallWish> = {}): InstallWish {
  const manifest = parts.manifest ?? aPackage();
  const channel = parts.channel ?? channelOf(manifest, undefined);
  const entry = parts.entry ?? channel?.entries?.[0];
  if (channel === undefined || entry === undefined) throw new Error('the package has no versions');
  return {
    approval: 'Manual',
    namespace: harbor,
    targets: [],
    allowSharedNamespace: false,
    includeNeighbours: false,
    createOperatorGroup: false,
    noApprove: false,
    ...parts,
    manifest,
    channel,
    entry,
  };
}

/** A cluster of no platform on which there is nothing yet. */
export function aBareCluster(parts: Partial<InstallFacts> = {}): InstallFacts {
  return { namespaceExists: false, subscriptions: [], operatorGroups: [], onPlatform: false, publishers: noPublishers, ...parts };
}
