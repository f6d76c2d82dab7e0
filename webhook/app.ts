import express, { type Express, type NextFunction, type Request, type Response } from 'express';
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
  readonly intake: Intake;
  readonly gate: Gate;
  readonly limits: JsonLimits;
  /** Milliseconds: how long the API server waits where it does not say, and how much of that is left for the way back. */
  readonly patience: { readonly usual: number; readonly margin: number };
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'count' | 'observe'>;
}

/** The routes: each takes an AdmissionReview by POST. Everything else is answered with one line of JSON and no verdict. */
export function createApp(deps: AppDeps): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').disable('query parser').enable('case sensitive routing').enable('strict routing');
  for (const [path, route] of Object.entries(deps.routes)) {
    app.post(path, (request, response) => answerReview(deps, route, { request, response }));
    app.all(path, () => {
      throw new Rejection(405, 'method-not-post');
    });
  }
  app.use(() => {
    throw new Rejection(404, 'no-such-path');
  });
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => reject(deps, error, response));
  return app;
}

async function answerReview(deps: AppDeps, route: Route, { request, response }: { request: Request; response: Response }): Promise<void> {
  const bytes = await deps.intake.read(request);
  const answer = await deps.gate.pass(async () => {
    const began = performance.now();
    const asked = readReview(bytes, deps.limits);
    const text = writeReview(asked, await verdictOn(asked, budgetOf(request.url, deps.patience), route, deps.log));
    deps.metrics.observe((performance.now() - began) / 1000);
    return text;
  });
  send(response, 200, answer);
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

function reject({ log, metrics }: AppDeps, error: unknown, response: Response): void {
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
  if (error instanceof Rejection) return { status: error.status, word: error.class };
  // Express itself stumbles only over paths that cannot be decoded.
  const isOfPath = error instanceof URIError;
  return isOfPath ? { status: 404, word: 'no-such-path' } : { status: 500, word: 'internal-error' };
}

function send(response: Response, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
