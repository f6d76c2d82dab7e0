import type { LabelExpression, LabelSelector } from './module-config.ts';

type Labels = Readonly<Record<string, string>>;

/** Whether one term of a selector holds; undefined where it has an operator that this program does not know. */
interface Term {
  readonly text: string;
  holds(labels: Labels): boolean | undefined;
}

/** What a selector says of a set of labels: it matches, a term fails, or nobody can tell. */
export type Match = { readonly is: 'match' } | { readonly is: 'mismatch'; readonly term: string } | { readonly is: 'unknown' };

/** Compares labels with a selector, all terms of which have to hold. A term that fails outweighs one that cannot be read. */
export function match(selector: LabelSelector, labels: Labels): Match {
  const results = termsOf(selector).map((term) => ({ term, holds: term.holds(labels) }));
  const failed = results.find(({ holds }) => holds === false);
  if (failed !== undefined) return { is: 'mismatch', term: failed.term.text };
  return { is: results.some(({ holds }) => holds === undefined) ? 'unknown' : 'match' };
}

/** Whether a selector has no term at all, which restricts nothing. */
export function isEmpty(selector: LabelSelector | undefined): boolean {
  return selector === undefined || termsOf(selector).length === 0;
}

/** The terms as `kubectl get -l` writes them. */
export function selectorText(selector: LabelSelector): string {
  return termsOf(selector)
    .map(({ text }) => text)
    .join(',');
}

function termsOf({ matchLabels = {}, matchExpressions = [] }: LabelSelector): Term[] {
  const labels = Object.entries(matchLabels).map(([key, value]) => ({
    text: `${key}=${value}`,
    holds: (given: Labels) => own(given, key) === value,
  }));
  return [...labels, ...matchExpressions.map(termOf)];
}

/** What each operator of Kubernetes asks of a value; an absent key has no value. */
const operators: Readonly<Record<string, (value: string | undefined, values: readonly string[]) => boolean>> = {
  In: (value, values) => value !== undefined && values.includes(value),
  NotIn: (value, values) => value === undefined || !values.includes(value),
  Exists: (value) => value !== undefined,
  DoesNotExist: (value) => value === undefined,
  Gt: (value, values) => compared(value, values, (one, other) => one > other),
  Lt: (value, values) => compared(value, values, (one, other) => one < other),
};

function termOf({ key, operator, values = [] }: LabelExpression): Term {
  return {
    text: textOf(key, operator, values),
    holds: (labels) => (Object.hasOwn(operators, operator) ? operators[operator]?.(own(labels, key), values) : undefined),
  };
}

function textOf(key: string, operator: string, values: readonly string[]): string {
  if (operator === 'Exists') return key;
  if (operator === 'DoesNotExist') return `!${key}`;
  if (operator === 'Gt') return `${key}>${values[0] ?? ''}`;
  if (operator === 'Lt') return `${key}<${values[0] ?? ''}`;
  return `${key} ${operator.toLowerCase()} (${values.join(',')})`;
}

/** Kubernetes compares whole numbers, and what is none is neither greater nor less. */
function compared(value: string | undefined, [other]: readonly string[], holds: (one: bigint, other: bigint) => boolean): boolean {
  if (value === undefined || other === undefined || ![value, other].every((text) => /^-?\d{1,18}$/.test(text))) return false;
  return holds(BigInt(value), BigInt(other));
}

function own(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}
