import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import pLimit, { type LimitFunction } from 'p-limit';
import { agentFor } from '../connection/agent.ts';
import { connectionError, isLasting } from '../connection/connection-error.ts';
import { Exchange, StaleConnectionError } from '../connection/exchange.ts';
import { proxyFor } from '../connection/proxy.ts';
import { RequestLog } from '../connection/request-log.ts';
import type { Trust } from '../connection/tls.ts';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { TransientError } from './patience.ts';
import type { RegistryOptions, Timing } from './source-wish.ts';

/** What connections are made with. */
export interface ConnectionsOptions extends RegistryOptions {
  readonly timing: Timing;
  readonly connections: number;
  /** What to expect of whoever answers there. */
  readonly trustFor: (origin: string) => Trust;
}

/** One request. */
export interface Call {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const tlsHints = { authority: message('registry.unknown-authority-hint') };

/** Connections to registries, and to whomever they name: token services, stores of blobs. All by the same rules. */
export class Connections {
  readonly #options: ConnectionsOptions;
  readonly #agents = new Map<string, http.Agent>();
  readonly #closed = new AbortController();
  readonly #limit: LimitFunction;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    this.#limit = pLimit(options.connections);
  }

  /**
   * Sends a request; the answer is handed over when its headers are there. It has to be read, or destroyed: until then it counts as one of the
   * sockets there may be, for which the others wait. Throws TransientError where nobody answers, and
   * `unreachable` where the certificate is not trusted.
   */
  ask(call: Call): Promise<IncomingMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    void this.#limit(async () => {
      const response = await this.#send(call).catch(reject);
      if (response === undefined) return;
      const closed = new Promise<void>((done) => response.once('close', done));
      resolve(response);
      await closed;
    });
    return promise;
  }

  async #send({ method, url, headers, body }: Call): Promise<IncomingMessage> {
    const { timing, signal, userAgent, env } = this.#options;
    const destination = { server: new URL(url.origin), proxy: proxyFor(url, undefined, env) };
    const log = new RequestLog(this.#options, url.origin);
    // What is behind a question mark may let somebody in: stores of blobs sign their URLs.
    const logged = { method, path: url.pathname, headers: { 'user-agent': userAgent, ...headers } };
    const started = performance.now();
    try {
      log.request(logged);
      const request = (url.protocol === 'https:' ? https : http).request(url, {
        ...{ method, headers: logged.headers, signal: AbortSignal.any([signal, this.#closed.signal]) },
        agent: this.#agent(destination),
      });
      const exchange = new Exchange(request);
      exchange.connectWithin(timing.connect);
      exchange.silentAtMost(timing.idle);
      const response = await exchange.run(body, (answer) => Promise.resolve(answer));
      log.answer(logged, `${response.statusCode} ${response.statusMessage}`, shownHeaders(response), performance.now() - started);
      return response;
    } catch (error) {
      if (signal.aborted) throw new ExtError('interrupted', message('error.interrupted'));
      log.failure(logged, error);
      const cause = error instanceof StaleConnectionError ? error.cause : error;
      const known = connectionError(cause, destination, tlsHints);
      throw isLasting(cause) ? known : new TransientError(known);
    }
  }

  /** Frees the sockets. */
  close(): void {
    this.#closed.abort();
    for (const agent of this.#agents.values()) agent.destroy();
  }

  #agent(destination: { readonly server: URL; readonly proxy: URL | undefined }): http.Agent {
    const { origin } = destination.server;
    const agent = this.#agents.get(origin) ?? agentFor(destination, this.#options.trustFor(origin), {}, this.#closed.signal);
    this.#agents.set(origin, agent);
    return agent;
  }
}

/** A redirection may hold a signature. */
function shownHeaders({ headers: { location, ...headers } }: IncomingMessage): IncomingMessage['headers'] {
  return location === undefined ? headers : { ...headers, location: location.replace(/\?.*$/s, '?…') };
}
