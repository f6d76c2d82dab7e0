import type { ClientRequest, IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { NoAnswerError, TooLargeError } from './connection-error.ts';

/** Says that the server closed a kept connection while a request was on its way into it. */
export class StaleConnectionError extends Error {}

const decompress = promisify(gunzip);

/** One request under way and the clocks that may end it. Times are in milliseconds. */
export class Exchange {
  readonly #request: ClientRequest;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #response: Promise<IncomingMessage>;
  #ended: Error | undefined;

  constructor(request: ClientRequest) {
    this.#request = request;
    this.#response = new Promise((resolve, reject) => {
      request.once('response', resolve);
      request.on('error', (error) =>
        reject(isReset(error) && request.reusedSocket ? new StaleConnectionError('stale', { cause: error }) : error),
      );
    });
  }

  /** Ends the request unless a connection stands by then. */
  connectWithin(ms: number): void {
    const timer = this.#endAfter(ms);
    const connected = () => clearTimeout(timer);
    this.#request.once('close', connected);
    this.#request.once('socket', (socket) => {
      const isNew = !this.#request.reusedSocket;
      if (isNew && socket instanceof TLSSocket) socket.once('secureConnect', connected);
      else if (isNew && socket.connecting) socket.once('connect', connected);
      else connected();
    });
  }

  /** Ends the request unless it is finished by then. 0 is no limit. */
  finishWithin(ms: number): void {
    if (ms > 0) this.#timers.push(this.#endAfter(ms));
  }

  /** Ends the request when the connection is silent for so long. */
  silentAtMost(ms: number): void {
    this.#request.setTimeout(ms, () => this.end(new NoAnswerError(ms)));
  }

  end(why: Error): void {
    this.#ended ??= why;
    this.#request.destroy(why);
  }

  /** Sends the request and uses the response; what is thrown is the reason for the end where there was one. */
  async run<R>(body: string | undefined, use: (response: IncomingMessage) => Promise<R>): Promise<R> {
    try {
      this.#request.end(body);
      return await use(await this.#response);
    } catch (error) {
      throw this.#ended ?? error;
    } finally {
      this.#timers.forEach(clearTimeout);
    }
  }

  #endAfter(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.end(new NoAnswerError(ms)), ms);
  }
}

/** The whole body as text, unpacked. Throws TooLargeError beyond `limit` bytes, packed or unpacked. */
export async function bodyOf(response: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('a response without an encoding yields buffers');
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  return (response.headers['content-encoding'] === 'gzip' ? await unpacked(bytes, limit) : bytes).toString('utf8');
}

async function unpacked(bytes: Buffer, limit: number): Promise<Buffer> {
  try {
    return await decompress(bytes, { maxOutputLength: limit });
  } catch (error) {
    throw error instanceof RangeError ? tooLarge(limit) : error;
  }
}

function tooLarge(limit: number): TooLargeError {
  return new TooLargeError(`more than ${limit} bytes`);
}

function isReset(error: Error): boolean {
  return 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}
