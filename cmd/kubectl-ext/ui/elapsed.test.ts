import { expect, it } from 'vitest';
import { elapsed } from './elapsed.ts';

it.each([
  [0, '0s'],
  [999, '0s'],
  [21_000, '21s'],
  [60_000, '1m'],
  [185_000, '3m5s'],
  [3_600_000, '1h'],
  [416_400_000, '4d19h'],
])('%i ms are %s', (ms, expected) => expect(elapsed(ms)).toBe(expected));
