import type { RequestListener, Server as HttpServer, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SecureContextOptions } from 'node:tls';
import type { KeyPair } from './tls/certificates.ts';

/** Times of connections, in milliseconds. */
export interface ServerTimes {
  /** The API server keeps idle connections for 90 s and uses them again: ours must live longer. */
  readonly keepAlive: number;
  readonly tlsHandshake: number;
  readonly headers: number;
  /** Headers and body. */
  readonly request: number;
  /** How often the times above are looked after. */
  readonly connectionCheck: number;
  /** How long a server that ends is still sent requests by whoever has not heard of it. */
  readonly drainHold: number;
  /** How long nobody must have asked before it closes. */
  readonly drainQuiet: number;
  /** When it closes whoever asks. */
  readonly drainLimit: number;
}

/** Where a server listens and how much it bears. */
export interface ServerOptions {
  /** Empty for every address of the machine. */
  readonly address: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly connections: number;
  readonly requestsPerSocket: number;
  readonly times: ServerTimes;
  /** Who signs the certificates of clients, PEM; where nobody does they are asked for none. Whoever shows none is served, and has to be told from the others. */
  readonly clientAuthority?: string | undefined;
}

/** A running HTTPS server. */
export interface WebhookServer {
  readonly port: number;
  /** For the connections to come. */
  useCertificate(pair: KeyPair): void;
  /** The same; of a server that asks its clients for certificates. */
  useClientAuthority(authority: string): void;
  /** Sends its clients away, waits until none comes any more, and closes. */
  drain(): Promise<void>;
}

/** Starts the HTTPS server. It speaks TLS 1.3 only. */
export async function startServer(app: RequestListener, pair: KeyPair, options: ServerOptions): Promise<WebhookServer> {
  const { address, port, connections, requestsPerSocket, times, clientAuthority } = options;
  let context = contextOf(pair, clientAuthority);
  const server = createServer({
    ...context,
    requestCert: clientAuthority !== undefined,
    rejectUnauthorized: false,
    handshakeTimeout: times.tlsHandshake,
    keepAliveTimeout: times.keepAlive,
    headersTimeout: times.headers,
    requestTimeout: times.request,
    connectionsCheckingInterval: times.connectionCheck,
  });
  server.maxConnections = connections;
  server.maxRequestsPerSocket = requestsPerSocket;
  const drainage = watchTraffic(server, times);
  server.on('request', app);
  const use = (next: SecureContextOptions) => {
    context = next;
    server.setSecureContext(context);
  };
  return {
    port: await listen(server, port, address),
    useCertificate: (next) => use({ ...context, ...pairIn(next) }),
    useClientAuthority: (next) => use({ ...context, ca: next }),
    async drain() {
      await drainage.run();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Listens, and says on which port. */
export async function listen(server: HttpServer, port: number, address: string): Promise<number> {
  const host = address === '' ? undefined : address;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return (server.address() as AddressInfo).port;
}

function contextOf(pair: KeyPair, clientAuthority: string | undefined): SecureContextOptions {
  return { ...pairIn(pair), ...(clientAuthority !== undefined && { ca: clientAuthority }), minVersion: 'TLSv1.3' };
}

function pairIn({ certificate, key }: KeyPair): { cert: string; key: string } {
  return { cert: certificate, key };
}

/** Knows when somebody asked last, and from its run on tells every client to come on another connection. */
function watchTraffic(server: HttpServer, { drainHold, drainQuiet, drainLimit }: ServerTimes): { run(): Promise<void> } {
  let isDraining = false;
  let inside = 0;
  let last = performance.now();
  server.on('request', (_request, response: ServerResponse) => {
    inside += 1;
    last = performance.now();
    response.once('close', () => (inside -= 1));
    if (isDraining) response.setHeader('connection', 'close');
  });
  return {
    async run() {
      isDraining = true;
      const started = performance.now();
      const isOver = () => {
        const now = performance.now();
        if (now - started >= drainLimit) return true;
        return now - started >= drainHold && now - last >= drainQuiet && inside === 0;
      };
      while (!isOver()) await sleep(Math.min(50, drainHold + 1));
    },
  };
}
