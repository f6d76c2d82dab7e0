import { copiedFromLabel, deploymentNames } from '../model/cluster-service-version.ts';
import { isWaiting, newest, type InstallPlan } from '../model/install-plan.ts';
import type { KubeObject, ObjectMeta } from '../model/object.ts';
import { generatedByAnnotation, subscriptions, type Subscription } from '../model/subscription.ts';
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
export function planOf(subscription: Subscription, plans: readonly InstallPlan[]): InstallPlan | undefined {
  const { currentCSV, installPlanRef } = subscription.status ?? {};
  const other = plans.find(({ metadata }) => metadata.name === installPlanRef?.name);
  return planBringing(subscription, currentCSV, plans) ?? (other !== undefined && brings(other, currentCSV) ? undefined : other);
}

/** The plan that brings, or brought, a CSV to a Subscription: the newest of those, but none that goes on waiting with what is installed. */
export function planBringing(
  subscription: Subscription,
  csv: string | undefined,
  plans: readonly InstallPlan[] = [],
): InstallPlan | undefined {
  const hasArrived = csv === subscription.status?.installedCSV;
  return newest(plansBringing(subscription, csv, plans).filter((plan) => !(hasArrived && isWaiting(plan))));
}

/** The plans of a Subscription that bring a CSV. One that was never resolved has none: those that are there are of an earlier installation. */
export function plansBringing(
  subscription: Subscription,
  csv: string | undefined,
  plans: readonly InstallPlan[] = [],
): readonly InstallPlan[] {
  if (subscription.status?.currentCSV === undefined) return [];
  const { namespace } = subscription.metadata;
  return plans.filter((plan) => plan.metadata.namespace === namespace && brings(plan, csv) && isOwn(plan.metadata, subscription));
}

function brings({ spec }: InstallPlan, csv: string | undefined): boolean {
  return csv !== undefined && spec.clusterServiceVersionNames.includes(csv);
}

/**
 * Whether a plan is not that of an earlier, deleted Subscription. OLM makes all Subscriptions of the namespace its owners; only those of
 * dependencies come after it: the plan makes them itself.
 */
function isOwn({ name, ownerReferences = [] }: ObjectMeta, { metadata, status }: Subscription): boolean {
  const owners = ownerReferences.filter(({ kind }) => kind === subscriptions.kind);
  if (owners.length === 0 || owners.some(({ uid }) => uid === metadata.uid)) return true;
  return name === status?.installPlanRef?.name || name === metadata.annotations?.[generatedByAnnotation];
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
