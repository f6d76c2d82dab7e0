import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExtError } from '../errors.ts';
import { type Asked, type Refusal, apiError, foreignAnswer } from './api-error.ts';
import { connectionError } from './connection-error.ts';
import type { Credentials } from './credentials.ts';
import { bodyOf } from './exchange.ts';
import type { Answer, Call, Transport } from './transport.ts';
import { warningsIn } from './warning-header.ts';

/** One question to the API server; `object` is what an error is about. */
export interface Question extends Omit<Call, 'identity'> {
  readonly object?: string;
}

/** What the API server is asked through. */
export interface ApiParts {
  readonly transport: Transport;
  readonly credentials: Credentials;
  readonly asked: Asked;
  readonly onWarning: (text: string) => void;
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

  /** Aborts when the connection is closed. */
  get closed(): AbortSignal {
    return this.#parts.transport.closed;
  }

  /** The parsed answer; a string where the server answers in plain text. */
  async ask(question: Question): Promise<unknown> {
    const { response, body } = await this.#send(question, 0);
    if (!isSuccess(response)) throw this.#refusal(response, body, question);
    if (contentTypeOf(response).startsWith('text/plain')) return body;
    try {
      return JSON.parse(body);
    } catch {
      throw this.foreign(response);
    }
  }

  /** The bytes of an answer that has no end. */
  async *watch(question: Question): AsyncGenerator<Buffer> {
    const { transport, credentials } = this.#parts;
    const response = await transport.stream({ ...question, identity: await credentials.identity() });
    this.#note(response);
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

  async #send(question: Question, attempt: number): Promise<Answer> {
    const { transport, credentials } = this.#parts;
    const answer = await transport.send({ ...question, identity: await credentials.identity() });
    this.#note(answer.response);
    const wait = attempt < retries ? waitBefore(answer.response, question) : undefined;
    if (wait === undefined) return answer;
    await sleep(wait * 1000, undefined, { signal: question.signal ?? this.closed }).catch(() => {});
    return this.#send(question, attempt + 1);
  }

  #note(response: IncomingMessage): void {
    if (response.statusCode === 401) this.#parts.credentials.refused();
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
