import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https, { type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import { text } from 'node:stream/consumers';

/** A request as a test server got it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: http.IncomingHttpHeaders;
  readonly distinct: NodeJS.Dict<string[]>;
  readonly body: string;
  /** The CN of the client certificate. */
  readonly client: string | undefined;
  /** The name the client asked for in TLS. */
  readonly serverName: string | undefined;
}

export type Handler = (seen: Seen, response: ServerResponse) => unknown;

/** A real HTTP server of a test, on a free port of this machine. */
export interface TestServer {
  readonly port: number;
  readonly seen: Seen[];
  /** Answers the next requests; replaces the handler before. */
  answer(handler: Handler): void;
  /** Breaks all connections, as a server does that dies. */
  drop(): void;
  close(): Promise<void>;
}

/** Starts a server; with TLS options it speaks HTTPS and asks for client certificates without insisting. */
export async function startServer(tls?: ServerOptions, port = 0): Promise<TestServer> {
  const seen: Seen[] = [];
  let handle: Handler = (_, response) => json(response, 200, {});
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const noted = await noteOf(request);
    seen.push(noted);
    await handle(noted, response);
  };
  const listener = (request: IncomingMessage, response: ServerResponse) => void answer(request, response);
  const server =
    tls === undefined
      ? http.createServer(listener)
      : https.createServer({ requestCert: true, rejectUnauthorized: false, ...tls }, listener);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    answer(handler) {
      handle = handler;
    },
    drop: () => server.closeAllConnections(),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Sends JSON. */
export function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string | string[]> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

async function noteOf(request: IncomingMessage): Promise<Seen> {
  const url = new URL(request.url ?? '', 'http://any');
  const { socket } = request;
  const isTls = socket instanceof TLSSocket;
  return {
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    distinct: request.headersDistinct,
    body: await text(request),
    client: isTls ? [socket.getPeerCertificate().subject?.CN].flat()[0] : undefined,
    serverName: isTls && typeof socket.servername === 'string' ? socket.servername : undefined,
  };
}
