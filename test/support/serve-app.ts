import { createServer, request as httpRequest, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defaultConfig } from '../../webhook/config.ts';
import { createApp } from '../../webhook/app.ts';
import { createIntake } from '../../webhook/body.ts';
import type { FactSource } from '../../webhook/facts/index.ts';
import { Gate } from '../../webhook/gate.ts';
import type { Log } from '../../webhook/log.ts';
import { defaultModes } from '../../shared/policy/modes.ts';
import { createMetrics, type Metrics } from '../../webhook/metrics.ts';
import { createMutate } from '../../webhook/mutate.ts';
import { createValidate, type ValidateParts } from '../../webhook/validate.ts';
import { failedClosed, failedOpen } from '../../webhook/verdicts.ts';

/** What a server answered. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** A request as a test writes it. */
export interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** The routes of the webhook over plain HTTP, on a free port of this machine. */
export interface ServedApp {
  readonly port: number;
  /** By default a POST of JSON to `/validate`. */
  send(sent: Sent): Promise<Answered>;
  close(): Promise<void>;
}

/** Nobody else asks for any place. */
export const unclaimed: ValidateParts['claims'] = { take: async () => ({ is: 'granted' }) };

/** Where an app tells what happens. */
export interface Heard {
  readonly log: Log;
  readonly tell: ValidateParts['tell'];
  readonly metrics: Metrics;
}

/** The app as the program makes it, with facts and limits of a test, which may listen. */
export function appWith(
  facts: FactSource,
  limits: Partial<typeof defaultConfig.limits> = {},
  { log = () => {}, tell = () => {}, metrics = createMetrics() }: Partial<Heard> = {},
): RequestListener {
  const all = { ...defaultConfig.limits, ...limits };
  return createApp({
    routes: {
      '/validate': {
        decide: createValidate({ facts, modeOf: defaultModes, metrics, claims: unclaimed, tell, isOld: () => false }),
        whenFailed: failedClosed,
      },
      '/mutate': { decide: createMutate({ facts }), whenFailed: failedOpen },
    },
    isKnown: () => true,
    intake: createIntake(all),
    gate: new Gate(all.inFlight),
    metrics,
    limits: all,
    patience: { usual: 5000, margin: 500 },
    log,
  });
}

/** Serves an app until it is closed. */
export async function serveApp(app: RequestListener): Promise<ServedApp> {
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    send: (sent) => exchange(port, sent),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function exchange(port: number, { method = 'POST', path = '/validate', headers = {}, body = '' }: Sent): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const length = 'transfer-encoding' in headers ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const all = { 'content-type': 'application/json', ...length, ...headers };
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers: all, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}
