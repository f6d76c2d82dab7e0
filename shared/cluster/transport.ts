import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import pLimit from 'p-limit';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { agentFor } from '../connection/agent.ts';
import { type Destination, connectionError } from '../connection/connection-error.ts';
import type { Identity } from './credentials.ts';
import { Exchange, StaleConnectionError } from '../connection/exchange.ts';
import { shown } from '../connection/proxy.ts';
import type { RequestLog } from '../connection/request-log.ts';
import type { Trust } from '../connection/tls.ts';

/** What a transport needs to know. Times are in milliseconds, sizes in bytes. */
export interface TransportOptions extends Destination {
  readonly trust: Trust;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly compression: boolean;
  /** How long it may take until a connection stands. */
  readonly connectTimeout: number;
  /** How long one call may take; 0 for as long as the server keeps sending. */
  readonly requestTimeout: number;
  readonly largestAnswer: number;
  readonly log: RequestLog;
}

/** One request. The path holds the query and is relative to the server's URL. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly identity: Identity;
  readonly body?: { readonly type: string; readonly text: string };
  readonly signal?: AbortSignal;
}

/** A whole answer, whatever its status. Redirects are answers too and never followed. */
export interface Answer<Body = string> {
  readonly response: IncomingMessage;
  readonly body: Body;
}

/** Reads the body of an answer, which may have so many bytes. */
export type ReadBody<Body> = (response: IncomingMessage, limit: number) => Promise<Body>;

/** The API server ends requests after 60 s by itself; a longer silence is a broken connection. */
const longestSilence = 90_000;
const parallelCalls = 16;

/** HTTP to one server. Its methods throw ExtErrors: `unreachable`, `failure` for an answer too large, `interrupted` after an abort. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #limit = pLimit(parallelCalls);
  readonly #closed = new AbortController();
  readonly #active = new Set<Exchange>();
  #pool: { readonly identity: Identity; readonly agent: http.Agent } | undefined;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /** Aborts when the transport is closed. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /** Where the requests go. */
  get destination(): Destination {
    return this.#options;
  }

  /** Sends a request and waits for the whole answer. A few are sent at a time, the others wait. */
  send<Body>(call: Call, read: ReadBody<Body>): Promise<Answer<Body>> {
    const { compression, largestAnswer, log } = this.#options;
    const headers = this.#headers(call, compression);
    const whole = async (response: IncomingMessage): Promise<Answer<Body>> => {
      const body = await read(response, largestAnswer);
      if (typeof body === 'string') log.body('Response', call.path, body);
      return { response, body };
    };
    return this.#limit(() =>
      this.#attempt(call, headers, (exchange) => {
        exchange.silentAtMost(longestSilence);
        return whole;
      }),
    );
  }

  /** Sends a request and hands the response over when its headers are there; reading it throws the errors of `node:http`. */
  stream(call: Call): Promise<IncomingMessage> {
    return this.#attempt(call, this.#headers(call, false), () => (response) => Promise.resolve(response));
  }

  /** Ends all requests and frees the sockets. */
  close(): void {
    this.#closed.abort();
    for (const exchange of this.#active) exchange.end(new Error('closed'));
    this.#pool?.agent.destroy();
  }

  async #attempt<R>(call: Call, headers: http.OutgoingHttpHeaders, prepare: Prepare<R>): Promise<R> {
    try {
      return await this.#exchange(call, headers, prepare);
    } catch (error) {
      // Nothing is lost by reading again, whereas a write may have arrived before the connection broke.
      if (error instanceof StaleConnectionError && call.method === 'GET') return this.#attempt(call, headers, prepare);
      const { server, log } = this.#options;
      const isEnded = this.closed.aborted || call.signal?.aborted;
      if (isEnded) throw new ExtError('interrupted', message('cluster.closed', { server: shown(server) }));
      log.failure(call, error);
      throw connectionError(error instanceof StaleConnectionError ? error.cause : error, this.#options);
    }
  }

  async #exchange<R>(call: Call, headers: http.OutgoingHttpHeaders, prepare: Prepare<R>): Promise<R> {
    if (this.closed.aborted) throw new Error('closed');
    const { connectTimeout, requestTimeout, log } = this.#options;
    const logged = { method: call.method, path: call.path, headers, body: call.body?.text };
    const request = this.#request(call, headers);
    const exchange = new Exchange(request);
    const started = performance.now();
    this.#active.add(exchange);
    request.once('close', () => this.#active.delete(exchange));
    request.once('response', ({ statusCode, statusMessage, headers: answered }) =>
      log.answer(logged, `${statusCode} ${statusMessage}`, answered, performance.now() - started),
    );
    log.request(logged);
    exchange.connectWithin(connectTimeout);
    exchange.finishWithin(requestTimeout);
    return exchange.run(call.body?.text, prepare(exchange));
  }

  #request({ path, method, identity, signal }: Call, headers: http.OutgoingHttpHeaders): http.ClientRequest {
    const { server, proxy } = this.#options;
    return (server.protocol === 'https:' ? https : http).request({
      // An IPv6 address is resolved without its brackets and written to a proxy with them.
      host: proxy === undefined ? server.hostname.replace(/^\[(.*)\]$/, '$1') : server.hostname,
      port: server.port || undefined,
      path: server.pathname.replace(/\/$/, '') + path,
      method,
      headers,
      agent: this.#agent(identity),
      signal,
    });
  }

  #headers({ identity, body }: Call, compression: boolean): http.OutgoingHttpHeaders {
    return {
      accept: 'application/json',
      'accept-encoding': compression ? 'gzip' : 'identity',
      ...this.#options.headers,
      ...identity.headers,
      ...(body !== undefined && { 'content-type': body.type, 'content-length': Buffer.byteLength(body.text) }),
    };
  }

  /** A new client certificate needs new connections; those of the old one end by themselves. */
  #agent(identity: Identity): http.Agent {
    const known = this.#pool;
    if (known !== undefined && known.identity.cert === identity.cert && known.identity.key === identity.key) return known.agent;
    const agent = agentFor(this.#options, this.#options.trust, identity, this.closed);
    this.#pool = { identity, agent };
    return agent;
  }
}

type Prepare<R> = (exchange: Exchange) => (response: IncomingMessage) => Promise<R>;
