import { message } from '../messages/message.ts';
import type { ByteReader } from './byte-reader.ts';
import { corrupt } from './corrupt.ts';

/** The content of an entry: as much of a reader as the header says. Reading throws `corrupt` where there is less. */
export class TarBody implements AsyncIterable<Buffer> {
  readonly #reader: ByteReader;
  readonly #file: string;
  #left: number;

  constructor(reader: ByteReader, size: number, file: string) {
    this.#reader = reader;
    this.#left = size;
    this.#file = file;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    while (this.#left > 0) yield await this.#some();
  }

  /** Passes over what is left. */
  async skip(): Promise<void> {
    while (this.#left > 0) await this.#some();
  }

  async #some(): Promise<Buffer> {
    const chunk = await this.#reader.some(this.#left);
    if (chunk.length === 0) throw corrupt(message('package.cut-off', { file: this.#file }));
    this.#left -= chunk.length;
    return chunk;
  }
}
