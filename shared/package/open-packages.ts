import type { RegularFile } from '../files/regular-file.ts';
import { message } from '../messages/message.ts';
import type { PackageContent } from '../model/package-content.ts';
import { readBareChart } from './bare-chart.ts';
import type { ByteReader } from './byte-reader.ts';
import { corrupt } from './corrupt.ts';
import { openContent } from './gunzip.ts';
import { readImageArchive } from './image-archive.ts';
import { readImageFiles } from './image-files.ts';
import { familyOf } from './layout.ts';
import { readOwnLayout } from './own-layout.ts';
import { type PackageEntry, packageEntries } from './package-entries.ts';
import type { Packages } from './packages.ts';
import { readRegistryStorage } from './registry-storage.ts';
import { blockSize, isTarHeader } from './tar-header.ts';

const unknown: PackageContent = { layout: 'unknown', metadata: null, images: [], index: null, manifests: new Map(), chart: null };

/** Opens the door to package files. */
export function openPackages(): Packages {
  const imageFiles: Packages['imageFiles'] = (file, manifest, wanted, signal) =>
    withContent(file, signal, (reader) => readImageFiles(packageEntries(reader, file), { file: file.path, manifest, wanted, signal }));
  return {
    inspect: (file, signal) => withContent(file, signal, (reader) => readPackage(reader, file, false)),
    check: (file, signal) => withContent(file, signal, (reader) => readPackage(reader, file, true)),
    imageFiles,
    // What reads many documents of YAML is large, and only this needs it.
    bundle: async (file, content, signal) => (await import('./bundle.ts')).readBundle(file, content, { imageFiles, signal }),
  };
}

/** Reads a file and closes everything that was opened for it; what was read of a file that changed meanwhile counts for nothing. */
async function withContent<T>(file: RegularFile, signal: AbortSignal, read: (reader: ByteReader) => Promise<T>): Promise<T> {
  const reader = await openContent(file, signal);
  try {
    const result = await read(reader);
    if (!(await file.unchanged())) throw corrupt(message('package.changed', { file: file.path }));
    return result;
  } finally {
    await reader.close();
  }
}

async function readPackage(reader: ByteReader, file: RegularFile, isWhole: boolean): Promise<PackageContent> {
  if (!isTarHeader(await reader.peek(blockSize))) return unknown;
  const entries = packageEntries(reader, file);
  const before: PackageEntry[] = [];
  for (;;) {
    const { value: entry } = await entries.next();
    if (entry === undefined) return unknown;
    before.push(entry);
    if (entry.type === 'file') return (await readLayout(entry, before, entries, { file: file.path, isWhole })) ?? unknown;
  }
}

function readLayout(
  first: PackageEntry,
  before: readonly PackageEntry[],
  entries: AsyncGenerator<PackageEntry>,
  { file, isWhole }: { readonly file: string; readonly isWhole: boolean },
): Promise<PackageContent | undefined> {
  const all = { entries: chained(before, entries), file, isWhole };
  switch (familyOf(first.path)) {
    case 'package':
      return first.name === 'metadata.yaml' && before.length === 1
        ? readOwnLayout(first, { entries, file, isWhole })
        : Promise.resolve(undefined);
    case 'images':
      return readImageArchive(all);
    case 'registry-storage':
      return readRegistryStorage(all);
    case 'chart':
      return readBareChart(all);
    case 'unknown':
      return Promise.resolve(undefined);
  }
}

async function* chained(before: readonly PackageEntry[], entries: AsyncGenerator<PackageEntry>): AsyncGenerator<PackageEntry> {
  yield* before;
  yield* entries;
}
