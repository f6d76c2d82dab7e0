import { ExtError } from '../errors.ts';
import { openRegularFile, reasonOf, type RegularFile } from '../files/regular-file.ts';
import { message } from '../messages/message.ts';

/** Opens a file that was named on the command line. Throws `usage` where that cannot be done. */
export async function openNamedFile(path: string): Promise<RegularFile> {
  try {
    return await openRegularFile(path);
  } catch (cause) {
    throw cannotRead(path, cause);
  }
}

/** The error of a path that cannot be read. */
export function cannotRead(path: string, cause: unknown): ExtError {
  return new ExtError('usage', message('error.cannot-read', { file: path }), { because: reasonOf(cause), path, cause });
}
