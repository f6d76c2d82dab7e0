/** What a value of a form has to be. */
export type Wanted = 'boolean' | 'number' | 'text' | 'list' | 'mapping';

/** Whether a value is a mapping. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a mapping itself holds under a key. */
export function ownValue(value: unknown, key: string): unknown {
  return isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Whether there is no value at all. */
export function isMissing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** Whether a field is as a person leaves it who fills in nothing. */
export function isBlank(value: unknown): boolean {
  return isMissing(value) || value === '' || (Array.isArray(value) && value.length === 0);
}

/** What a default says of the type of its field; null says nothing. */
export function wantedLike(fallback: unknown): Wanted | undefined {
  if (Array.isArray(fallback)) return 'list';
  return isMapping(fallback) ? 'mapping' : scalarLike(fallback);
}

/** The same, where the default is neither a list nor a mapping. */
export function scalarLike(fallback: unknown): 'boolean' | 'number' | 'text' | undefined {
  switch (typeof fallback) {
    case 'boolean':
      return 'boolean';
    case 'number':
      return 'number';
    case 'string':
      return 'text';
    default:
      return undefined;
  }
}

/** Whether a value is what it has to be; nothing is coerced. */
export function isA(wanted: Wanted, value: unknown): boolean {
  return wantedLike(value) === wanted && (wanted !== 'number' || Number.isFinite(value));
}
