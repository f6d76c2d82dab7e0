import { createHash } from 'node:crypto';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import type { Digest } from '../model/digest.ts';
import { escapedText } from '../model/escaped-text.ts';
import { ByteReader } from './byte-reader.ts';
import { corrupt } from './corrupt.ts';
import { layerPath } from './entry-path.ts';
import { inflated } from './gunzip.ts';
import type { FileBudget, LayerFiles } from './overlaid-layers.ts';
import { largestContent, type PackageEntry } from './package-entries.ts';
import { finished } from './read-content.ts';
import { largestDocument } from '../model/oci.ts';
import { type TarEntry, tarEntries } from './tar-entries.ts';
import { unzstd } from './unzstd.ts';

/** How a layer is read. */
export interface LayerReading {
  readonly file: string;
  readonly wanted: (path: string) => boolean;
  readonly budget: FileBudget;
  readonly signal: AbortSignal;
}

/** An entry that was read as a layer: what it is, and what is in it or why that cannot be said. */
export interface ReadLayer {
  readonly digest: Digest;
  readonly content: LayerFiles | ExtError;
}

const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** No file system of an image holds more. */
const mostHeaders = 1_000_000;

/** Reads an entry as a layer, and to its end whatever is found in it, so that its digest is known. */
export async function readLayer(entry: PackageEntry, reading: LayerReading): Promise<ReadLayer> {
  const hash = createHash('sha256');
  const bytes = hashing(entry.body, (chunk) => hash.update(chunk));
  const content = await readLayerFiles(bytes, entry, reading);
  for await (const _ of bytes);
  return { digest: finished(hash), content };
}

async function* hashing(body: AsyncIterable<Buffer>, update: (chunk: Buffer) => void): AsyncGenerator<Buffer> {
  for await (const chunk of body) {
    update(chunk);
    yield chunk;
  }
}

/** Reads the bytes of a layer, plain or compressed, or says why that cannot be done. Throws what the bytes throw, unless it is about them. */
export async function readLayerFiles(
  bytes: AsyncGenerator<Buffer>,
  { size, shown }: Pick<PackageEntry, 'size' | 'shown'>,
  reading: LayerReading,
): Promise<LayerFiles | ExtError> {
  const { file, signal } = reading;
  const reader = new ByteReader(bytes, signal);
  try {
    const isZstd = (await reader.peek(4)).equals(zstdMagic);
    const content = isZstd ? new ByteReader(unzstd(reader.rest(), file), signal) : await inflated(reader, file, signal);
    try {
      return await filesIn(content, largestContent(size), reading);
    } finally {
      if (content !== reader) await content.close();
    }
  } catch (error) {
    const isFault = error instanceof ExtError && error.code === 'corrupt';
    if (!isFault) throw error;
    return corrupt(message('package.layer', { file, entry: shown }), error.sentence);
  }
}

async function filesIn(content: ByteReader, largest: number, { file, wanted, budget }: LayerReading): Promise<LayerFiles> {
  const found: LayerFiles = { files: new Map(), removed: new Set(), emptied: new Set() };
  for await (const entry of tarEntries(content, { file, isLayer: true, mostHeaders, largest })) {
    const path = layerPath(entry.name);
    if (path === undefined) continue;
    if (!noteWhiteout(path, found, budget) && wanted(path)) await noteFile(path, entry, found, { file, budget });
  }
  return found;
}

/** Files whose names begin so take something away; what storage drivers note to themselves under such names takes away nothing that is there. */
const whiteout = '.wh.';
const emptying = '.wh..wh..opq';

function noteWhiteout(path: string, { removed, emptied }: LayerFiles, budget: FileBudget): boolean {
  const at = path.lastIndexOf('/') + 1;
  const name = path.slice(at);
  if (!name.startsWith(whiteout)) return false;
  if (name === emptying) emptied.add(path.slice(0, Math.max(at - 1, 0)));
  else removed.add(path.slice(0, at) + name.slice(whiteout.length));
  budget.keep(path);
  return true;
}

/** The last of a name wins. What is no file hides the file below: links are not followed. */
async function noteFile(
  path: string,
  entry: TarEntry,
  { files, removed }: LayerFiles,
  { file, budget }: Pick<LayerReading, 'file' | 'budget'>,
): Promise<void> {
  budget.keep(path, entry.size);
  if (entry.type !== 'file') {
    files.delete(path);
    removed.add(path);
    return;
  }
  if (entry.size > largestDocument) {
    throw corrupt(message('package.entry-too-large', { file, entry: escapedText(path), size: entry.size, most: largestDocument }));
  }
  const chunks: Buffer[] = [];
  for await (const chunk of entry.body) chunks.push(Buffer.from(chunk));
  files.set(path, Buffer.concat(chunks));
}
