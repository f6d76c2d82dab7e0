import { describe, expect, it } from 'vitest';
import { compareVersions, isInAnyRange, isInRange, newestFirst, plainVersion } from './version.ts';

describe('compareVersions', () => {
  it.each([
    ['2.12.1', '<', '2.12.11'],
    ['2.12.9', '<', '2.12.10'],
    ['v2.12.10', '=', '2.12.10'],
    ['4.2.0-r0', '<', '4.2.0'],
    ['4.2.0-beta.9.g1', '<', '4.2.0-beta.16.g09dee005'],
    ['4.2.0-beta.16.g09dee005', '<', '4.2.0-rc.1'],
    ['1.0.0+build.2', '=', '1.0.0+build.10'],
    ['1.10.0', '>', 'v1.9.99'],
  ])('%s %s %s', (a, sign, b) => {
    expect(['<', '=', '>'][Math.sign(compareVersions(a, b) ?? NaN) + 1]).toBe(sign);
  });

  it.each([
    ['1.2', '1.2.0'],
    ['1.2.0', 'latest'],
    ['', '1.0.0'],
    ['4.2.0.1', '4.2.0'],
  ])('does not guess about "%s" and "%s"', (a, b) => {
    expect(compareVersions(a, b)).toBeUndefined();
  });
});

describe('plainVersion', () => {
  it.each([
    ['v2.12.11', '2.12.11'],
    ['2.12.11', '2.12.11'],
    ['velero', 'velero'],
    ['1.0.0-v2', '1.0.0-v2'],
  ])('of %s is %s', (version, plain) => {
    expect(plainVersion(version)).toBe(plain);
  });
});

describe('isInRange', () => {
  it.each<[string, string, boolean | undefined]>([
    ['v4.0.15', '>= v4.0.10', true],
    ['v4.0.15', '>=v4.0.10 <v4.1.0', true],
    ['v4.0.15', '>= v4.0.16', false],
    ['v4.0.15', 'v4.0.15', true],
    ['4.0.15', '= v4.0.15', true],
    ['v4.1.0-beta.1', '>= v4.0.10', true],
    ['v4.0.10-r0', '>= v4.0.10', false],
    ['v4.0.15', '*', true],
    ['v4.0.15', '', true],
    ['v4.0.15', '~4.0.1 || ~5.0.0', true],
    ['latest', '*', undefined],
    ['v4.0.15', 'anything newer', undefined],
    ['v4.0.15', '>'.repeat(300), undefined],
  ])('%s in "%s": %s', (version, range, result) => expect(isInRange(version, range)).toBe(result));
});

describe('isInAnyRange', () => {
  it.each<[readonly string[], boolean | undefined]>([
    [[], true],
    [['v4.1.0', 'v4.0.15'], true],
    [['no range', 'v4.0.15'], true],
    [['no range', 'v4.1.0'], undefined],
    [['v4.1.0', 'v4.2.0'], false],
  ])('v4.0.15 in %j: %s', (ranges, result) => expect(isInAnyRange('v4.0.15', ranges)).toBe(result));
});

it('newestFirst sorts by precedence, not as text', () => {
  expect(newestFirst(['v4.0.9', 'latest', 'v4.0.16', 'v4.0.16-r1', 'v4.1.0'])).toEqual([
    'v4.1.0',
    'v4.0.16',
    'v4.0.16-r1',
    'v4.0.9',
    'latest',
  ]);
});
