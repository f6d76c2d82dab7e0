import type { OperatorView, Snapshot } from '../../shared/diagnose/snapshot.ts';
import { viewOf } from '../../shared/diagnose/operator-view.ts';
import {
  aCatalogSource,
  aCsv,
  aDeployment,
  anInstallPlan,
  anOperatorGroup,
  aSubscription,
  csvName,
  installedStatus,
  pendingStatus,
} from './builders.ts';

/** Everything of one operator that is installed and runs well; a test says what is otherwise. */
export function aHealthySnapshot(changes: Snapshot = {}): Snapshot {
  return {
    subscriptions: [aSubscription({ status: installedStatus() })],
    installPlans: [anInstallPlan({ spec: { approved: true }, status: { phase: 'Complete' } })],
    clusterServiceVersions: [aCsv()],
    operatorGroups: [anOperatorGroup()],
    deployments: [aDeployment()],
    catalogSources: [aCatalogSource()],
    ...changes,
  };
}

/** An operator whose first plan waits for approval: nothing of it runs. */
export function aWaitingSnapshot(changes: Snapshot = {}): Snapshot {
  return aHealthySnapshot({
    subscriptions: [aSubscription({ status: pendingStatus() })],
    installPlans: [anInstallPlan()],
    clusterServiceVersions: [],
    deployments: [],
    ...changes,
  });
}

/** A healthy operator at 2.12.10 whose upgrade to 2.12.11 waits for approval. */
export function anUpgradeSnapshot(changes: Snapshot = {}): Snapshot {
  const [old, plan] = [csvName('2.12.10'), 'install-2'];
  return aHealthySnapshot({
    subscriptions: [aSubscription({ status: pendingStatus(csvName(), { plan, installed: old }) })],
    installPlans: [anInstallPlan({ metadata: { name: plan } })],
    clusterServiceVersions: [aCsv({ metadata: { name: old } })],
    ...changes,
  });
}

/** What a snapshot knows of its first Subscription. */
export function firstView(snapshot: Snapshot): OperatorView {
  const [subscription] = snapshot.subscriptions ?? [];
  if (subscription === undefined) throw new Error('the snapshot holds no Subscription');
  return viewOf(subscription, snapshot);
}
