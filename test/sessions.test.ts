import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findViolet, type Violet } from '../shared/violet/violet.ts';
import type { Blobs } from './support/image-folder.ts';
import { memorySource, memoryWriter } from './support/memory-packages.ts';
import { addOperator, addPlainChart, addPlugin } from './support/sample-artifacts.ts';
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
    ...(words[0] === 'package-create' ? sampleDoors() : {}),
    ...(words.includes('violet') ? { violet: await playedViolet() } : {}),
    cluster: clusters.find((cluster) => cluster !== undefined),
  };
}

/** The sample artifacts, in memory, and packages that are written there. */
function sampleDoors(): Pick<SessionOptions, 'images' | 'packageWriter'> {
  const blobs: Blobs = new Map();
  const source = memorySource(blobs, { ...addOperator(blobs), ...addPlugin(blobs), ...addPlainChart(blobs) });
  return { images: () => Promise.resolve(source), packageWriter: memoryWriter() };
}

/** A script that plays the program of the platform, as if it were installed. */
async function playedViolet(): Promise<Violet | undefined> {
  const violet = await findViolet({ PATH: join(folder, 'fixtures', 'programs') });
  return violet === undefined ? undefined : { ...violet, path: '/usr/local/bin/violet' };
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
