import { crc32 } from 'node:zlib';

/** The most that a stored block of deflate can hold. */
const blockSize = 65_535;
const blockHeader = 5;
/** How many blocks are handed on at once. */
const batch = 16;
/** No name, no time, no flags, system unknown. */
const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
const trailerSize = 8;

/** How many bytes content of `size` bytes takes as such a file. */
export function storedSize(size: number): number {
  return header.length + size + blockHeader * Math.max(1, Math.ceil(size / blockSize)) + trailerSize;
}

/**
 * Makes a gzip file whose bytes follow from the content alone: every block is stored and full, but the last. What a compressor makes differs
 * between its versions and between processors.
 */
export class StoredGzip {
  readonly #write: (bytes: Uint8Array) => Promise<void>;
  readonly #slab = Buffer.alloc(batch * (blockHeader + blockSize));
  /** Where the block begins that is being filled, and what it holds. */
  #start = 0;
  #filled = 0;
  #crc = 0;
  #length = 0;
  #isBegun = false;

  /** `write` must be done with the bytes when it is: they are overwritten. */
  constructor(write: (bytes: Uint8Array) => Promise<void>) {
    this.#write = write;
  }

  /** Takes the next bytes of the content. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#crc = crc32(bytes, this.#crc);
    this.#length += bytes.length;
    let at = 0;
    while (at < bytes.length) {
      if (this.#filled === blockSize) await this.#closeBlock(false);
      const part = bytes.subarray(at, at + blockSize - this.#filled);
      this.#slab.set(part, this.#start + blockHeader + this.#filled);
      this.#filled += part.length;
      at += part.length;
    }
  }

  /** Writes what is left. */
  async end(): Promise<void> {
    await this.#closeBlock(true);
    const trailer = Buffer.alloc(trailerSize);
    trailer.writeUInt32LE(this.#crc, 0);
    trailer.writeUInt32LE(this.#length % 2 ** 32, 4);
    await this.#write(trailer);
  }

  async #closeBlock(isLast: boolean): Promise<void> {
    this.#slab.writeUInt8(isLast ? 1 : 0, this.#start);
    this.#slab.writeUInt16LE(this.#filled, this.#start + 1);
    this.#slab.writeUInt16LE(blockSize - this.#filled, this.#start + 3);
    this.#start += blockHeader + this.#filled;
    this.#filled = 0;
    if (isLast || this.#start === this.#slab.length) await this.#flush();
  }

  async #flush(): Promise<void> {
    if (!this.#isBegun) await this.#write(header);
    this.#isBegun = true;
    await this.#write(this.#slab.subarray(0, this.#start));
    this.#start = 0;
  }
}
