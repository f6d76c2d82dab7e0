import { deploymentNames } from '../model/cluster-service-version.ts';
import { isWaiting } from '../model/install-plan.ts';
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
  const { unread, plan } = view;
  if (unread.length > 0) return { health: 'Unknown', reason: `cannot read ${unread.join(', ')}` };
  const fault = faultOf(view);
  if (fault !== null) return { health: somethingRuns(view) ? 'Degraded' : fault.health, reason: fault.reason };
  if (isRunning(view)) return { health: 'Healthy', reason: plan !== undefined && isWaiting(plan) ? 'upgrade pending' : null };
  const down = view.deployments.find((deployment) => !isAvailable(deployment));
  if (hasSucceeded(view)) return { health: 'Degraded', reason: down === undefined ? missingDeployment(view) : replicasOf(down) };
  if (plan !== undefined && isWaiting(plan)) return { health: 'NeedsApproval', reason: `installplan ${plan.metadata.name} waits` };
  return { health: 'Progressing', reason: progressOf(view) };
}

/** Whether the installed version does its work: its CSV Succeeded, and every one of its Deployments exists and is available. */
export function isRunning({ installed, deployments }: OperatorView): boolean {
  if (installed?.status?.phase !== 'Succeeded') return false;
  return deploymentNames(installed).every((name) =>
    deployments.some((deployment) => deployment.metadata.name === name && isAvailable(deployment)),
  );
}

interface Fault {
  readonly health: Health;
  readonly reason: string;
}

/** What is plainly broken, as opposed to under way. */
function faultOf({ installed, incoming, plan, groups }: OperatorView): Fault | null {
  const failed = [incoming, installed].find((csv) => csv?.status?.phase === 'Failed');
  if (failed !== undefined) {
    return { health: 'Failed', reason: `csv ${failed.metadata.name} Failed: ${failed.status?.reason ?? 'no reason given'}` };
  }
  if (plan?.status?.phase === 'Failed') return { health: 'Failed', reason: `installplan ${plan.metadata.name} Failed` };
  if (groups === 0) return { health: 'Progressing', reason: 'no OperatorGroup' };
  if (groups !== undefined && groups > 1) return { health: 'Progressing', reason: `${groups} OperatorGroups` };
  return null;
}

function somethingRuns({ deployments }: OperatorView): boolean {
  return deployments.some(isAvailable);
}

/** Whether the installed CSV has been Succeeded at some time, so that the operator has run. */
function hasSucceeded({ installed }: OperatorView): boolean {
  if (installed?.status?.phase === 'Succeeded') return true;
  return installed?.status?.conditions?.some(({ phase }) => phase === 'Succeeded') ?? false;
}

function missingDeployment({ installed, deployments }: OperatorView): string {
  const there = new Set(deployments.map(({ metadata }) => metadata.name));
  const missing = (installed === undefined ? [] : deploymentNames(installed)).filter((name) => !there.has(name));
  if (missing.length > 0) return `deployment ${missing[0]} is gone`;
  return `csv ${installed?.status?.phase ?? 'unknown'}: ${installed?.status?.reason ?? 'no reason given'}`;
}

function replicasOf({ metadata, spec, status }: Deployment): string {
  return `deployment ${metadata.name} ${status?.availableReplicas ?? 0}/${spec?.replicas ?? 1} available`;
}

function progressOf({ subscription, installed, incoming, plan }: OperatorView): string | null {
  const csv = incoming ?? installed;
  if (csv !== undefined) return `csv ${csv.status?.phase || 'new'}${csv.status?.reason ? `: ${csv.status.reason}` : ''}`;
  if (plan !== undefined) return `installplan ${plan.metadata.name} ${plan.status?.phase ?? 'new'}`;
  const failing = subscription.status?.conditions?.find(({ type, status }) => type === 'ResolutionFailed' && status === 'True');
  return failing === undefined ? 'not resolved yet' : `ResolutionFailed: ${failing.reason ?? ''}`;
}
