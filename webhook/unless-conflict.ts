import { ExtError } from '../shared/errors.ts';

/** Writes; false where somebody else was faster, or what was to be changed has gone. Throws whatever else goes wrong. */
export async function unlessConflict(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ExtError && (error.code === 'conflict' || error.code === 'not-found')) return false;
    throw error;
  }
}
