import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SessionOptions } from './support/session.ts';
import { sessionCluster } from './support/session-clusters.ts';
import { playerOf, replay } from './support/transcript.ts';

const folder = join(import.meta.dirname, 'sessions');
const files = readdirSync(folder).filter((file) => file.endsWith('.txt'));

/** What the name of a file says about the surroundings of its sessions: `list.mixed.terminal.txt` is played on a terminal, with cluster `mixed`. */
async function surroundings(file: string, signal: AbortSignal): Promise<SessionOptions> {
  const words = file.split('.');
  const clusters = await Promise.all(words.map((word) => sessionCluster(word, signal)));
  return {
    ...(words.includes('terminal') ? { terminal: 80, env: { TERM: 'xterm' } } : {}),
    cluster: clusters.find((cluster) => cluster !== undefined),
  };
}

describe('sessions', () => {
  it.each(files)('%s', async (file) => {
    const path = join(folder, file);
    const played = new AbortController();
    const transcript = await replay(readFileSync(path, 'utf8'), playerOf(await surroundings(file, played.signal)));
    played.abort();
    await expect(transcript).toMatchFileSnapshot(path);
  });
});
