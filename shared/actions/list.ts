import type { Cluster } from '../cluster/cluster.ts';
import { healthOf } from '../diagnose/health.ts';
import { viewOf } from '../diagnose/operator-view.ts';
import type { OperatorView, Snapshot } from '../diagnose/snapshot.ts';
import { hiddenCatalog } from '../model/assumptions.ts';
import { copiedFromLabel, type ClusterServiceVersion } from '../model/cluster-service-version.ts';
import { isWaiting } from '../model/install-plan.ts';
import { channelOf, packageManifests, type PackageChannel, type PackageManifest } from '../model/package-manifest.ts';
import type { Publishers } from '../model/publisher.ts';
import { sourceOf } from '../model/source.ts';
import { subscriptions, type Subscription } from '../model/subscription.ts';
import { plainVersion } from '../model/version.ts';
import { changedItems, changes, decisive, pace } from './changes.ts';
import type { ActionContext } from './context.ts';
import { listInReach } from './find-subscriptions.ts';
import { observePublishers } from './observe-publishers.ts';
import { observe, tryListInReach } from './observe.ts';
import type { Extension, ExtensionList } from './result.ts';

/** What `list` was asked for. */
export interface ListOptions {
  /** Undefined means all namespaces in reach. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  /** What could be installed instead of what is. */
  readonly available: boolean;
  readonly outdated: boolean;
  readonly pending: boolean;
  readonly failed: boolean;
  readonly source?: string;
  readonly catalog?: string;
}

/** What is installed and how it is, or what could be installed. An extension whose health could not be read is Unknown, never Healthy. */
export async function listExtensions(options: ListOptions, context: ActionContext): Promise<ExtensionList> {
  const cluster = await context.cluster();
  const rows = options.available ? await availableRows(cluster, options) : await installedRows(cluster, options);
  const items = rows.filter((row) => isAskedFor(row, options)).toSorted(byName);
  return { apiVersion: 'ext.cpaas.io/v1', kind: 'ExtensionList', items, errors: [], warnings: [] };
}

/** What `listExtensions` answers, then what changes of it, until the signal of the context aborts. */
export async function* watchExtensions(options: ListOptions, context: ActionContext): AsyncIterable<ExtensionList> {
  const scope = options.namespace === undefined ? {} : { namespace: options.namespace };
  const occasions = changes(await context.cluster(), { ...pace, resources: decisive, scope, signal: context.signal });
  const identity = {
    keyOf: ({ kind, namespace, catalog, name }: Extension) => JSON.stringify([kind, namespace, catalog, name]),
    nameOf: ({ name }: Extension) => name,
  };
  yield* changedItems(occasions, () => listExtensions(options, context), identity, context.report);
}

/** One row per Subscription, and one per CSV that no Subscription knows: an orphan. One LIST of each kind, whatever the number of rows. */
async function installedRows(cluster: Cluster, options: ListOptions): Promise<Extension[]> {
  const scope = { ...(options.namespace === undefined ? {} : { namespace: options.namespace }) };
  const [{ items: subs, reach }, manifests = [], publishers] = await Promise.all([
    listInReach(cluster, subscriptions, { ...scope, labelSelector: options.labelSelector }),
    tryListInReach(cluster, packageManifests),
    observePublishers(cluster),
  ]);
  // Nothing else may be seen narrower, or wider, than the Subscriptions: what is missing would count as gone, what is more as an orphan.
  const snapshot = await observe(cluster, reach);
  const rows = subs.map((subscription) => installedRow(subscription, snapshot, { manifests, publishers }));
  return options.labelSelector === undefined ? [...rows, ...orphanRows(subs, snapshot)] : rows;
}

/** What is offered, and by whom. */
interface Offer {
  readonly manifests: readonly PackageManifest[];
  readonly publishers: Publishers;
}

function installedRow(subscription: Subscription, snapshot: Snapshot, offer: Offer): Extension {
  const { spec, metadata } = subscription;
  const view = viewOf(subscription, snapshot);
  const offered = offeredTo(subscription, offer);
  return {
    ...emptyRow,
    name: spec.name,
    namespace: metadata.namespace ?? null,
    subscription: metadata.name,
    ...offered,
    displayName: view.installed?.spec.displayName ?? offered.displayName,
    catalog: spec.source,
    version: view.installed?.spec.version ?? null,
    // Absent is what OLM takes for Automatic; the column shows what is in force.
    approval: spec.installPlanApproval ?? 'Automatic',
    ...healthOf(view),
    plan: waitingPlan(view),
  };
}

