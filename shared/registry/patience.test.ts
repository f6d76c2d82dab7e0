import { describe, expect, it } from 'vitest';
import { retryAfterIn } from './patience.ts';

describe('retryAfterIn', () => {
  const now = Date.UTC(2026, 0, 2, 12);

  it.each([
    ['0', 0],
    ['120', 120_000],
    ['Fri, 02 Jan 2026 12:00:30 GMT', 30_000],
    ['Fri, 02 Jan 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    [undefined, undefined],
  ])('%s', (header, milliseconds) => expect(retryAfterIn(header, now)).toBe(milliseconds));
});
