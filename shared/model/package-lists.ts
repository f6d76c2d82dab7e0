import { isResourceName } from './resource-name.ts';

/** The packages that an administrator has named, by name in any catalogue. */
export interface PackageLists {
  /** They count as Alauda's, whatever else is known of them. */
  readonly alauda: readonly string[];
  /** They do not, whatever else is known of them. */
  readonly exempt: readonly string[];
}

/** The keys of the ConfigMap of modes that hold the lists. */
export const packageListKeys = { alauda: 'alauda-packages', exempt: 'exempt-packages' } as const;

/** Where nobody has named any. */
export const noPackages: PackageLists = { alauda: [], exempt: [] };

/** The names in a text, between them commas or blanks; undefined where one of them cannot be the name of a package. */
export function packageNamesIn(text: string): readonly string[] | undefined {
  const names = text.split(/[\s,]+/).filter((name) => name !== '');
  return names.every(isResourceName) ? names : undefined;
}

/** The lists that a ConfigMap of modes holds. One that cannot be read counts as one that is not there. */
export function packageListsIn(data: Readonly<Record<string, string>> = {}): PackageLists {
  const named = (key: string) => packageNamesIn(data[key] ?? '') ?? [];
  return { alauda: named(packageListKeys.alauda), exempt: named(packageListKeys.exempt) };
}
