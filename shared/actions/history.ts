import type { Cluster } from '../cluster/cluster.ts';
import { historyItems } from '../diagnose/history.ts';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { configMaps } from '../model/config-map.ts';
import { entriesIn, historyKey, historyName, type HistoryEntry } from '../model/history.ts';
import { installPlans } from '../model/install-plan.ts';
import { packageManifests } from '../model/package-manifest.ts';
import type { Subscription } from '../model/subscription.ts';
import type { ActionContext } from './context.ts';
import type { Report } from './event.ts';
import { findSubscriptions } from './find-subscriptions.ts';
import { tryList } from './observe.ts';
import type { History } from './result.ts';

/** What `history` was asked for. */
export interface HistoryOptions {
  /** The package. */
  readonly name: string;
  /** Where it is installed, or was. */
  readonly namespace?: string;
}

/**
 * Who approved and rejected the plans of an operator: what this program remembered, joined with the plans that are there.
 * Throws `not-found` for what is not installed, unless a namespace is named that remembers it.
 */
export async function historyOf(options: HistoryOptions, { cluster: connect, report }: ActionContext): Promise<History> {
  const cluster = await connect();
  const { name } = options;
  const { namespace, subscription } = await findPlace(options, cluster);
  const [entries, plans, manifests] = await Promise.all([
    readEntries(name, namespace, cluster, report),
    cluster.list(installPlans, { namespace }),
    tryList(cluster, packageManifests, { fieldSelector: `metadata.name=${name}` }),
  ]);
  const { installedCSV, currentCSV } = subscription?.status ?? {};
  const offered = (manifests ?? []).flatMap(({ status }) => status.channels.flatMap((channel) => channel.entries ?? []));
  const known = [installedCSV, currentCSV, ...entries.flatMap(({ from, to }) => [from, to]), ...offered.map((entry) => entry.name)];
  const csvs = new Set(known.flatMap((csv) => csv ?? []));
  const items = historyItems({ entries, plans, csvs, installedCSV, package: name, cluster: cluster.server });
  return { apiVersion: 'ext.cpaas.io/v1', kind: 'History', items, errors: [], warnings: [] };
}

/** Where the operator is, or was: an uninstalled one has a history where it was. */
async function findPlace(
  { name, namespace }: HistoryOptions,
  cluster: Cluster,
): Promise<{ readonly namespace: string; readonly subscription?: Subscription }> {
  try {
    const [subscription] = await findSubscriptions(cluster, [name], { namespace });
    return { namespace: subscription?.metadata.namespace ?? '', ...(subscription === undefined ? {} : { subscription }) };
  } catch (error) {
    const wasThere = error instanceof ExtError && error.code === 'not-found' && namespace !== undefined;
    if (!wasThere || (await cluster.get(configMaps, historyName(name), namespace)) === null) throw error;
    return { namespace };
  }
}

async function readEntries(name: string, namespace: string, cluster: Cluster, report: Report): Promise<readonly HistoryEntry[]> {
  const configMap = historyName(name);
  const stored = await cluster.get(configMaps, configMap, namespace);
  const { entries, unreadable } = entriesIn(stored?.data?.[historyKey] ?? '');
  if (unreadable > 0) report({ state: 'warning', message: message('history.unreadable', { configMap, lines: unreadable }) });
  return entries;
}
