import type { ErrorCode } from '../errors.ts';
import { message, type Message } from '../messages/message.ts';
import { deploymentNames, type ClusterServiceVersion } from '../model/cluster-service-version.ts';
import { isWaiting, type InstallPlan } from '../model/install-plan.ts';
import { compareVersions } from '../model/version.ts';
import { isAvailable } from '../model/workload.ts';
import { isRunning } from './health.ts';
import { planBringing, viewOf } from './operator-view.ts';
import type { OperatorView, Snapshot } from './snapshot.ts';
import { stopsOf } from './stops.ts';

/** Which Subscription is waited for, and since when it is there: what the cluster said before proves nothing. */
export interface WaitTarget {
  readonly namespace: string;
  readonly subscription: string;
  /** The CSV that is to be planned or installed. */
  readonly csv: string;
  /** OLM may go past it by itself. */
  readonly orNewer: boolean;
  /** The version of the CSV, by which a newer one is known; undefined where the catalogue does not tell it. */
  readonly version?: string;
  /** When our own write made the Subscription, by the clock of the server, in milliseconds since the epoch; 0 where it was there before. */
  readonly since: number;
}

/** A state from which the goal is not reached by waiting. It counts once it has stood for `hold` milliseconds. */
export interface Stop {
  /** Names the state, so that it can be recognised in the next snapshot. */
  readonly id: string;
  readonly hold: number;
  readonly code: ErrorCode;
  readonly sentence: Message;
  readonly object: string;
  readonly rule?: string;
  /** The cluster's own words. */
  readonly because?: string;
  readonly hints: readonly string[];
}

/** Where a wait stands. */
export type Progress<Result> =
  | { readonly state: 'done'; readonly result: Result }
  | { readonly state: 'waiting'; readonly awaited: Message; readonly stops: readonly Stop[] };

/** Reached when the Subscription points to a plan that waits for approval, or when its CSV is installed without one. */
export function planGoal(snapshot: Snapshot, target: WaitTarget): Progress<InstallPlan | null> {
  const view = find(snapshot, target);
  if (view === undefined) return waiting(message('wait.subscription', { name: target.subscription }));
  if (view.subscription.status?.installedCSV === target.csv) return { state: 'done', result: null };
  if (view.plan !== undefined && view.plan.spec.clusterServiceVersionNames.includes(target.csv)) {
    if (isWaiting(view.plan)) return { state: 'done', result: view.plan };
    if (view.plan.spec.approved) return { state: 'done', result: null };
  }
  return waiting(message('wait.plan', { state: view.subscription.status?.state || 'new' }), stopsOf(view, snapshot, target));
}

/** Reached when nobody has to approve any more. A plan that waits for it ends the wait: the approval is left to somebody else. */
export function approvedGoal(snapshot: Snapshot, target: WaitTarget): Progress<null> {
  const progress = planGoal(snapshot, target);
  if (progress.state === 'waiting') return progress;
  const view = find(snapshot, target);
  if (progress.result === null || view === undefined) return { state: 'done', result: null };
  return waiting(awaitedOf(view), approvalStop(view, target));
}

/** Reached when the CSV is installed and everything of it runs. */
export function runningGoal(snapshot: Snapshot, target: WaitTarget): Progress<ClusterServiceVersion> {
  const view = find(snapshot, target);
  if (view === undefined) return waiting(message('wait.subscription', { name: target.subscription }));
  if (hasArrived(view, snapshot, target) && isRunning(view) && view.installed !== undefined)
    return { state: 'done', result: view.installed };
  return waiting(awaitedOf(view), stopsOf(view, snapshot, target, approvalStop(view, target)));
}

function find(snapshot: Snapshot, { namespace, subscription }: WaitTarget): OperatorView | undefined {
  const found = snapshot.subscriptions?.find(({ metadata }) => metadata.namespace === namespace && metadata.name === subscription);
  return found === undefined ? undefined : viewOf(found, snapshot);
}

function waiting(awaited: Message, stops: readonly Stop[] = []): { state: 'waiting'; awaited: Message; stops: readonly Stop[] } {
  return { state: 'waiting', awaited, stops };
}

/**
 * A CSV can run while other objects of its plan are still refused: it has not arrived before its plan has, also where the next plan waits
 * already. Where OLM chooses, a version that is not below will do; where versions do not compare, whatever it installed for its current wish.
 */
function hasArrived({ subscription, installed }: OperatorView, { installPlans }: Snapshot, target: WaitTarget): boolean {
  const { installedCSV, currentCSV } = subscription.status ?? {};
  if (installedCSV === undefined || isOnItsWay(planBringing(subscription, installedCSV, installPlans))) return false;
  if (installedCSV === target.csv || !target.orNewer) return installedCSV === target.csv;
  const order = compareVersions(installed?.spec.version ?? '', target.version ?? '');
  return order === undefined ? installedCSV === currentCSV : order >= 0;
}

function isOnItsWay(plan: InstallPlan | undefined): boolean {
  return plan !== undefined && plan.spec.approved && plan.status?.phase !== 'Complete';
}

/** A plan that waits for a human and is not ours to give: the wait is over. */
function approvalStop({ plan, subscription }: OperatorView, { csv, namespace }: WaitTarget): Stop[] {
  if (plan === undefined || !isWaiting(plan) || !plan.spec.clusterServiceVersionNames.includes(csv)) return [];
  return [
    {
      id: 'approval-needed',
      hold: 0,
      code: 'pending',
      sentence: message('wait.stop.approval', { plan: plan.metadata.name }),
      object: `installplan/${plan.metadata.name}`,
      hints: [`kubectl ext approve ${subscription.spec.name} -n ${namespace}`],
    },
  ];
}

function awaitedOf({ subscription, installed, incoming, plan, deployments }: OperatorView): Message {
  const csv = incoming ?? installed;
  if (csv === undefined) return message('wait.csv', { plan: plan?.status?.phase || 'none', state: subscription.status?.state || 'new' });
  const ready = deployments.filter(isAvailable).length;
  return message('wait.running', { phase: csv.status?.phase || 'new', ready, total: deploymentNames(csv).length });
}
