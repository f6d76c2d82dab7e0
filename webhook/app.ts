import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Intake } from './body.ts';
import type { Gate } from './gate.ts';
import type { JsonLimits } from './json.ts';
import { errorData, type Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { Rejection } from './rejection.ts';
import { readReview, writeReview, type AdmissionRequest, type Decide, type Verdict } from './review.ts';

/** What a route decides, and what it says when deciding fails, which is a bug. */
export interface Route {
  readonly decide: Decide;
  readonly whenFailed: Verdict;
}

/** What the routes are made of. */
export interface AppDeps {
  readonly routes: Readonly<Record<`/${string}`, Route>>;
  /** Whether whoever is at the other end may ask. */
  readonly isKnown: (client: Socket) => boolean;
  readonly intake: Intake;
  readonly gate: Gate;
  readonly limits: JsonLimits;
  /** Milliseconds: how long the API server waits where it does not say, and how much of that is left for the way back. */
  readonly patience: { readonly usual: number; readonly margin: number };
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'count' | 'observe'>;
}

/** Answers requests: each route takes an AdmissionReview by POST. Everything else is answered with one line of JSON and no verdict. */
export function createApp(deps: AppDeps): RequestListener {
  const routes: ReadonlyMap<string, Route> = new Map(Object.entries(deps.routes));
  return (request, response) => void answer(deps, routes, request, response);
}

/** Never rejects. */
async function answer(
  deps: AppDeps,
  routes: ReadonlyMap<string, Route>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const { url = '', socket } = request;
    if (!deps.isKnown(socket)) throw new Rejection(403, 'client-not-known');
    const route = routes.get(pathIn(url));
    if (route === undefined) throw new Rejection(404, 'no-such-path');
    if (request.method !== 'POST') throw new Rejection(405, 'method-not-post');
    const bytes = await deps.intake.read(request);
    send(response, 200, await deps.gate.pass(() => answerTo(bytes, budgetOf(url, deps.patience), route, deps)));
  } catch (error) {
    reject(deps, error, response);
  }
}

/** `/validate?timeout=5s` → `/validate` */
function pathIn(url: string): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}

async function answerTo(bytes: Buffer, budget: number, route: Route, { limits, log, metrics }: AppDeps): Promise<string> {
  const began = performance.now();
  const asked = readReview(bytes, limits);
  const text = writeReview(asked, await verdictOn(asked, budget, route, log));
  metrics.observe((performance.now() - began) / 1000);
  return text;
}

async function verdictOn(asked: AdmissionRequest, budget: number, { decide, whenFailed }: Route, log: Log): Promise<Verdict> {
  try {
    return await decide(asked, budget);
  } catch (error) {
    log('review.failed', { uid: asked.uid, ...errorData(error) });
    return whenFailed;
  }
}

/** What is left of the time that the API server gives in `?timeout=5s`. */
function budgetOf(url: string, { usual, margin }: AppDeps['patience']): number {
  const [, seconds] = /[?&]timeout=(\d{1,3})s(?:&|$)/.exec(url) ?? [];
  return Math.max(0, (seconds === undefined ? usual : Number(seconds) * 1000) - margin);
}

function reject({ log, metrics }: AppDeps, error: unknown, response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, word } = wordFor(error);
  metrics.count('ext_webhook_bad_requests_total', { class: word });
  if (status === 500) log('request.failed', errorData(error));
  // What is left of the request is not worth reading, and nobody knows how much it is.
  response.setHeader('connection', 'close');
  if (status === 405) response.setHeader('allow', 'POST');
  send(response, status, JSON.stringify({ error: word }));
}

function wordFor(error: unknown): { readonly status: number; readonly word: string } {
  return error instanceof Rejection ? { status: error.status, word: error.class } : { status: 500, word: 'internal-error' };
}

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
