import { pipeline, Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { Parser, type ReadEntry } from 'tar';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';

/** The largest file that is taken out, in bytes. */
const largestFile = 4 * 2 ** 20;
/** How many entries a layer may have; each costs time. */
const mostEntries = 100_000;
/** How many files may be wanted. */
const mostFiles = 10_000;
/** What the layers of one artifact may be when they are unpacked, all together. */
const mostBytes = 2 ** 28;

const gzipMagic = Buffer.from([0x1f, 0x8b]);
const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
/** Small pieces cost more than they hold. */
const chunkSize = 2 ** 20;
const whiteout = '.wh.';
const opaque = '.wh..wh..opq';

/**
 * Takes the layers of an image, the lowest first, each as its bytes come (plain, gzip or zstd), and a test of paths without leading `./` or `/`.
 * Gives the regular files that pass the test, as the layers lay them over each other, whiteouts included. An archive that is one layer by
 * itself, a chart, works the same. The caller sees to digests, by handing in streams that check them. Where there are several such layers,
 * each is read to its end before the next one is opened. Throws `corrupt` for what is no archive, and above the limits of this file.
 */
export async function filesInLayers(
  layers: readonly AsyncIterable<Buffer>[],
  wanted: (path: string) => boolean,
): Promise<ReadonlyMap<string, Buffer>> {
  const found = new Map<string, Buffer>();
  const budget = { bytes: mostBytes };
  for (const layer of layers) {
    const { added, hidden } = await readLayer(layer, wanted, budget);
    for (const path of found.keys()) if (hidden.some((hides) => hides(path))) found.delete(path);
    for (const [path, bytes] of added) found.set(path, bytes);
    if (found.size > mostFiles) throw corrupt();
  }
  return found;
}

interface Layer {
  readonly added: Map<string, Buffer>;
  /** What this layer takes away of those below. */
  readonly hidden: ((path: string) => boolean)[];
  entries: number;
  isOver: boolean;
  fault: unknown;
}

async function readLayer(content: AsyncIterable<Buffer>, wanted: (path: string) => boolean, budget: { bytes: number }): Promise<Layer> {
  const layer: Layer = { added: new Map(), hidden: [], entries: 0, isOver: false, fault: undefined };
  const parser = parserFor(layer, wanted);
  try {
    for await (const chunk of unpacked(content)) {
      budget.bytes -= chunk.length;
      if (budget.bytes < 0) layer.fault ??= new Error(`more than ${mostBytes} bytes`);
      if (layer.fault !== undefined) break;
      // What follows the end is read for the digest only.
      if (!layer.isOver) parser.write(chunk);
    }
    if (layer.fault === undefined) parser.end();
  } catch (error) {
    if (error instanceof ExtError) throw error;
    layer.fault = error;
  }
  if (layer.fault !== undefined) throw corrupt(layer.fault);
  return layer;
}

function parserFor(layer: Layer, wanted: (path: string) => boolean): Parser {
  const parser = new Parser({ onReadEntry: (entry) => readEntry(entry, layer, wanted) });
  const count = () => {
    if (++layer.entries > mostEntries) layer.fault ??= new Error(`more than ${mostEntries} entries`);
  };
  parser.on('entry', count).on('ignoredEntry', count);
  parser.on('eof', () => (layer.isOver = true));
  parser.on('error', (error: unknown) => (layer.fault ??= error));
  parser.on('warn', (code: string, text: string) => {
    if (code === 'TAR_BAD_ARCHIVE' || code === 'TAR_ENTRY_INVALID') layer.fault ??= new Error(text);
  });
  return parser;
}

function readEntry(entry: ReadEntry, layer: Layer, wanted: (path: string) => boolean): void {
  const path = entry.path.replace(/^(?:\.?\/)+/, '');
  const hides = hidingOf(path);
  if (hides !== undefined) layer.hidden.push(hides);
  if (entry.type !== 'File' || !wanted(path)) entry.resume();
  else if (entry.size > largestFile || layer.added.size >= mostFiles) layer.fault ??= new Error(`${path}: ${entry.size} bytes`);
  else collect(entry, (bytes) => layer.added.set(path, bytes));
}

/** Takes all of an entry. */
function collect(entry: ReadEntry, done: (bytes: Buffer) => void): void {
  const chunks: Buffer[] = [];
  entry.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
  entry.on('end', () => done(Buffer.concat(chunks)));
}

/** Which paths of the layers below a whiteout hides; undefined for any other file. */
function hidingOf(path: string): ((path: string) => boolean) | undefined {
  const at = path.lastIndexOf('/') + 1;
  const [folder, name] = [path.slice(0, at), path.slice(at)];
  if (name === opaque) return (other) => other.startsWith(folder);
  if (!name.startsWith(whiteout)) return undefined;
  const target = folder + name.slice(whiteout.length);
  return (other) => other === target || other.startsWith(`${target}/`);
}

/** The archive itself, whether or not it comes compressed. */
async function* unpacked(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  const chunks = copied(content);
  const first = await chunks.next();
  if (first.done === true) return;
  const all = async function* () {
    yield first.value;
    yield* chunks;
  };
  const decompressor = decompressorFor(first.value);
  // Whoever reads the end of the pipeline gets its errors.
  if (decompressor === undefined) yield* all();
  else yield* pipeline(Readable.from(all()), decompressor, () => {}) as AsyncIterable<Buffer>;
}

function decompressorFor(beginning: Buffer) {
  if (beginning.subarray(0, 2).equals(gzipMagic)) return createGunzip({ chunkSize });
  return beginning.subarray(0, 4).equals(zstdMagic) ? createZstdDecompress({ chunkSize }) : undefined;
}

/** Sources reuse their buffers, and streams read ahead. */
async function* copied(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  for await (const chunk of content) yield Buffer.from(chunk);
}

function corrupt(cause?: unknown): ExtError {
  const because = cause instanceof Error ? cause.message : undefined;
  return new ExtError('corrupt', message('create.not-an-archive'), { ...(because === undefined ? {} : { because }), cause });
}
