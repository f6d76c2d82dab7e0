import { message } from '../messages/message.ts';
import { escapedText } from '../model/escaped-text.ts';
import type { ByteReader } from './byte-reader.ts';
import { corrupt } from './corrupt.ts';
import { TarBody } from './tar-body.ts';
import { extended, type Extension, extensions } from './tar-extension.ts';
import { blockSize, isZero, type TarHeader, tarHeaderIn, type TarPlace } from './tar-header.ts';

/** One entry of a tar. */
export interface TarEntry {
  /** As it is written, extended headers considered. */
  readonly name: string;
  readonly type: 'file' | 'folder' | 'other';
  /** The flag of its header, for errors. */
  readonly flag: string;
  /** In bytes. */
  readonly size: number;
  /** Can be read once, until the next entry is asked for; what is left of it then is skipped. */
  readonly body: AsyncIterable<Buffer>;
}

/** What is read and within which limits. */
export interface TarLimits extends TarPlace {
  /** Headers, extended ones included. */
  readonly mostHeaders: number;
  /** Of the tar, in bytes. */
  readonly largest: number;
}

const largestExtension = 64 * 1024;

/**
 * Reads a tar entry by entry and refuses, by throwing `corrupt` at the header, whatever readers disagree about. Own framing, because npm's `Parser` cannot refuse a
 * missing end, content behind the end, sparse files, two extended headers before one entry, or a number of entries, and buffers entries nobody reads.
 * Layers (`isLayer`) are taken as container runtimes take them: any kind of entry, with or without an end.
 */
export async function* tarEntries(reader: ByteReader, limits: TarLimits): AsyncGenerator<TarEntry> {
  const tar = new TarReader(reader, limits);
  for (;;) {
    const header = await tar.next();
    if (header === undefined) return;
    const body = new TarBody(reader, header.size, limits.file);
    yield { name: header.name, type: typeOf(header.type), flag: header.type, size: header.size, body };
    await body.skip();
    await tar.skipPadding(header.size);
  }
}

/** Reads the headers of a tar: an entry's own and the extended ones before it. */
class TarReader {
  readonly #reader: ByteReader;
  readonly #limits: TarLimits;
  #headers = 0;

  constructor(reader: ByteReader, limits: TarLimits) {
    this.#reader = reader;
    this.#limits = limits;
  }

  /** The next entry's header with what extended headers say of it; undefined at the end of the tar. */
  async next(): Promise<TarHeader | undefined> {
    const { file, isLayer } = this.#limits;
    for (let extension: Extension = {}; ;) {
      const at = this.#reader.position;
      const block = await this.#reader.take(blockSize);
      if (isEnd(block, isLayer)) {
        if (Object.keys(extension).length > 0) throw corrupt(message('package.extended-header', { file, at }));
        return isLayer ? undefined : this.#end(block);
      }
      const header = this.#headerIn(block, at);
      const read = extensions[header.type];
      if (read === undefined) return this.#checked(extended(header, extension, this.#limits));
      extension = read(extension, await this.#extensionBody(header), header, this.#limits);
    }
  }

  async skipPadding(size: number): Promise<void> {
    const length = -size & (blockSize - 1);
    const padding = await this.#reader.take(length);
    if (padding.length < length && !this.#limits.isLayer) throw corrupt(message('package.cut-off', { file: this.#limits.file }));
  }

  #headerIn(block: Buffer, at: number): TarHeader {
    const { file, mostHeaders } = this.#limits;
    if (block.length < blockSize) throw corrupt(message('package.cut-off', { file }));
    this.#headers += 1;
    if (this.#headers > mostHeaders) throw corrupt(message('package.too-many-entries', { file, most: mostHeaders }));
    return tarHeaderIn(block, at, this.#limits);
  }

  async #extensionBody({ at, size }: TarHeader): Promise<Buffer> {
    const { file } = this.#limits;
    if (size > largestExtension) throw corrupt(message('package.extended-header-size', { file, at, size, most: largestExtension }));
    // A copy: what it is a part of would stay in memory as long as the name does.
    const body = Buffer.from(await this.#reader.take(size));
    if (body.length < size) throw corrupt(message('package.cut-off', { file }));
    await this.skipPadding(size);
    return body;
  }

  #checked(header: TarHeader): TarHeader {
    const { file, largest } = this.#limits;
    const entry = escapedText(header.name);
    if (header.type === 'S') throw corrupt(message('package.sparse', { file, entry }));
    if (this.#reader.position + header.size > largest)
      throw corrupt(message('package.expands', { file, entry, size: header.size, most: largest }));
    return header;
  }

  /** Two empty blocks, and nothing but zeros behind them. */
  async #end(first: Buffer): Promise<undefined> {
    const { file, largest } = this.#limits;
    const second = await this.#reader.take(blockSize);
    if (first.length + second.length < 2 * blockSize) throw corrupt(message('package.no-end', { file }));
    if (!isZero(second)) throw corrupt(message('package.behind-end', { file }));
    for await (const chunk of this.#reader.rest()) {
      if (!isZero(chunk)) throw corrupt(message('package.behind-end', { file }));
      if (this.#reader.position > largest) throw corrupt(message('package.padding', { file, most: largest }));
    }
  }
}

/** A short block is the end of a layer, and in a package either no end or one that is cut off. */
function isEnd(block: Buffer, isLayer: boolean): boolean {
  return block.length === 0 || (isZero(block) && (isLayer || block.length === blockSize));
}

/** `7` promises a place on the disk in one piece, and is a file. */
function typeOf(flag: string): TarEntry['type'] {
  if (flag === '0' || flag === '7') return 'file';
  return flag === '5' ? 'folder' : 'other';
}
