/**
 * What a server-side apply makes of a value: mappings are merged, and so are lists of things that have names; every other list is replaced.
 * Nobody owns anything here, so what an earlier apply has set stays.
 */
export function applied(stored: unknown, wanted: unknown): unknown {
  if (isNamedList(stored) && isNamedList(wanted)) {
    const others = stored.filter(({ name }) => wanted.every((each) => each.name !== name));
    return [
      ...wanted.map((each) =>
        applied(
          stored.find(({ name }) => name === each.name),
          each,
        ),
      ),
      ...others,
    ];
  }
  if (!isMapping(stored) || !isMapping(wanted)) return wanted;
  return { ...stored, ...Object.fromEntries(Object.entries(wanted).map(([key, value]) => [key, applied(stored[key], value)])) };
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNamedList(value: unknown): value is readonly { readonly name: string }[] {
  return Array.isArray(value) && value.every((each) => isMapping(each) && typeof each['name'] === 'string');
}
