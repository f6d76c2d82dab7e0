/** The value that a text of JSON stands for; undefined where it is none. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What stands at a path of data whose shape nobody has checked; undefined where the path ends early. */
export function valueAt(data: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined), data);
}

/** A text that is not empty. */
export function textAt(data: unknown, ...path: readonly string[]): string | undefined {
  const value = valueAt(data, ...path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The items of a list; none where there is no list. */
export function listAt(data: unknown, ...path: readonly string[]): readonly unknown[] {
  const value = valueAt(data, ...path);
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The entries of a mapping by their keys; none where there is no mapping. */
export function entriesAt(data: unknown, ...path: readonly string[]): readonly (readonly [string, unknown])[] {
  const value = valueAt(data, ...path);
  return isMapping(value) ? Object.entries(value) : [];
}

/** Whether a value has keys. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
