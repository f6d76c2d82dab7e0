import { describe, expect, it } from 'vitest';
import { compareVersions, plainVersion } from './version.ts';

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
