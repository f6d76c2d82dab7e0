import { existsSync } from 'node:fs';

/** A command line that keeps to one core where `taskset` can see to that. */
export function pinned(core: number, words: readonly string[]): readonly string[] {
  return existsSync('/usr/bin/taskset') ? ['/usr/bin/taskset', '-c', String(core), ...words] : words;
}
