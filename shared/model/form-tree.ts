import { type Field, isIndex, type Step, stepsOf } from './form-field.ts';
import { type FormReport, look, pathBelow } from './form-report.ts';
import { isMapping, ownValue, type Wanted, wantedLike } from './form-value.ts';

/** No form is deeper. */
export const deepest = 100;

/** What a form knows of one place in a config. */
export interface FormNode {
  /** What is to be there; undefined where anything may be. */
  wanted?: Wanted;
  /** What is judged as the value of a field. */
  isJudged: boolean;
  readonly below: Map<string, FormNode>;
  entries?: FormNode;
  /** The first entry of a default list. It is not merged with what is set, but shows which keys an entry has. */
  readonly sample?: unknown;
}

/** What is known of a form's shape. */
export interface KnownShape {
  readonly fields: readonly Field[];
  readonly defaults: unknown;
  readonly otherPaths: readonly string[];
}

/** Everything a form knows, from its defaults and from the paths of its fields, as one tree. */
export function treeOf({ fields, defaults, otherPaths }: KnownShape, report: FormReport): FormNode {
  const tree = { ...nodeLike(defaults, report), wanted: 'mapping' as const };
  const others = otherPaths.map(stepsOf).filter((steps) => steps.length <= deepest);
  for (const steps of others) nodeAt(tree, steps, report);
  for (const { steps, type, isList, isGroup } of fields) {
    const node = nodeAt(tree, steps, report);
    if (isGroup) entriesOf(node, report).wanted = 'mapping';
    else if (isList || type !== undefined) node.isJudged = true;
  }
  return tree;
}

/** The names of the fields in a tree, as people set them, up to so many. */
export function leavesOf(tree: FormNode, most: number): string[] {
  const waiting = [{ node: tree, path: '' }];
  const leaves: string[] = [];
  for (const { node, path } of waiting) {
    const below = [...node.below].map(([key, each]) => ({ node: each, path: pathBelow(path, key) }));
    const entries = node.entries === undefined ? [] : [{ node: node.entries, path: `${path}[0]` }];
    if (waiting.length <= most) waiting.push(...below.slice(0, most), ...entries);
    if (below.length + entries.length === 0 && path !== '') leaves.push(path.replace(/^\./, ''));
  }
  return leaves.slice(0, most);
}

function nodeLike(fallback: unknown, report: FormReport, depth = 0): FormNode {
  if (depth > deepest || !report.spend(look)) return unknownNode(report);
  const keys = isMapping(fallback) ? Object.keys(fallback) : [];
  return {
    wanted: wantedLike(fallback),
    isJudged: false,
    below: new Map(keys.map((key) => [key, nodeLike(ownValue(fallback, key), report, depth + 1)])),
    sample: Array.isArray(fallback) ? fallback[0] : undefined,
  };
}

/** A place that is too far away to be looked at. */
function unknownNode(report: FormReport): FormNode {
  report.miss();
  return { isJudged: true, below: new Map() };
}

function nodeAt(tree: FormNode, steps: readonly Step[], report: FormReport): FormNode {
  return steps.reduce((node, step) => (isIndex(step) ? entriesOf(node, report) : nodeBelow(node, step)), tree);
}

function nodeBelow(node: FormNode, key: string): FormNode {
  const next = node.below.get(key) ?? { isJudged: false, below: new Map() };
  node.below.set(key, next);
  node.wanted = 'mapping';
  return next;
}

function entriesOf(node: FormNode, report: FormReport): FormNode {
  node.entries ??= nodeLike(node.sample, report);
  node.wanted = 'list';
  return node.entries;
}
