import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ExtError } from '../../shared/errors.ts';
import { message } from '../../shared/messages/message.ts';
import type { Environment } from './language.ts';

/** Where this program keeps what it cannot do without; undefined where there is no home. */
export function dataFolder(env: Environment): string | undefined {
  const home = env['HOME'] ?? env['USERPROFILE'];
  const base = env['XDG_DATA_HOME'] || env['LOCALAPPDATA'] || (home && join(home, '.local', 'share'));
  return base ? join(base, 'kubectl-ext') : undefined;
}

/** Adds a line to the history on this machine, which nobody else may read, and returns its file. Throws where it cannot be written. */
export async function keepLocally(line: string, env: Environment): Promise<string> {
  const folder = dataFolder(env);
  if (folder === undefined) throw new ExtError('failure', message('error.cannot-write', { file: '~' }));
  const file = join(folder, 'history.jsonl');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await appendFile(file, `${line}\n`, { mode: 0o600 });
  return file;
}