/** What the catalogue of a Subscription tells about its package; nothing where it lacks it. */
function offeredTo({ spec }: Subscription, { manifests, publishers }: Offer) {
  const manifest = manifests.find(
    ({ status }) =>
      status.packageName === spec.name && status.catalogSource === spec.source && status.catalogSourceNamespace === spec.sourceNamespace,
  );
  if (manifest === undefined) return { source: '<unknown>', channel: spec.channel || null, ...headOf(undefined) } as const;
  const channel = spec.channel || manifest.status.defaultChannel;
  return { source: sourceOf(manifest, publishers), channel, ...headOf(channelOf(manifest, channel)) };
}

function headOf(channel: PackageChannel | undefined): Pick<Extension, 'displayName' | 'latest'> {
  const { displayName = null, version = null } = channel?.currentCSVDesc ?? {};
  return { displayName, latest: version };
}

function waitingPlan({ plan }: OperatorView): Extension['plan'] {
  if (plan === undefined || !isWaiting(plan)) return null;
  return { name: plan.metadata.name, csvs: plan.spec.clusterServiceVersionNames, approved: plan.spec.approved };
}

/** CSVs that are real, that no Subscription installed, and that are not on their way out after an upgrade. */
function orphanRows(subs: readonly Subscription[], { clusterServiceVersions: csvs = [] }: Snapshot): Extension[] {
  const known = new Set(
    subs.flatMap(({ metadata, status }) => [status?.installedCSV, status?.currentCSV].map((csv) => `${metadata.namespace}/${csv}`)),
  );
  const replaced = new Set(csvs.map(({ metadata, spec }) => `${metadata.namespace}/${spec.replaces}`));
  const isOrphan = ({ metadata: { labels, namespace, name } }: ClusterServiceVersion) =>
    labels?.[copiedFromLabel] === undefined && !known.has(`${namespace}/${name}`) && !replaced.has(`${namespace}/${name}`);
  return csvs.filter(isOrphan).map(({ metadata, spec, status }) => ({
    ...emptyRow,
    name: metadata.name,
    namespace: metadata.namespace ?? null,
    displayName: spec.displayName ?? null,
    version: spec.version ?? null,
    health: 'Unknown',
    reason: `orphan: csv ${status?.phase ?? 'unknown'} without a Subscription`,
  }));
}

/** What the catalogues offer. The hidden catalogue shows only when it is asked for by name. */
async function availableRows(cluster: Cluster, options: ListOptions): Promise<Extension[]> {
  const [manifests, subs, publishers] = await Promise.all([
    cluster.list(packageManifests),
    tryListInReach(cluster, subscriptions),
    observePublishers(cluster),
  ]);
  const installed = new Set((subs ?? []).map(({ spec }) => `${spec.sourceNamespace}/${spec.source}/${spec.name}`));
  return manifests
    .filter(
      ({ status }) =>
        (options.catalog ?? '') === status.catalogSource || (options.catalog === undefined && status.catalogSource !== hiddenCatalog),
    )
    .map((manifest) => {
      const { packageName, catalogSource, catalogSourceNamespace, defaultChannel } = manifest.status;
      const status = installed.has(`${catalogSourceNamespace}/${catalogSource}/${packageName}`) ? 'Installed' : 'Ready';
      return {
        ...emptyRow,
        name: packageName,
        source: sourceOf(manifest, publishers),
        catalog: catalogSource,
        channel: defaultChannel,
        ...headOf(channelOf(manifest, undefined)),
        status,
      };
    });
}

function isAskedFor(row: Extension, options: ListOptions): boolean {
  return isFrom(row, options) && isSo(row, options);
}

function isFrom(row: Extension, { source, catalog }: ListOptions): boolean {
  if (source !== undefined && row.source.toLowerCase() !== source.toLowerCase()) return false;
  return catalog === undefined || row.catalog === catalog;
}

function isSo(row: Extension, { pending, failed, outdated }: ListOptions): boolean {
  if (pending && row.plan === null) return false;
  if (failed && row.health !== 'Failed' && row.health !== 'Degraded') return false;
  return !outdated || isOutdated(row);
}

function isOutdated({ version, latest }: Extension): boolean {
  return version !== null && latest !== null && plainVersion(version) !== plainVersion(latest);
}

function byName(a: Extension, b: Extension): number {
  const key = ({ name, namespace, catalog }: Extension) => `${name}\0${namespace}\0${catalog}`;
  return key(a) < key(b) ? -1 : 1;
}

const emptyRow: Extension = {
  cluster: null,
  kind: 'operator',
  name: '',
  namespace: null,
  subscription: null,
  displayName: null,
  source: '<unknown>',
  catalog: null,
  channel: null,
  lifecycle: null,
  version: null,
  latest: null,
  approval: null,
  health: null,
  reason: null,
  status: null,
  plan: null,
};
