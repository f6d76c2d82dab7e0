import type { IncomingMessage } from 'node:http';
import { bodyOf } from '../connection/exchange.ts';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import type { Authorizer } from './authorizer.ts';
import type { Connections } from './connections.ts';
import { Patience, TransientError } from './patience.ts';
import { largestError, refusal } from './registry-error.ts';
import type { Timing } from './source-wish.ts';
import type { Target } from './target.ts';

const mostRedirections = 5;
const redirections: readonly number[] = [301, 302, 303, 307, 308];

/** What one registry is asked with. */
export interface ClientParts {
  readonly origin: URL;
  readonly connections: Connections;
  readonly authorizer: Authorizer;
  readonly timing: Timing;
}

/** A request below `/v2/<repository>/`. */
export interface Wish {
  readonly target: Target;
  /** `blobs/sha256:…`, `manifests/v1`. */
  readonly path: string;
  readonly accept?: string;
  readonly signal: AbortSignal;
}

/** An answer, and whether the registry itself has given it. */
interface Answer {
  readonly response: IncomingMessage;
  readonly isOwn: boolean;
}

/** Reads from one registry. What fails and may pass is tried again, up to five times in a row. */
export class RegistryClient {
  readonly #parts: ClientParts;

  constructor(parts: ClientParts) {
    this.#parts = parts;
  }

  /** The whole of a small thing and the type that the registry gives it. Throws `failure` above `limit` bytes. */
  async whole(wish: Wish, limit: number): Promise<{ readonly bytes: Buffer; readonly type: string }> {
    const patience = new Patience(this.#parts.timing, wish.signal);
    for (;;) {
      try {
        const response = await this.#get(wish);
        return {
          bytes: await bytesOf(response, wish.target, limit),
          type: (response.headers['content-type'] ?? '').replace(/;.*/s, '').trim(),
        };
      } catch (error) {
        await patience.afterFailure(error);
      }
    }
  }

  /** A blob, piece by piece. After a break it goes on where it broke off. */
  async *stream(wish: Wish, size: number): AsyncGenerator<Buffer, void> {
    const patience = new Patience(this.#parts.timing, wish.signal);
    let received = 0;
    for (;;) {
      try {
        const response = await this.#get(wish, received);
        // Whoever does not know ranges begins again.
        let known = response.statusCode === 206 ? 0 : received;
        for await (const chunk of chunksOf(response, wish.target)) {
          const fresh = chunk.subarray(Math.min(known, chunk.length));
          known -= chunk.length - fresh.length;
          if (fresh.length === 0) continue;
          received += fresh.length;
          patience.progressed();
          yield fresh;
        }
        if (received >= size) return;
        throw brokenOff(wish.target);
      } catch (error) {
        if (received >= size && error instanceof TransientError) return;
        await patience.afterFailure(error);
      }
    }
  }

  async #get(wish: Wish, from = 0): Promise<IncomingMessage> {
    const { authorizer } = this.#parts;
    const shown = await authorizer.header(wish.target);
    const { response, isOwn } = await this.#follow(wish, from, shown);
    // Only the registry itself may say where its password is shown.
    if (response.statusCode !== 401 || !isOwn) return accepted(response, wish.target, from);
    await passedOver(response);
    await authorizer.challenged(response.headers['www-authenticate'], wish.target, shown);
    const again = await this.#follow(wish, from, await authorizer.header(wish.target));
    return accepted(again.response, wish.target, from);
  }

  /** Where it is sent on, it goes without what proves who is asking, unless it stays with the same server, and never from HTTPS to HTTP. */
  async #follow({ target, path, accept }: Wish, from: number, authorization: string | undefined): Promise<Answer> {
    const { origin, connections } = this.#parts;
    const headers = { ...(accept === undefined ? {} : { accept }), ...(from === 0 ? {} : { range: `bytes=${from}-` }) };
    let url = new URL(`/v2/${target.repository}/${path}`, origin);
    for (let sent = 0; sent <= mostRedirections; sent++) {
      const isOwn = url.origin === origin.origin;
      const response = await connections.ask({
        method: 'GET',
        url,
        headers: { ...headers, ...(isOwn && authorization !== undefined ? { authorization } : {}) },
      });
      const { location } = response.headers;
      if (!redirections.includes(response.statusCode ?? 0) || location === undefined) return { response, isOwn };
      await passedOver(response);
      url = redirected(url, location, target);
    }
    throw new ExtError('failure', message('registry.redirections', { registry: target.registry }));
  }
}

/** Frees the connection of an answer whose body nobody wants; one without end is broken off. */
async function passedOver(response: IncomingMessage): Promise<void> {
  await bodyOf(response, largestError).catch(() => {});
}

function redirected(from: URL, location: string, { registry }: Target): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && from.protocol === 'http:');
  if (url === undefined || !isSafe) throw new ExtError('failure', message('registry.unsafe-redirection', { registry }));
  return url;
}

async function accepted(response: IncomingMessage, target: Target, from: number): Promise<IncomingMessage> {
  const { statusCode, headers } = response;
  if (statusCode === 200) return response;
  // Another range than the one that was asked for would be put in the wrong place.
  if (statusCode === 206 && headers['content-range']?.startsWith(`bytes ${from}-`) === true) return response;
  throw await refusal(response, target);
}

async function bytesOf(response: IncomingMessage, target: Target, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunksOf(response, target)) {
    size += chunk.length;
    if (size > limit) throw new ExtError('failure', message('registry.too-large', { registry: target.registry, limit }));
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A body; what breaks it off may pass. */
async function* chunksOf(response: IncomingMessage, target: Target): AsyncGenerator<Buffer, void> {
  const chunks = response[Symbol.asyncIterator]() as AsyncIterableIterator<Buffer>;
  try {
    for (;;) {
      const next = await chunks.next().catch((error: unknown) => {
        throw brokenOff(target, error);
      });
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    response.destroy();
  }
}

function brokenOff({ registry }: Target, cause?: unknown): TransientError {
  const because = cause instanceof Error ? { because: cause.message } : {};
  return new TransientError(new ExtError('unreachable', message('registry.broken-off', { registry }), { ...because, cause }));
}
