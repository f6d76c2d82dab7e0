import { deploymentNames, type ClusterServiceVersion } from '../model/cluster-service-version.ts';
import { isWaiting } from '../model/install-plan.ts';
import type { Subscription } from '../model/subscription.ts';
import { isAvailable, type Deployment } from '../model/workload.ts';
import type { OperatorView } from './snapshot.ts';

/** How well an installed extension is, joined from everything that is known about it. */
export type Health = 'Healthy' | 'NeedsApproval' | 'Progressing' | 'Degraded' | 'Failed' | 'Unknown';

/** How an operator is, and in a few untranslated words why. */
export interface Diagnosis {
  readonly health: Health;
  readonly reason: string | null;
}

/**
 * The health of an operator, from everything known about it; the first answer that fits counts. The Subscription's own state never does:
 * `AtLatestKnown` appears as soon as the CSV object exists, and stays when it fails.
 */
export function healthOf(view: OperatorView): Diagnosis {
  if (view.unread.length > 0) return { health: 'Unknown', reason: `cannot read ${view.unread.join(', ')}` };
  const fault = faultOf(view);
  if (fault !== null) return { health: somethingRuns(view) ? 'Degraded' : fault.health, reason: fault.reason };
  return view.installed === undefined ? comingHealth(view) : installedHealth(view, view.installed);
}

/** The health of what is installed and has not plainly failed. */
function installedHealth(view: OperatorView, installed: ClusterServiceVersion): Diagnosis {
  if (isRunning(view)) return { health: 'Healthy', reason: isUpgradeWaiting(view) ? 'upgrade pending' : null };
  const down = downDeployment(installed, view.deployments);
  // All of it is up, and OLM is at work on it: another version replaces it, or it wants something new.
  if (down === null) return { health: 'Progressing', reason: phaseOf(installed) };
  return hasSucceeded(installed) ? { health: 'Degraded', reason: down } : comingHealth(view);
}

/** The health of what has never run. */
function comingHealth(view: OperatorView): Diagnosis {
  const { plan } = view;
  if (plan !== undefined && isWaiting(plan)) return { health: 'NeedsApproval', reason: `installplan ${plan.metadata.name} waits` };
  return { health: 'Progressing', reason: progressOf(view) };
}

function isUpgradeWaiting({ plan }: OperatorView): boolean {
  return plan !== undefined && isWaiting(plan);
}

/** Whether the installed version does its work: its CSV Succeeded, and every one of its Deployments exists and is available. */
export function isRunning({ installed, deployments }: OperatorView): boolean {
  return installed?.status?.phase === 'Succeeded' && downDeployment(installed, deployments) === null;
}

/** The first Deployment of a CSV that is not available, or is not there at all; null where all of them are up. */
function downDeployment(csv: ClusterServiceVersion, deployments: readonly Deployment[]): string | null {
  const down = deployments.find((deployment) => !isAvailable(deployment));
  if (down !== undefined) return replicasOf(down);
  const missing = deploymentNames(csv).find((name) => !deployments.some(({ metadata }) => metadata.name === name));
  return missing === undefined ? null : `deployment ${missing} is gone`;
}

interface Fault {
  readonly health: Health;
  readonly reason: string;
}

/** What is plainly broken, as opposed to under way. */
function faultOf({ subscription, installed, incoming, plan, groups }: OperatorView): Fault | null {
  const failed = [incoming, installed].find((csv) => csv?.status?.phase === 'Failed');
  if (failed !== undefined) {
    return { health: 'Failed', reason: `csv ${failed.metadata.name} Failed: ${failed.status?.reason ?? 'no reason given'}` };
  }
  if (plan?.status?.phase === 'Failed') return { health: 'Failed', reason: `installplan ${plan.metadata.name} Failed` };
  if (groups === 0) return { health: 'Progressing', reason: 'no OperatorGroup' };
  if (groups !== undefined && groups > 1) return { health: 'Progressing', reason: `${groups} OperatorGroups` };
  return complaintOf(subscription);
}

/** What OLM complains of in a Subscription, and how an operator is of which nothing runs: a catalogue may come back by itself. */
const complaints: ReadonlyMap<string, Health> = new Map([
  ['ResolutionFailed', 'Failed'],
  ['BundleUnpackFailed', 'Failed'],
  ['CatalogSourcesUnhealthy', 'Progressing'],
]);

function complaintOf({ status }: Subscription): Fault | null {
  const standing = (status?.conditions ?? []).filter((condition) => condition.status === 'True');
  for (const [type, health] of complaints) {
    const condition = standing.find((each) => each.type === type);
    if (condition !== undefined) return { health, reason: `${type}: ${condition.reason ?? 'no reason given'}` };
  }
  return null;
}

function somethingRuns({ deployments }: OperatorView): boolean {
  return deployments.some(isAvailable);
}

/** Whether a CSV has been Succeeded at some time, so that the operator has run. */
function hasSucceeded({ status }: ClusterServiceVersion): boolean {
  return status?.phase === 'Succeeded' || (status?.conditions?.some(({ phase }) => phase === 'Succeeded') ?? false);
}

function replicasOf({ metadata, spec, status }: Deployment): string {
  return `deployment ${metadata.name} ${status?.availableReplicas ?? 0}/${spec?.replicas ?? 1} available`;
}

function progressOf({ installed, incoming, plan }: OperatorView): string {
  const csv = incoming ?? installed;
  if (csv !== undefined) return phaseOf(csv);
  if (plan !== undefined) return `installplan ${plan.metadata.name} ${plan.status?.phase ?? 'new'}`;
  return 'not resolved yet';
}

function phaseOf({ status }: ClusterServiceVersion): string {
  return `csv ${status?.phase || 'new'}${status?.reason ? `: ${status.reason}` : ''}`;
}
