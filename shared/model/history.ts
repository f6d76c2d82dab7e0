import { createHash } from 'node:crypto';

/** What was done to a plan on behalf of one operator that was named. What is not known or does not apply is null. */
export interface HistoryEntry {
  /** RFC 3339. */
  readonly time: string;
  /** Whom the API server took the person for. */
  readonly user: string | null;
  /** The URL of the API server. */
  readonly cluster: string;
  readonly namespace: string;
  readonly package: string;
  /** The CSV that was installed. */
  readonly from: string | null;
  /** The CSV that the plan brings to the operator. */
  readonly to: string | null;
  readonly plan: string;
  /** The other CSVs of the plan. */
  readonly neighbours: readonly string[];
  readonly reason: string | null;
  readonly result: 'approved' | 'rejected';
}

/** The key of the ConfigMap under which the entries stand, one a line, the oldest first. */
export const historyKey = 'history.jsonl';

/** How much a history holds: the number of its entries, and of their characters, because a ConfigMap ends at 1 MiB. */
const limits = { entries: 200, characters: 256 * 1024 };

const longestName = 253;

/** The name of the ConfigMap with the history of a package: made of the package's own where the API server takes that, else of a hash too. */
export function historyName(packageName: string): string {
  const name = `ext-history-${packageName}`;
  if (name.length <= longestName && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name)) return name;
  const hash = createHash('sha256').update(packageName).digest('hex').slice(0, 16);
  const similar = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return `${similar.slice(0, longestName - hash.length - 1)}-${hash}`;
}

/** A history with one entry more, and without the oldest ones where it becomes too long. Lines that others wrote are kept as they are. */
export function withEntry(history: string, entry: HistoryEntry): string {
  const lines = [...history.split('\n').filter((line) => line !== ''), JSON.stringify(entry)].slice(-limits.entries);
  const kept: string[] = [];
  let left = limits.characters;
  for (const line of lines.toReversed()) {
    left -= line.length + 1;
    if (left < 0 && kept.length > 0) break;
    kept.unshift(line);
  }
  return `${kept.join('\n')}\n`;
}

/** The entries of a history, and how many of its lines are none: a ConfigMap can be edited by hand. */
export function entriesIn(history: string): { readonly entries: readonly HistoryEntry[]; readonly unreadable: number } {
  const lines = history.split('\n').filter((line) => line !== '');
  const entries = lines.map(parsed).filter(isEntry);
  return { entries, unreadable: lines.length - entries.length };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is HistoryEntry {
  const { neighbours, ...fields } = Object(value) as Readonly<Record<string, unknown>>;
  const isText = (field: unknown) => typeof field === 'string';
  return (
    ['time', 'cluster', 'namespace', 'package', 'plan'].every((name) => isText(fields[name])) &&
    ['user', 'from', 'to', 'reason'].every((name) => fields[name] === null || isText(fields[name])) &&
    Array.isArray(neighbours) &&
    neighbours.every(isText) &&
    (fields['result'] === 'approved' || fields['result'] === 'rejected')
  );
}
