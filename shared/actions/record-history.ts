import type { Cluster } from '../cluster/cluster.ts';
import { ExtError, type ErrorCode } from '../errors.ts';
import { message } from '../messages/message.ts';
import { configMaps } from '../model/config-map.ts';
import { historyKey, historyName, withEntry, type HistoryEntry } from '../model/history.ts';
import { events } from '../model/pod.ts';
import { entriesOf, eventOf, type Deed, type Doer } from '../plan/history.ts';
import type { ActionContext } from './context.ts';

type HistoryContext = Pick<ActionContext, 'keepLocally' | 'now' | 'report'>;

/** How often an entry is tried while others write to the same history. */
const attempts = 10;

/** Somebody else wrote (409), made the ConfigMap (409) or deleted it (404) in the meantime. */
const overtaken: ReadonlySet<ErrorCode> = new Set(['conflict', 'not-found']);

/**
 * Remembers what was done to a plan: in the ConfigMap of each package that was named, and as one Event. What the cluster does not take is kept
 * on this machine, with a warning. Never throws: what was done is done.
 */
export async function recordHistory(deed: Deed, cluster: Cluster, context: HistoryContext): Promise<void> {
  const doer: Doer = { now: context.now(), user: await userOf(cluster), cluster: cluster.server };
  for (const entry of entriesOf(deed, doer)) {
    try {
      await addEntry(entry, cluster);
    } catch (error) {
      await keepAside(entry, error, context);
    }
  }
  try {
    await cluster.create(events, eventOf(deed, doer));
  } catch (error) {
    context.report({ state: 'warning', message: message('history.no-event'), remark: sentenceOf(error) });
  }
}

/** Whom the server takes us for; null where it does not tell. */
async function userOf(cluster: Cluster): Promise<string | null> {
  try {
    return await cluster.whoAmI();
  } catch {
    return null;
  }
}

async function addEntry(entry: HistoryEntry, cluster: Cluster): Promise<void> {
  for (let lost = 1; ; lost += 1) {
    try {
      return await writeEntry(entry, cluster);
    } catch (error) {
      if (!(error instanceof ExtError && overtaken.has(error.code)) || lost === attempts) throw error;
    }
  }
}

/** Adds an entry to what is stored now; with its resourceVersion the server refuses the patch when that is not so any more. */
async function writeEntry(entry: HistoryEntry, cluster: Cluster): Promise<void> {
  const metadata = { name: historyName(entry.package), namespace: entry.namespace };
  const stored = await cluster.get(configMaps, metadata.name, metadata.namespace);
  const data = { [historyKey]: withEntry(stored?.data?.[historyKey] ?? '', entry) };
  if (stored === null) await cluster.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
  else await cluster.patch(configMaps, metadata, { metadata: { resourceVersion: stored.metadata.resourceVersion }, data });
}

async function keepAside(entry: HistoryEntry, error: unknown, { keepLocally, report }: HistoryContext): Promise<void> {
  const remark = sentenceOf(error);
  try {
    const file = await keepLocally(JSON.stringify(entry));
    report({ state: 'warning', message: message('history.local', { file }), remark });
  } catch {
    report({ state: 'warning', message: message('history.lost'), remark });
  }
}

function sentenceOf(error: unknown) {
  return error instanceof ExtError ? error.sentence : message('error.failure', { what: String(error) });
}
