import type { RegularFile } from '../files/regular-file.ts';
import type { HashThreads } from './hash-threads.ts';
import type { ReadOptions } from './trust.ts';

/** A digest somebody wants: of salt, file and end, one behind the other. */
export interface Wanted {
  /** As `node:crypto` names it. */
  readonly algorithm: string;
  readonly salt: Uint8Array;
  readonly end: Uint8Array;
}

const nothing = new Uint8Array();

/** In bytes: below it a second hash takes less time than the start of a thread. */
const worthAThread = 16 * 2 ** 20;

/** The plain SHA-256 of a file. */
export const plainSha256: Wanted = { algorithm: 'sha256', salt: nothing, end: nothing };

/**
 * Takes all these digests of a file. What has algorithm and salt in common is hashed once; different hashes run side by side where threads
 * are free and the file is worth it, and otherwise over the same bytes in one reading. Throws as `HashThreads.hash`.
 */
export async function takeDigests(
  threads: HashThreads,
  { handle, size }: Pick<RegularFile, 'handle' | 'size'>,
  wanted: readonly Wanted[],
  { signal, onRead }: ReadOptions,
): Promise<ReadonlyMap<Wanted, Uint8Array>> {
  const groups = groupsOf(wanted);
  const shares = shareOut(groups, size < worthAThread ? 1 : Math.min(groups.length, Math.max(1, threads.free())));
  const read = shares.map(() => 0);
  const taken = await allEnded(
    shares.map(async (share, index) => {
      const onShareRead = (bytes: number) => {
        read[index] = bytes;
        onRead(Math.min(...read));
      };
      const hashes = share.map((group) => ({ ...group.hash, ends: group.wanted.map(({ end }) => end) }));
      const digests = await threads.hash({ fd: handle.fd, size, hashes }, { signal, onRead: onShareRead });
      return share.flatMap((group, at) => group.wanted.map((each, end) => [each, digests[at]?.[end] ?? nothing] as const));
    }),
  );
  return new Map(taken.flat());
}

interface Group {
  readonly hash: Pick<Wanted, 'algorithm' | 'salt'>;
  readonly wanted: Wanted[];
}

function groupsOf(wanted: readonly Wanted[]): Group[] {
  const groups = new Map<string, Group>();
  for (const each of wanted) {
    const { algorithm, salt } = each;
    const key = `${algorithm} ${Buffer.from(salt).toString('hex')}`;
    const group = groups.get(key) ?? { hash: { algorithm, salt }, wanted: [] };
    groups.set(key, group);
    group.wanted.push(each);
  }
  return [...groups.values()];
}

function shareOut<T>(all: readonly T[], shares: number): T[][] {
  return Array.from({ length: shares }, (_, share) => all.filter((_item, index) => index % shares === share));
}

/** The file is closed afterwards, so none of the readers may be left when one has failed. */
async function allEnded<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const ended = await Promise.allSettled(promises);
  return ended.map((each) => {
    if (each.status === 'rejected') throw each.reason as Error;
    return each.value;
  });
}
