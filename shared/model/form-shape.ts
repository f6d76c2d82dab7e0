import { closest } from 'fastest-levenshtein';
import { fieldOf, type FormReport, look, pathBelow, root } from './form-report.ts';
import { type FormNode, leavesOf } from './form-tree.ts';
import { isA, isMapping, isMissing } from './form-value.ts';
import { nearest } from './nearest.ts';

/** How many fields an unknown one could be meant as, and the longest name that is compared. */
const compared = 500;
const longestName = 200;

interface Survey {
  readonly report: FormReport;
  /** Where the form asks for nothing now. */
  readonly idle: ReadonlySet<string>;
  readonly names: readonly string[];
}

/**
 * Judges all that is not the value of a field: mappings and lists on the way to fields, what only has a default, and keys that nobody knows.
 * An empty mapping as a default says that its keys are free, as those of a node selector are.
 */
export function checkShape(config: unknown, tree: FormNode, idle: ReadonlySet<string>, report: FormReport): void {
  const names = leavesOf(tree, compared).filter((name) => name.length <= longestName);
  checkSpot(config, tree, root, { report, idle, names });
}

function checkSpot(value: unknown, node: FormNode, path: string, survey: Survey): void {
  const { report, idle } = survey;
  if (isMissing(value) || node.isJudged || idle.has(path) || !report.spend(look)) return;
  if (node.wanted !== undefined && !isA(node.wanted, value)) report.add('deny', path, { kind: 'type', wanted: node.wanted });
  else if (isMapping(value)) checkKeys(value, node, path, survey);
  else if (Array.isArray(value)) checkEntries(value, node, path, survey);
}

function checkKeys(mapping: Record<string, unknown>, node: FormNode, path: string, survey: Survey): void {
  if (node.below.size === 0 && path !== root) return;
  for (const key of Object.keys(mapping)) {
    const below = node.below.get(key);
    if (below === undefined) sayUnknown(pathBelow(path, key), survey);
    else checkSpot(mapping[key], below, pathBelow(path, key), survey);
  }
}

function checkEntries(list: readonly unknown[], { entries }: FormNode, path: string, survey: Survey): void {
  if (entries === undefined) return;
  for (const [index, entry] of list.entries()) checkSpot(entry, entries, `${path}[${index}]`, survey);
}

function sayUnknown(path: string, { report, names }: Survey): void {
  if (!report.hasRoom('warn')) return;
  const field = fieldOf(path);
  const similar = field.length > longestName ? [] : nearest(field, names);
  report.add('warn', path, { kind: 'unknown', ...(similar.length > 0 && { nearest: closest(field, similar) }) });
}
