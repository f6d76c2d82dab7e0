/** What a fact is about. */
export const factKinds = ['metadata', 'image', 'channel', 'upgrade', 'api', 'permission', 'form', 'dependency'] as const;
export type FactKind = (typeof factKinds)[number];

/** One thing that a version of something says. Two versions say the same of an object when the values are equal. */
export interface Fact {
  readonly what: FactKind;
  readonly object: string;
  readonly value: string;
}

/** What changes from one version to another: it comes, goes, or is different. */
export interface Difference {
  readonly what: FactKind;
  readonly change: '+' | '-' | '~';
  readonly object: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** What differs, in the order of kinds and then of objects. An object that is named several times has all its values. */
export function differences(before: readonly Fact[], after: readonly Fact[]): Difference[] {
  return factKinds.flatMap((what) => {
    const [old, now] = [valuesOf(before, what), valuesOf(after, what)];
    const objects = [...new Set([...old.keys(), ...now.keys()])].toSorted();
    return objects.flatMap((object): Difference[] => {
      const [from = null, to = null] = [old.get(object), now.get(object)];
      return from === to ? [] : [{ what, change: from === null ? '+' : to === null ? '-' : '~', object, from, to }];
    });
  });
}

function valuesOf(facts: readonly Fact[], what: FactKind): ReadonlyMap<string, string> {
  const values = Map.groupBy(
    facts.filter((fact) => fact.what === what),
    ({ object }) => object,
  );
  return new Map([...values].map(([object, same]) => [object, [...new Set(same.map(({ value }) => value))].toSorted().join(' ')]));
}
