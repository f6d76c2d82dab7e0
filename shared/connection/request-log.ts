import { redactBody, redactHeaders, redactText } from './redact.ts';

const shortBody = 1024;

type Headers = Parameters<typeof redactHeaders>[0];

/** A request as it goes out. */
export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body?: string;
}

/** Where lines about requests go, and up to which level of `-v`; without a level all of them are made. */
export interface LogOptions {
  readonly log?: (level: number, text: string) => void;
  readonly verbosity?: number;
}

/** Writes what goes over the wire, with nothing in it that lets somebody in. Levels are those of `-v`. */
export class RequestLog {
  readonly #log: LogOptions['log'];
  readonly #verbosity: number;
  readonly #server: string;

  constructor({ log, verbosity = 9 }: LogOptions, server: string) {
    this.#log = log;
    this.#verbosity = verbosity;
    this.#server = server;
  }

  request({ method, path, headers, body }: LoggedRequest): void {
    if (!this.#isWanted(7)) return;
    this.#lines(7, [`${method} ${this.#url(path)}`, 'Request Headers:', ...redactHeaders(headers).map((line) => `    ${line}`)]);
    if (body !== undefined) this.body('Request', path, body);
  }

  answer({ method, path }: LoggedRequest, status: string, headers: Headers, ms: number): void {
    if (!this.#isWanted(6)) return;
    this.#lines(6, [`${method} ${this.#url(path)} ${status} in ${Math.round(ms)} milliseconds`]);
    if (this.#isWanted(7)) this.#lines(7, ['Response Headers:', ...redactHeaders(headers).map((line) => `    ${line}`)]);
  }

  failure({ method, path }: Pick<LoggedRequest, 'method' | 'path'>, error: unknown): void {
    if (this.#isWanted(6)) this.#lines(6, [`${method} ${this.#url(path)} failed: ${redactText(String(error))}`]);
  }

  body(whose: 'Request' | 'Response', path: string, body: string): void {
    if (!this.#isWanted(8)) return;
    const text = redactBody(path, body);
    if (this.#isWanted(9)) return this.#lines(9, [`${whose} Body: ${text}`]);
    const rest = text.length - shortBody;
    this.#lines(8, [`${whose} Body: ${text.slice(0, shortBody)}${rest > 0 ? ` [truncated ${rest} chars]` : ''}`]);
  }

  #isWanted(level: number): boolean {
    return this.#log !== undefined && this.#verbosity >= level;
  }

  #url(path: string): string {
    return redactText(this.#server + path);
  }

  #lines(level: number, lines: readonly string[]): void {
    for (const line of lines) this.#log?.(level, line);
  }
}
