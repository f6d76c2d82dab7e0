import { expect, test } from 'vitest';
import { durationOf, durationText } from './duration.ts';

test.each([
  ['0', 0],
  ['10', 10_000],
  ['10s', 10_000],
  ['1m30s', 90_000],
  ['1.5h', 5_400_000],
  ['300ms', 300],
  ['.5s', 500],
  ['9000h', 2 ** 31 - 1],
])('%s is %i ms', (text, ms) => expect(durationOf(text)).toBe(ms));

test.each(['', 'soon', '10 s', '-1s', '1d', 's'])('"%s" is no duration', (text) => {
  expect(durationOf(text)).toBeUndefined();
});

test.each([
  [10_000, '10s'],
  [90_000, '90s'],
  [1500, '1.5s'],
  [250, '250ms'],
])('%i ms is said as %s', (ms, text) => expect(durationText(ms)).toBe(text));
