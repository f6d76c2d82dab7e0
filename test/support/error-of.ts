import { ExtError } from '../../shared/errors.ts';

/** The expected error that a piece of work ends in. Fails where the work succeeds or throws something else. */
export async function errorOf(work: () => unknown): Promise<ExtError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ExtError) return error;
    throw error;
  }
  throw new Error('no error was thrown');
}
