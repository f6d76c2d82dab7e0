import { sep } from 'node:path';
import { load } from 'js-yaml';
import { ExtError } from '../errors.ts';
import { openRegularFile, reasonOf } from '../files/regular-file.ts';
import { message } from '../messages/message.ts';
import { textAt, valueAt } from '../model/loose.ts';

/** Whom the credentials of a section are for. */
export type CredentialsSection = 'registry';

const largestFile = 64 * 1024;

/**
 * Reads a user name and a password from a section of a YAML file: `registry: {username: …, password: …}`. Throws `usage` for a file that cannot be
 * read, that others may read, or that lacks them. What is in it is never quoted.
 */
export async function credentialsInFile(
  path: string,
  section: CredentialsSection,
): Promise<{ readonly username: string; readonly password: string }> {
  const content = await yamlIn(path);
  const [username, password] = [textAt(content, section, 'username'), textAt(content, section, 'password')];
  if (username !== undefined && password !== undefined) return { username, password };
  const isThere = valueAt(content, section) !== undefined;
  throw new ExtError(
    'usage',
    message('connection.no-credentials', { file: path, path: isThere ? `${section}.username, ${section}.password` : section }),
  );
}

async function yamlIn(path: string): Promise<unknown> {
  const text = await textIn(path);
  try {
    return load(text);
  } catch {
    throw new ExtError('usage', message('connection.bad-credentials-file', { file: path }));
  }
}

async function textIn(path: string): Promise<string> {
  const file = await openRegularFile(path).catch((cause: Error) => {
    throw new ExtError('usage', message('error.cannot-read', { file: path }), { because: reasonOf(cause), cause });
  });
  try {
    // Windows keeps no such bits.
    const isOpen = sep === '/' && ((await file.handle.stat()).mode & 0o077) !== 0;
    if (isOpen) throw new ExtError('usage', message('connection.open-credentials-file', { file: path }), { hints: [`chmod 600 ${path}`] });
    if (file.size > largestFile) throw new ExtError('usage', message('connection.bad-credentials-file', { file: path }));
    return await file.handle.readFile('utf8');
  } finally {
    await file.close();
  }
}
