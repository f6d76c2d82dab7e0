import { ByteReader } from '../../shared/package/byte-reader.ts';
import { type TarEntry, tarEntries, type TarLimits } from '../../shared/package/tar-entries.ts';

/** A signal that never fires. */
export const { signal: never } = new AbortController();

/** Bytes as a reader gets them, in chunks of a size. */
export function readerOf(bytes: Buffer, chunk = 700, signal: AbortSignal = never): ByteReader {
  return new ByteReader(chunksOf(bytes, chunk), signal);
}

/** Bytes in chunks of a size. */
export async function* chunksOf(bytes: Buffer, chunk: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
}

/** The entries of a tar and their content, to its end. */
export async function contentsOf(bytes: Buffer, limits: Partial<TarLimits> = {}): Promise<[TarEntry['name'], string][]> {
  const found: [string, string][] = [];
  const all = { file: 'x.tgz', isLayer: false, mostHeaders: 1000, largest: Infinity, ...limits };
  for await (const entry of tarEntries(readerOf(bytes), all)) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry.body) chunks.push(chunk);
    found.push([entry.name, Buffer.concat(chunks).toString('latin1')]);
  }
  return found;
}
