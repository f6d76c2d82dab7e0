import { readFile } from 'node:fs/promises';
import { cannotRead } from '../../shared/actions/open-file.ts';
import type { GivenFile } from '../../shared/actions/read-artifact.ts';

/** Reads a file that a flag names; undefined where it names none. Throws `usage` for one that cannot be read. */
export async function givenFile(file: string | undefined): Promise<GivenFile | undefined> {
  if (file === undefined) return undefined;
  try {
    return { file, bytes: await readFile(file) };
  } catch (cause) {
    throw cannotRead(file, cause);
  }
}
