import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';

const nothing = Buffer.alloc(0);

/** Reads a stream of chunks by lengths. It pulls: nothing moves unless somebody asks. Every call throws `interrupted` once the signal has fired. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #signal: AbortSignal;
  #chunk: Buffer = nothing;
  #position = 0;

  constructor(chunks: AsyncIterator<Buffer>, signal: AbortSignal) {
    this.#chunks = chunks;
    this.#signal = signal;
  }

  /** How many bytes have been taken. */
  get position(): number {
    return this.#position;
  }

  /** The next bytes, which stay; fewer than `length` only at the end. */
  async peek(length: number): Promise<Buffer> {
    while (this.#chunk.length < length) {
      const next = await this.#pull();
      if (next === undefined) break;
      this.#chunk = Buffer.concat([this.#chunk, next]);
    }
    return this.#chunk.subarray(0, length);
  }

  /** The next bytes; fewer than `length` only at the end. */
  async take(length: number): Promise<Buffer> {
    const taken = await this.peek(length);
    this.#advance(taken.length);
    return taken;
  }

  /** The next bytes as they come, at most `most`; none at the end. */
  async some(most: number): Promise<Buffer> {
    if (this.#chunk.length === 0) this.#chunk = (await this.#pull()) ?? nothing;
    const taken = this.#chunk.subarray(0, most);
    this.#advance(taken.length);
    return taken;
  }

  /** All that is left, in chunks. */
  async *rest(): AsyncGenerator<Buffer> {
    for (;;) {
      const chunk = await this.some(Infinity);
      if (chunk.length === 0) return;
      yield chunk;
    }
  }

  /** Ends what produces the chunks. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  #advance(length: number): void {
    this.#chunk = this.#chunk.subarray(length);
    this.#position += length;
  }

  /** The next chunk that holds anything. */
  async #pull(): Promise<Buffer | undefined> {
    for (;;) {
      if (this.#signal.aborted) throw new ExtError('interrupted', message('error.interrupted'));
      const { done, value } = await this.#chunks.next();
      if (done === true) return undefined;
      if (value.length > 0) return value;
    }
  }
}
