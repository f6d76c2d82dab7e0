import { healthOf } from '../diagnose/health.ts';
import { viewOf } from '../diagnose/operator-view.ts';
import { treeOf, type Surroundings } from '../diagnose/tree.ts';
import type { OperatorView } from '../diagnose/snapshot.ts';
import type { ClusterServiceVersion } from '../model/cluster-service-version.ts';
import type { Condition } from '../model/object.ts';
import { events, pods } from '../model/pod.ts';
import { subscriptions, type Subscription } from '../model/subscription.ts';
import { changedItems, changes, decisive, pace } from './changes.ts';
import type { ActionContext } from './context.ts';
import { findSubscriptions, listInReach } from './find-subscriptions.ts';
import { observe, tryList } from './observe.ts';
import type { DiagnosisList, ExtensionStatus } from './result.ts';

/** What `status` was asked for. */
export interface StatusOptions {
  /** Empty means everything in scope. */
  readonly names: readonly string[];
  readonly namespace?: string;
  readonly labelSelector?: string;
}

/** How operators are, with the tree below each. Throws `not-found` for a name that is not installed. */
export async function statusOf(options: StatusOptions, context: ActionContext): Promise<DiagnosisList> {
  const cluster = await context.cluster();
  const scope = options.namespace === undefined ? {} : { namespace: options.namespace };
  const { items: named, reach: widest } =
    options.names.length === 0
      ? await listInReach(cluster, subscriptions, { ...scope, labelSelector: options.labelSelector })
      : { items: await findSubscriptions(cluster, options.names, scope), reach: scope };
  // One operator's namespace is enough for one operator; whoever asks for all gets one round for all.
  const places = [...new Set(named.map(({ metadata }) => metadata.namespace))];
  const reach = places.length === 1 && places[0] !== undefined ? { namespace: places[0] } : widest;
  const [snapshot, allPods, allEvents] = await Promise.all([
    observe(cluster, reach),
    tryList(cluster, pods, reach),
    tryList(cluster, events, reach),
  ]);
  const around = { pods: allPods ?? [], events: allEvents ?? [] };
  const items = named.map((subscription) => statusItem(viewOf(subscription, snapshot), around));
  return { apiVersion: 'ext.cpaas.io/v1', kind: 'DiagnosisList', items, errors: [], warnings: [] };
}

/** What `statusOf` answers, then what changes of it, until the signal of the context aborts. */
export async function* watchStatus(options: StatusOptions, context: ActionContext): AsyncIterable<DiagnosisList> {
  const scope = options.namespace === undefined ? {} : { namespace: options.namespace };
  const resources = [...decisive, pods];
  const occasions = changes(await context.cluster(), { ...pace, resources, scope, signal: context.signal });
  const identity = {
    keyOf: ({ kind, namespace, name }: ExtensionStatus) => JSON.stringify([kind, namespace, name]),
    nameOf: ({ name }: ExtensionStatus) => name,
  };
  yield* changedItems(occasions, () => statusOf(options, context), identity, context.report);
}

function statusItem(view: OperatorView, around: Surroundings): ExtensionStatus {
  const { subscription, installed, incoming } = view;
  return {
    cluster: null,
    kind: 'operator',
    name: subscription.spec.name,
    namespace: subscription.metadata.namespace ?? null,
    ...healthOf(view),
    subscription: subscriptionItem(subscription),
    csv: csvItem(installed ?? incoming),
    tree: treeOf(view, around),
  };
}

function subscriptionItem({ metadata, status = {} }: Subscription): ExtensionStatus['subscription'] {
  const isPending = ({ type, status: value }: Condition) => type === 'InstallPlanPending' && value === 'True';
  return {
    name: metadata.name,
    state: status.state || null,
    installedCSV: status.installedCSV ?? null,
    currentCSV: status.currentCSV ?? null,
    installPlan: status.installPlanRef?.name ?? null,
    installPlanPending: status.conditions?.some(isPending) ?? false,
  };
}

function csvItem(csv: ClusterServiceVersion | undefined): ExtensionStatus['csv'] {
  if (csv === undefined) return null;
  const { metadata, spec, status } = csv;
  return {
    name: metadata.name,
    displayName: spec.displayName ?? null,
    version: spec.version ?? null,
    replaces: spec.replaces ?? null,
    phase: status?.phase || null,
  };
}
