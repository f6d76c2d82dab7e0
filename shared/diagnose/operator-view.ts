import { copiedFromLabel, deploymentNames } from '../model/cluster-service-version.ts';
import { isWaiting, newest, type InstallPlan } from '../model/install-plan.ts';
import type { KubeObject } from '../model/object.ts';
import type { Subscription } from '../model/subscription.ts';
import type { OperatorView, Snapshot } from './snapshot.ts';

/** Joins what a snapshot holds about one Subscription. */
export function viewOf(subscription: Subscription, snapshot: Snapshot): OperatorView {
  const here = <T extends KubeObject>(objects: readonly T[] = []) =>
    objects.filter(({ metadata }) => metadata.namespace === subscription.metadata.namespace);
  const { installedCSV, currentCSV } = subscription.status ?? {};
  const csvs = here(snapshot.clusterServiceVersions).filter((csv) => !csv.metadata.labels?.[copiedFromLabel]);
  const named = (name: string | undefined) => csvs.find((csv) => csv.metadata.name === name);
  const installed = named(installedCSV);
  const wanted = new Set(installed === undefined ? [] : deploymentNames(installed));
  return {
    subscription,
    installed,
    incoming: currentCSV === installedCSV ? undefined : named(currentCSV),
    plan: planOf(subscription, here(snapshot.installPlans)),
    deployments: here(snapshot.deployments).filter(({ metadata }) => wanted.has(metadata.name)),
    groups: snapshot.operatorGroups === undefined ? undefined : here(snapshot.operatorGroups).length,
    unread: unreadKinds(snapshot),
  };
}

/**
 * The plan that matters to a Subscription: the newest one that brings its CSV, else the one it refers to. Its reference alone will not do:
 * a neighbour's arrival makes a new plan for both and leaves the reference of the one that was already pending. Only one of the two is ever
 * approved for it: the other may go on waiting with a CSV that is long installed, and matters no more.
 */
export function planOf({ status }: Subscription, plans: readonly InstallPlan[]): InstallPlan | undefined {
  const brings = ({ spec }: InstallPlan) => spec.clusterServiceVersionNames.includes(status?.currentCSV ?? '');
  const hasArrived = status?.currentCSV === status?.installedCSV;
  const live = plans.filter((plan) => !(hasArrived && brings(plan) && isWaiting(plan)));
  return newest(live.filter(brings)) ?? live.find(({ metadata }) => metadata.name === status?.installPlanRef?.name);
}

/** What health needs and a snapshot lacks, by resource name. */
function unreadKinds(snapshot: Snapshot): string[] {
  return [
    snapshot.clusterServiceVersions === undefined ? 'clusterserviceversions' : '',
    snapshot.installPlans === undefined ? 'installplans' : '',
    snapshot.deployments === undefined ? 'deployments' : '',
    snapshot.operatorGroups === undefined ? 'operatorgroups' : '',
  ].filter((name) => name !== '');
}
