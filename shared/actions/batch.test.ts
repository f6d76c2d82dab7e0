import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/support/error-of.ts';
import { refusal } from '../../test/support/recorded-cluster.ts';
import type { ErrorCode, ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { attemptEach, failureOf } from './batch.ts';

const work = (fails: ReadonlyMap<string, unknown>) => async (piece: string) => {
  if (fails.has(piece)) throw fails.get(piece);
  return piece.toUpperCase();
};

describe('attemptEach', () => {
  it('goes on after a failure', async () => {
    const unmet = refusal('unmet');
    const { done, failures } = await attemptEach(['a', 'b', 'c'], work(new Map([['b', unmet]])));
    expect(done).toEqual([
      { piece: 'a', result: 'A' },
      { piece: 'c', result: 'C' },
    ]);
    expect(failures).toEqual([unmet]);
  });

  it('ends with an interruption', async () => {
    expect(await errorOf(() => attemptEach(['a', 'b'], work(new Map([['a', refusal('interrupted')]]))))).toMatchObject({
      code: 'interrupted',
    });
  });

  it('ends with a bug', async () => {
    await expect(attemptEach(['a'], work(new Map([['a', new TypeError('bug')]])))).rejects.toThrow(TypeError);
  });
});

describe('failureOf', () => {
  const failures = (...codes: ErrorCode[]): ExtError[] => codes.map((code) => refusal(code));

  it('is none where nothing failed', () => expect(failureOf([], 2)).toBeUndefined());

  it('is the failure of the only piece itself', () => {
    const [only] = failures('timeout');
    expect(failureOf(only === undefined ? [] : [only], 1)).toBe(only);
  });

  it.each<[ErrorCode, ErrorCode[], number]>([
    ['partial', ['unmet'], 2],
    ['partial', ['timeout', 'broken'], 3],
    ['timeout', ['timeout', 'timeout'], 2],
    ['unmet', ['timeout', 'broken'], 2],
  ])('is %s where %j of %i', (code, codes, total) => {
    const failed = failures(...codes);
    const { sentence, details, ...error } = failureOf(failed, total) ?? refusal('failure');
    expect(error.code).toBe(code);
    expect(sentence).toEqual(message('batch.failed', { failed: codes.length, total }));
    expect(details.failures).toEqual(failed);
  });
});
