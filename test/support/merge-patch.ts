/** Whether a value is a mapping: no list, no scalar. */
function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value that a merge patch (RFC 7386) makes of a target: null takes away, mappings are merged, the rest is replaced. */
export function mergePatched(target: unknown, patch: unknown): unknown {
  if (!isMapping(patch)) return patch;
  const merged = isMapping(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else if (value !== undefined) merged[key] = mergePatched(merged[key], value);
  }
  return merged;
}
