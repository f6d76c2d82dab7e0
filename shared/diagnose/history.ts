import type { HistoryEntry } from '../model/history.ts';
import { isWaiting, type InstallPlan } from '../model/install-plan.ts';
import type { ObjectMeta } from '../model/object.ts';

/** What was done to a plan, or that one waits. What is not known or does not apply is null. */
export interface HistoryItem extends Omit<HistoryEntry, 'time' | 'result'> {
  /** RFC 3339: when it was done, or since when it waits. */
  readonly time: string | null;
  /** Who set the approval, by the name under which fields are owned, where nobody remembered the user. */
  readonly manager: string | null;
  readonly result: HistoryEntry['result'] | 'waiting';
  /** The phase of the plan; null where it is gone. */
  readonly phase: string | null;
}

/** What a history is joined of. */
export interface HistoryFacts {
  readonly entries: readonly HistoryEntry[];
  /** All plans of the namespace. */
  readonly plans: readonly InstallPlan[];
  /** The names of the package's CSVs, as far as they are known. */
  readonly csvs: ReadonlySet<string>;
  readonly installedCSV: string | undefined;
  readonly package: string;
  /** The URL of the API server. */
  readonly cluster: string;
}

/** What was remembered, and the plans that are there and that nobody remembered, the oldest first. */
export function historyItems(facts: HistoryFacts): HistoryItem[] {
  const { entries, plans } = facts;
  const remembered = new Set(entries.map(({ plan }) => plan));
  const phaseOf = (name: string) => plans.find(({ metadata }) => metadata.name === name)?.status?.phase || null;
  return [
    ...entries.map((entry) => ({ ...entry, manager: null, phase: phaseOf(entry.plan) })),
    ...plans.filter(({ metadata }) => !remembered.has(metadata.name)).flatMap((plan) => liveItem(plan, facts)),
  ].toSorted((a, b) => Date.parse(a.time ?? '') - Date.parse(b.time ?? ''));
}

/** A plan that brings, or brought, a CSV of the package. */
function liveItem(plan: InstallPlan, facts: HistoryFacts): HistoryItem[] {
  const { metadata, spec, status } = plan;
  const to = spec.clusterServiceVersionNames.find((csv) => facts.csvs.has(csv));
  if (to === undefined || !(spec.approved || isWaiting(plan))) return [];
  const { time, from, result, manager } = spec.approved ? approval(metadata) : waiting(metadata, facts);
  const neighbours = spec.clusterServiceVersionNames.filter((csv) => csv !== to);
  const about = { user: null, cluster: facts.cluster, namespace: metadata.namespace ?? '', package: facts.package };
  return [{ time, ...about, from, to, plan: metadata.name, neighbours, reason: null, result, manager, phase: status?.phase || null }];
}

type Standing = Pick<HistoryItem, 'time' | 'from' | 'result' | 'manager'>;

function waiting({ creationTimestamp }: ObjectMeta, { installedCSV }: HistoryFacts): Standing {
  return { time: creationTimestamp ?? null, from: installedCSV ?? null, result: 'waiting', manager: null };
}

/** By the owner of `spec.approved`: OLM itself where the plan was made approved, else whoever set it. Nothing tells what was installed before. */
function approval({ managedFields = [], creationTimestamp }: ObjectMeta): Standing {
  const owner = managedFields.find(({ fieldsV1 }) => fieldsV1?.['f:spec']?.['f:approved'] !== undefined);
  return { time: owner?.time ?? creationTimestamp ?? null, from: null, result: 'approved', manager: owner?.manager ?? null };
}
