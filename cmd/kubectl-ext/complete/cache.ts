import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Environment } from '../language.ts';

/** How long names are believed. */
const lifetime = 30_000;

/** Where this program keeps what it can do without; undefined where there is no home. */
export function cacheFolder(env: Environment, chosen?: string): string | undefined {
  const home = env['HOME'] ?? env['USERPROFILE'];
  const base = env['XDG_CACHE_HOME'] || env['LOCALAPPDATA'] || (home && join(home, '.cache'));
  return chosen ?? (base ? join(base, 'kubectl-ext') : undefined);
}

/** What was found under this key less than 30 s ago, or else what `find` finds now. */
export async function remembered<T>(key: string, folder: string | undefined, now: number, find: () => Promise<T>): Promise<T> {
  if (folder === undefined) return find();
  const file = join(folder, 'completion', `${createHash('sha256').update(key).digest('hex')}.json`);
  const known = await readEntry<T>(file);
  if (known !== undefined && now - known.at >= 0 && now - known.at < lifetime) return known.value;
  const value = await find();
  await writeEntry(file, { at: now, value });
  return value;
}

interface Entry<T> {
  readonly at: number;
  readonly value: T;
}

async function readEntry<T>(file: string): Promise<Entry<T> | undefined> {
  try {
    // Nobody but `writeEntry` writes here; a file that was tampered with spoils a completion and nothing else.
    return JSON.parse(await readFile(file, 'utf8')) as Entry<T>;
  } catch {
    return undefined;
  }
}

/** A cache that cannot be written is no reason to complete nothing. */
async function writeEntry(file: string, entry: Entry<unknown>): Promise<void> {
  try {
    await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
    await writeFileAtomic(file, JSON.stringify(entry), { mode: 0o600 });
  } catch {}
}
