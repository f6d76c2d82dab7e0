import { compare, valid } from 'semver';

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
