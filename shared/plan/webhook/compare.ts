type Mapping = Readonly<Record<string, unknown>>;

/** How lists of things that have names are compared: others may have added to a shared one. */
export type Lists = 'shared' | 'whole';

/** Whether a stored value is all that is wanted, as a server-side apply sees it: what it has besides is a default, or somebody else's. */
export function covers(stored: unknown, wanted: unknown, lists: Lists = 'shared'): boolean {
  if (Array.isArray(wanted)) return coversList(Array.isArray(stored) ? stored : [], wanted, lists);
  if (!isMapping(wanted)) return stored === wanted;
  const inside = isMapping(stored) ? stored : {};
  return Object.entries(wanted).every(([key, value]) => value === undefined || covers(inside[key], value, lists));
}

function coversList(stored: readonly unknown[], wanted: readonly unknown[], lists: Lists): boolean {
  const isNamed = wanted.length > 0 && wanted.every(hasName) && stored.every(hasName);
  if (stored.length !== wanted.length && !(isNamed && lists === 'shared')) return false;
  if (!isNamed) return wanted.every((each, at) => covers(stored[at], each, lists));
  const names = new Map(stored.filter(hasName).map((each) => [each.name, each]));
  return wanted.filter(hasName).every((each) => covers(names.get(each.name), each, lists));
}

function hasName(value: unknown): value is Mapping & { readonly name: string } {
  return isMapping(value) && typeof value['name'] === 'string';
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
