import { deploymentNames, type ClusterServiceVersion } from '../model/cluster-service-version.ts';
import type { InstallPlan } from '../model/install-plan.ts';
import type { KubeObject } from '../model/object.ts';
import { podReason, seenAt, type KubeEvent, type Pod } from '../model/pod.ts';
import type { Deployment } from '../model/workload.ts';
import type { OperatorView } from './snapshot.ts';

/** One object of the tree below a Subscription. */
export interface TreeNode {
  /** `deployment/harbor-operator`. */
  readonly object: string;
  /** Its own word for its state: a phase, `1/1 available`. */
  readonly state: string;
  /** What it says about that state, in its own words. */
  readonly detail: string | null;
  readonly children: readonly TreeNode[];
}

/** What runs below an operator. */
export interface Surroundings {
  readonly pods: readonly Pod[];
  readonly events: readonly KubeEvent[];
}

/** The tree from a Subscription down to Pods and to the last warning about each of them. */
export function treeOf(view: OperatorView, around: Surroundings): TreeNode {
  const { subscription, plan, installed, incoming } = view;
  const state = subscription.status?.state || 'new';
  const failing = subscription.status?.conditions?.find(({ type, status }) => status === 'True' && type.endsWith('Failed'));
  return node('subscription', subscription, state, failing?.message ?? null, [
    ...(plan === undefined ? [] : [planNode(plan, around)]),
    ...[incoming, installed].flatMap((csv) => (csv === undefined ? [] : [csvNode(csv, view, around)])),
  ]);
}

function planNode(plan: InstallPlan, around: Surroundings): TreeNode {
  const state = `${plan.status?.phase || 'new'}${plan.spec.approved ? '' : ', not approved'}`;
  return node('installplan', plan, state, plan.status?.message ?? plan.spec.clusterServiceVersionNames.join(', '), warnings(plan, around));
}

function csvNode(csv: ClusterServiceVersion, { installed, deployments }: OperatorView, around: Surroundings): TreeNode {
  const names = new Set(deploymentNames(csv));
  const own = csv === installed ? deployments.filter(({ metadata }) => names.has(metadata.name)) : [];
  const missing = csv === installed ? [...names].filter((name) => !own.some(({ metadata }) => metadata.name === name)) : [];
  // OLM warns about CSVs that are well too, for one that it does not copy them.
  const isWell = csv.status?.phase === 'Succeeded';
  const detail = isWell ? null : (csv.status?.message ?? null);
  return node('clusterserviceversion', csv, csv.status?.phase || 'new', detail, [
    ...own.map((deployment) => deploymentNode(deployment, around)),
    ...missing.map((name) => ({ object: `deployment/${name}`, state: 'missing', detail: null, children: [] })),
    ...(isWell ? [] : warnings(csv, around)),
  ]);
}

function deploymentNode(deployment: Deployment, around: Surroundings): TreeNode {
  const { spec, status } = deployment;
  const state = `${status?.availableReplicas ?? 0}/${spec?.replicas ?? 1} available`;
  const progressing = status?.conditions?.find(({ type, status: value }) => type === 'Progressing' && value === 'False');
  const own = around.pods.filter((pod) => isOf(deployment, pod));
  return node('deployment', deployment, state, progressing?.message ?? null, [
    ...own.map((pod) => podNode(pod, around)),
    ...warnings(deployment, around),
  ]);
}

/** Whether a Deployment selects a pod. One that says no labels is not taken for the owner of all. */
function isOf({ metadata, spec }: Deployment, pod: Pod): boolean {
  const labels = Object.entries(spec?.selector?.matchLabels ?? {});
  if (labels.length === 0 || pod.metadata.namespace !== metadata.namespace) return false;
  return labels.every(([key, value]) => pod.metadata.labels?.[key] === value);
}

function podNode(pod: Pod, around: Surroundings): TreeNode {
  const waiting = pod.status?.containerStatuses?.find(({ state }) => state?.waiting?.message !== undefined);
  return node('pod', pod, podReason(pod), waiting?.state?.waiting?.message ?? pod.status?.message ?? null, warnings(pod, around));
}

/** The last warning event about an object, if there is one. */
function warnings({ kind, metadata }: KubeObject, { events }: Surroundings): TreeNode[] {
  const about = events.filter(
    ({ type, involvedObject }) =>
      type === 'Warning' &&
      involvedObject.kind === kind &&
      involvedObject.name === metadata.name &&
      involvedObject.namespace === metadata.namespace,
  );
  const last = about.toSorted((a, b) => (seenAt(a) < seenAt(b) ? 1 : -1))[0];
  return last === undefined
    ? []
    : [{ object: `event/${last.metadata.name}`, state: last.reason ?? 'Warning', detail: last.message ?? null, children: [] }];
}

function node(resource: string, { metadata }: KubeObject, state: string, detail: string | null, children: readonly TreeNode[]): TreeNode {
  return { object: `${resource}/${metadata.name}`, state, detail, children };
}
