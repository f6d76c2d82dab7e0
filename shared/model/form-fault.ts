import type { Field, Limit } from './form-field.ts';
import { isA, isBlank, isMissing, type Wanted } from './form-value.ts';

/** What is wrong with a value, and what would be right; `unreadable` where the form says it in a way that cannot be read. */
export type Fault =
  | { readonly kind: 'type'; readonly wanted: Wanted }
  | { readonly kind: 'select'; readonly allowed: readonly string[] }
  | { readonly kind: Limit; readonly limit: number }
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'required' }
  | { readonly kind: 'unreadable' };

/** A fault, and the entry it is at where it is not the whole field. */
export interface FoundFault {
  readonly fault: Fault;
  readonly index?: number;
}

/** Whether a text matches a pattern; undefined where the pattern cannot be read. */
export type Matches = (pattern: string, text: string) => boolean | undefined;

/** What is wrong with the value of a field that counts. The publisher's own default never is. */
export function faultsIn(value: unknown, field: Field, matches: Matches): FoundFault[] {
  if (isMissing(value)) return field.isRequired && !field.hasDefault ? [{ fault: { kind: 'required' } }] : [];
  if (value === field.fallback && !isBlank(value)) return [];
  if (!field.isList) return faultsOf(value, field, matches).map((fault) => ({ fault }));
  if (!Array.isArray(value)) return [{ fault: { kind: 'type', wanted: 'list' } }];
  if (value.length === 0) return field.isRequired ? [{ fault: { kind: 'required' } }] : [];
  const entry = entryOf(field);
  return [
    ...limitFaults(value.length, field, ['minLength', 'maxLength']).map((fault) => ({ fault })),
    ...value.flatMap((each, index) => faultsOf(each, entry, matches).map((fault) => ({ fault, index }))),
  ];
}

/** What is asked of each entry of a list: the lengths are those of the list, and so is the duty to be there. */
function entryOf(field: Field): Field {
  const limits = [...field.limits].filter(([name]) => name === 'minimum' || name === 'maximum');
  return { ...field, isRequired: false, limits: new Map(limits) };
}

function faultsOf(value: unknown, field: Field, matches: Matches): Fault[] {
  const { type } = field;
  if (type !== undefined && type !== 'any' && !isA(type, value)) return [{ kind: 'type', wanted: type }];
  if (isBlank(value)) return field.isRequired ? [{ kind: 'required' }] : [];
  return [...optionFaults(value, field), ...measureFaults(value, field), ...patternFaults(value, field, matches)];
}

function optionFaults(value: unknown, { type, options }: Field): Fault[] {
  if (options.length === 0 || type === 'any') return [];
  const isOffered = typeof value === 'number' ? options.some((option) => Number(option) === value) : options.includes(String(value));
  return isOffered ? [] : [{ kind: 'select', allowed: options }];
}

function measureFaults(value: unknown, field: Field): Fault[] {
  if (typeof value === 'number') return limitFaults(value, field, ['minimum', 'maximum']);
  if (typeof value === 'string' || Array.isArray(value)) return limitFaults(value.length, field, ['minLength', 'maxLength']);
  return [];
}

function limitFaults(measure: number, { limits }: Field, [least, most]: readonly [Limit, Limit]): Fault[] {
  const low = limits.get(least) ?? Number.NEGATIVE_INFINITY;
  const high = limits.get(most) ?? Number.POSITIVE_INFINITY;
  if (measure < low) return [{ kind: least, limit: low }];
  if (measure > high) return [{ kind: most, limit: high }];
  return Number.isNaN(low) || Number.isNaN(high) ? [{ kind: 'unreadable' }] : [];
}

function patternFaults(value: unknown, { pattern }: Field, matches: Matches): Fault[] {
  if (pattern === undefined || typeof value !== 'string') return [];
  const isMatch = matches(pattern, value);
  if (isMatch === undefined) return [{ kind: 'unreadable' }];
  return isMatch ? [] : [{ kind: 'pattern', pattern }];
}
