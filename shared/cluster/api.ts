import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { type Asked, type Refusal, apiError, foreignAnswer } from './api-error.ts';
import { connectionError } from '../connection/connection-error.ts';
import type { Credentials } from './credentials.ts';
import { bodyOf } from '../connection/exchange.ts';
import type { Mapping } from './fields.ts';
import { streamedList } from './streamed-list.ts';
import type { Answer, Call, ReadBody, Transport } from './transport.ts';
import { warningsIn } from './warning-header.ts';

/** One question to the API server; `object` is what an error is about. */
export interface Question extends Omit<Call, 'identity'> {
  readonly object?: string;
  /** True for a POST that changes nothing. */
  readonly onlyReads?: boolean;
  /** True where nobody is to be told of warnings. */
  readonly quiet?: boolean | undefined;
}

/** What the API server is asked through. */
export interface ApiParts {
  readonly transport: Transport;
  readonly credentials: Credentials;
  readonly asked: Asked;
  readonly onWarning: (text: string) => void;
  /** Ends what only reads, and waits. */
  readonly signal?: AbortSignal;
}

/** How often, and for how many seconds at most, the server's `Retry-After` is obeyed. */
const retries = 10;
const longestWait = 30;
const largestRefusal = 1024 * 1024;

/** The API server in JSON: shows credentials, waits when asked to, hands warnings on. Its methods throw ExtErrors. */
export class Api {
  readonly #parts: ApiParts;
  readonly #warned = new Set<string>();

  constructor(parts: ApiParts) {
    this.#parts = parts;
  }

  /** Aborts when the connection is closed or the caller wants nothing more. */
  get ended(): AbortSignal {
    return eitherOf(this.#parts.transport.closed, this.#parts.signal);
  }

  /** The parsed answer; a string where the server answers in plain text. */
  async ask(question: Question): Promise<unknown> {
    const { response, body } = await this.#send(question, bodyOf);
    if (!isSuccess(response)) throw this.#refusal(response, body, question);
    if (contentTypeOf(response).startsWith('text/plain')) return body;
    try {
      return JSON.parse(body);
    } catch {
      throw this.foreign(response);
    }
  }

  /** The list in an answer, with what `take` keeps of each item as it arrives. Nothing of it is logged. */
  async askList(question: Question, take: (item: unknown) => unknown): Promise<unknown> {
    const read: ReadBody<Mapping | string | undefined> = (response, limit) =>
      isSuccess(response) ? streamedList(response, limit, take) : bodyOf(response, limit);
    const { response, body } = await this.#send(question, read);
    if (typeof body === 'string') throw this.#refusal(response, body, question);
    if (body === undefined) throw this.foreign(response);
    return body;
  }

  /** The bytes of an answer that has no end. */
  async *watch(question: Question): AsyncGenerator<Buffer> {
    const { transport, credentials } = this.#parts;
    const signal = this.#signalFor(question);
    const response = await transport.stream({
      ...question,
      signal,
      identity: await this.#unless(this.#waitSignal(question), credentials.identity()),
    });
    this.#note(response, question);
    try {
      if (!isSuccess(response)) throw this.#refusal(response, await bodyOf(response, largestRefusal), question);
      yield* response;
    } catch (error) {
      throw connectionError(error, transport.destination);
    } finally {
      response.destroy();
    }
  }

  /** The error for an answer in which nothing of Kubernetes was found. */
  foreign(response?: IncomingMessage): ExtError {
    return foreignAnswer({ status: response?.statusCode ?? 200, statusText: response?.statusMessage ?? 'OK' }, this.#parts.asked);
  }

  close(): void {
    this.#parts.transport.close();
  }

  async #send<Body>(question: Question, read: ReadBody<Body>): Promise<Answer<Body>> {
    const { transport, credentials } = this.#parts;
    const ending = this.#waitSignal(question);
    for (let attempt = 0; ; attempt += 1) {
      const identity = await this.#unless(ending, credentials.identity());
      const answer = await transport.send({ ...question, identity, signal: this.#signalFor(question) }, read);
      this.#note(answer.response, question);
      const wait = attempt < retries ? waitBefore(answer.response, question) : undefined;
      if (wait === undefined) return answer;
      await this.#unless(ending, sleep(wait * 1000, undefined, { signal: ending }));
    }
  }

  /** What may end a request under way: a write is finished, or nobody knows whether it was done. */
  #signalFor({ method, onlyReads, signal }: Question): AbortSignal | undefined {
    const ofCaller = method === 'GET' || onlyReads ? this.#parts.signal : undefined;
    return signal === undefined ? ofCaller : eitherOf(signal, ofCaller);
  }

  /** What may end the waiting before a request. A write that begins after the caller's signal tidies up, and goes on. */
  #waitSignal(question: Question): AbortSignal {
    const { transport, signal } = this.#parts;
    return eitherOf(eitherOf(transport.closed, this.#signalFor(question)), signal?.aborted ? undefined : signal);
  }

  /** What is awaited, or an error as soon as the signal aborts. */
  async #unless<R>(signal: AbortSignal, awaited: Promise<R>): Promise<R> {
    const aborted = Promise.withResolvers<never>();
    const abort = () => aborted.reject(new Error('aborted'));
    signal.addEventListener('abort', abort);
    try {
      if (signal.aborted) abort();
      return await Promise.race([aborted.promise, awaited]);
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new ExtError('interrupted', message('cluster.closed', { server: this.#parts.asked.server }));
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  #note(response: IncomingMessage, { quiet = false }: Question): void {
    if (response.statusCode === 401) this.#parts.credentials.refused();
    if (quiet) return;
    for (const warning of warningsIn(response.headersDistinct.warning ?? [])) {
      if (this.#warned.has(warning)) continue;
      this.#warned.add(warning);
      this.#parts.onWarning(warning);
    }
  }

  #refusal(response: IncomingMessage, body: string, { object }: Question): ExtError {
    const refusal: Refusal = {
      status: response.statusCode ?? 0,
      statusText: response.statusMessage ?? '',
      contentType: contentTypeOf(response),
      body,
      location: response.headers.location,
    };
    return apiError(refusal, { ...this.#parts.asked, object });
  }
}

function eitherOf(one: AbortSignal, other: AbortSignal | undefined): AbortSignal {
  return other === undefined ? one : AbortSignal.any([one, other]);
}

function isSuccess({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode >= 200 && statusCode < 300;
}

function contentTypeOf({ headers }: IncomingMessage): string {
  return headers['content-type'] ?? '';
}

/**
 * The seconds the server asks to wait before the request is sent again. A 5xx answers a write that may have been done or denied, so
 * only reading is repeated then.
 */
function waitBefore({ statusCode = 0, headers }: IncomingMessage, { method }: Question): number | undefined {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  const mayRepeat = statusCode === 429 || (statusCode >= 500 && method === 'GET');
  return mayRepeat && Number.isInteger(seconds) && seconds >= 0 ? Math.min(seconds, longestWait) : undefined;
}
