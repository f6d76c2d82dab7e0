import { ExtError, type ErrorCode } from '../../shared/errors.ts';

const refusals: readonly ErrorCode[] = ['forbidden', 'not-found'];

/** Whether an error is the answer of a server that is well and does not give what is asked for: the kind is not there, or not for us. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ExtError && refusals.includes(error.code);
}
