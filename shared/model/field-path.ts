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
