import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { playerOf, replay } from './support/transcript.ts';

const folder = join(import.meta.dirname, 'sessions');
const files = readdirSync(folder).filter((file) => file.endsWith('.txt'));

/** What the name of a file says about the surroundings of its sessions: `lists.terminal.txt` is played on a terminal. */
const surroundings = (file: string) => (file.endsWith('.terminal.txt') ? { terminal: 80, env: { TERM: 'xterm' } } : {});

describe('sessions without a cluster', () => {
  it.each(files)('%s', async (file) => {
    const path = join(folder, file);
    await expect(await replay(readFileSync(path, 'utf8'), playerOf(surroundings(file)))).toMatchFileSnapshot(path);
  });
});
