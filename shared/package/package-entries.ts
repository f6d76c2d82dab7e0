import { createHash } from 'node:crypto';
import { message } from '../messages/message.ts';
import { escapedText } from '../model/escaped-text.ts';
import type { ByteReader } from './byte-reader.ts';
import { corrupt } from './corrupt.ts';
import { packagePath } from './entry-path.ts';
import { type TarEntry, tarEntries } from './tar-entries.ts';

/** An entry that may lie in a package. */
export interface PackageEntry extends TarEntry {
  /** What its name means, without `./`; empty for the root. */
  readonly path: string;
  readonly type: 'file' | 'folder';
  /** Its name as it may be shown. */
  readonly shown: string;
}

/** The file that holds the entries. */
export interface PackageFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

const mostHeaders = 100_000;
const longestKept = 128;

/** The entries of a package, files and folders. Throws `corrupt` for any other kind, for names that lie, and for names that are there twice. */
export async function* packageEntries(reader: ByteReader, file: PackageFile): AsyncGenerator<PackageEntry> {
  const names = new Set<string>();
  const limits = { file: file.path, isLayer: false, mostHeaders, largest: largestContent(file.size) };
  for await (const entry of tarEntries(reader, limits)) {
    const checked = checkedEntry(entry, file.path);
    const name = foldedName(checked.path);
    if (names.has(name)) throw corrupt(message('package.duplicate', { file: file.path, entry: checked.shown }));
    names.add(name);
    yield checked;
  }
}

/**
 * How much a file of a size may inflate to, in bytes. Layers shrink to a fifth at best, bombs to a thousandth; what a small file may hold more than its share is
 * room for a few empty megabytes.
 */
export function largestContent(size: number): number {
  return 64 * size + 64 * 1024 * 1024;
}

function checkedEntry(entry: TarEntry, file: string): PackageEntry {
  const { name, type, flag, size } = entry;
  const shown = escapedText(name);
  const path = packagePath(name);
  if (path === undefined || (type === 'file' && (path === '' || name.endsWith('/'))))
    throw corrupt(message('package.name', { file, entry: shown }));
  // Readers disagree about whether the content of a folder is there.
  const isKnown = (type === 'file' && flag === '0') || (type === 'folder' && size === 0);
  if (!isKnown) throw corrupt(message('package.entry-type', { file, entry: shown, type: escapedText(flag) }));
  return { ...entry, path, type, shown };
}

/** The same for names that some file system takes for one. All of them are kept, so that long ones become short. */
function foldedName(path: string): string {
  const folded = path.normalize('NFKC').toLowerCase().normalize('NFKC');
  return folded.length <= longestKept ? folded : createHash('sha256').update(folded).digest('base64');
}
