import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/support/error-of.ts';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { Patience, retryAfterIn, TransientError } from './patience.ts';

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

describe('Patience', () => {
  const timing = { firstPause: 1, longestPause: 1 };
  const lost = new ExtError('unauthenticated', message('error.failure', { what: 'x' }));

  it.each([
    ['whatever ended with it', lost],
    ['what could be tried again', new TransientError(lost)],
  ])('calls it an interruption where the signal has fired: %s', async (_, error) => {
    expect(await errorOf(() => new Patience(timing, AbortSignal.abort()).afterFailure(error))).toMatchObject({ code: 'interrupted' });
    const patience = new Patience(timing, new AbortController().signal);
    expect(
      await errorOf(async () => {
        for (;;) await patience.afterFailure(error);
      }),
    ).toBe(lost);
  });
});
