import { type ErrorCode, ExtError } from '../errors.ts';

/** The errors of one part of a cluster: a right that is lacking, a kind that is not served, an API behind which nobody answers. */
const unreadable: readonly ErrorCode[] = ['forbidden', 'not-found', 'failure'];

/** What was read of one part of a cluster; undefined where that part cannot be read. Throws where the cluster itself answers nobody. */
export async function unlessUnreadable<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ExtError && unreadable.includes(error.code)) return undefined;
    throw error;
  }
}
