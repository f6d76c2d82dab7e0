import { readFile } from 'node:fs/promises';
import type { GivenFile } from '../../shared/actions/read-artifact.ts';
import { ExtError } from '../../shared/errors.ts';
import { message } from '../../shared/messages/message.ts';

/** Reads a file that a flag names; undefined where it names none. Throws `usage` for one that cannot be read. */
export async function givenFile(file: string | undefined): Promise<GivenFile | undefined> {
  if (file === undefined) return undefined;
  try {
    return { file, bytes: await readFile(file) };
  } catch (cause) {
    const because = cause instanceof Error ? cause.message : String(cause);
    throw new ExtError('usage', message('error.cannot-read', { file }), { because, cause });
  }
}
