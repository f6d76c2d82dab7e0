/** The value at a path as Kubernetes writes it: `spec.version`, `metadata.labels[cpaas.io/module-type]`; undefined where nothing is there. */
export function valueAt(object: object, path: string): unknown {
  let value: unknown = object;
  for (const key of keysOf(path)) {
    value = typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  }
  return value;
}

/** The keys of a path, one after the other. */
export function keysOf(path: string): string[] {
  return [...path.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map(([, inBrackets, plain]) => inBrackets ?? plain ?? '');
}

/** The path of keys, each a field of the one before: `['metadata', 'labels', 'a.b/c']` is `metadata.labels[a.b/c]`. */
export function pathOf(keys: readonly string[]): string {
  return keys.map((key, index) => (/^[A-Za-z]\w*$/.test(key) ? `${index === 0 ? '' : '.'}${key}` : `[${key}]`)).join('');
}
