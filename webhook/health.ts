import type { RequestListener, ServerResponse } from 'node:http';
import type { Metrics } from './metrics.ts';

/** What has to hold before the API server may be sent here. */
export interface Health {
  set(condition: string, holds: boolean): void;
  /** The conditions that do not hold, in the order they were named. */
  missing(): readonly string[];
}

/** Health of which nothing holds yet. */
export function createHealth(conditions: readonly string[]): Health {
  const holding = new Map(conditions.map((condition) => [condition, false]));
  return {
    set: (condition, holds) => void holding.set(condition, holds),
    missing: () => [...holding].filter(([, holds]) => !holds).map(([condition]) => condition),
  };
}

/** Answers the probes of a kubelet, `/healthz` while the process turns and `/readyz` while nothing is missing, and `/metrics`. */
export function probesOf(health: Health, metrics: Pick<Metrics, 'text'>): RequestListener {
  return ({ method, url }, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const missing = health.missing();
    if (method !== 'GET' && method !== 'HEAD') answer(405, { error: 'method-not-get' });
    else if (url === '/healthz') answer(200, { alive: true });
    else if (url === '/readyz') answer(missing.length === 0 ? 200 : 503, { ready: missing.length === 0, missing });
    else if (url === '/metrics') void tell(metrics, response);
    else answer(404, { error: 'no-such-path' });
  };
}

async function tell(metrics: Pick<Metrics, 'text'>, response: ServerResponse): Promise<void> {
  const { contentType, body } = await metrics.text();
  response.writeHead(200, { 'content-type': contentType });
  response.end(body);
}
