import { compare, Range, valid } from 'semver';

/**
 * Compares two versions by SemVer 2 precedence, a leading `v` aside: negative when `a` is below `b`.
 * Undefined where one of them is no SemVer, because a guess would pick the wrong upgrade.
 * Tails such as `-r0` and `-beta.16.g09dee005` are pre-releases and so are common: never compare as text.
 */
export function compareVersions(a: string, b: string): number | undefined {
  const [left, right] = [valid(plainVersion(a)), valid(plainVersion(b))];
  return left === null || right === null ? undefined : compare(left, right);
}

/** A version without its leading `v`. */
export function plainVersion(version: string): string {
  return version.replace(/^v(?=\d)/, '');
}

/** Longer texts are nobody's range, and take long to read. */
const longestRange = 256;

/**
 * Whether a version lies in a range such as `>= v4.0.0`, pre-releases included; a version alone is a range too.
 * Undefined where one of the two cannot be read.
 */
export function isInRange(version: string, range: string): boolean | undefined {
  const plain = valid(plainVersion(version));
  if (plain === null || range.length > longestRange) return undefined;
  try {
    return new Range(range, { includePrerelease: true }).test(plain);
  } catch {
    return undefined;
  }
}

/** Whether a version lies in one of several ranges; no ranges restrict nothing. Undefined where that cannot be told. */
export function isInAnyRange(version: string, ranges: readonly string[]): boolean | undefined {
  if (ranges.length === 0) return true;
  const results = ranges.map((range) => isInRange(version, range));
  if (results.includes(true)) return true;
  return results.includes(undefined) ? undefined : false;
}

/** Versions from the newest to the oldest; what is no version comes last, as it was. */
export function newestFirst(versions: readonly string[]): string[] {
  const isVersion = (version: string) => valid(plainVersion(version)) !== null;
  const known = versions.filter(isVersion).toSorted((a, b) => compareVersions(b, a) ?? 0);
  return [...known, ...versions.filter((version) => !isVersion(version))];
}
