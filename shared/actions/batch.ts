import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';

/** What came of the pieces of a batch that did not fail, and the failures of those that did. */
export interface Attempts<Piece, Result> {
  readonly done: readonly { readonly piece: Piece; readonly result: Result }[];
  readonly failures: readonly ExtError[];
}

/** Does the pieces of a batch one after the other; one that fails does not keep the next from being tried. Throws what ends all of them: an interruption. */
export async function attemptEach<Piece, Result>(
  pieces: readonly Piece[],
  work: (piece: Piece) => Promise<Result>,
): Promise<Attempts<Piece, Result>> {
  const done: { piece: Piece; result: Result }[] = [];
  const failures: ExtError[] = [];
  for (const piece of pieces) {
    try {
      done.push({ piece, result: await work(piece) });
    } catch (error) {
      if (!(error instanceof ExtError) || error.code === 'interrupted') throw error;
      failures.push(error);
    }
  }
  return { done, failures };
}

/**
 * The error that a batch of so many pieces ends in: none, `partial` where some of them got there, else the failure of the only piece, or one
 * with the code that all failures have in common.
 */
export function failureOf(failures: readonly ExtError[], total: number): ExtError | undefined {
  const [first, ...others] = failures;
  if (first === undefined || total === 1) return first;
  const common = others.every(({ code }) => code === first.code) ? first.code : 'unmet';
  const code = failures.length < total ? 'partial' : common;
  return new ExtError(code, message('batch.failed', { failed: failures.length, total }), { failures });
}
