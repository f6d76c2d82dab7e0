import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveApp, type ServedApp } from '../test/support/serve-app.ts';
import { createHealth, probesOf } from './health.ts';
import { createMetrics } from './metrics.ts';

const health = createHealth(['serving', 'bundle']);
let probes: ServedApp;
beforeAll(async () => {
  probes = await serveApp(probesOf(health, createMetrics()));
});
afterAll(() => probes.close());

const get = (path: string) => probes.send({ method: 'GET', path });

it('is ready when nothing is missing, and names what is', async () => {
  expect(await get('/readyz')).toMatchObject({ status: 503, body: '{"ready":false,"missing":["serving","bundle"]}' });
  health.set('bundle', true);
  health.set('serving', true);
  expect(await get('/readyz')).toMatchObject({ status: 200, body: '{"ready":true,"missing":[]}' });
  health.set('serving', false);
  expect(await get('/readyz')).toMatchObject({ status: 503, body: '{"ready":false,"missing":["serving"]}' });
});

it('is alive as long as it answers', async () => expect(await get('/healthz')).toMatchObject({ status: 200 }));

it('tells what is counted', async () => {
  const { status, headers, body } = await get('/metrics');
  expect({ status, type: headers['content-type'] }).toMatchObject({ status: 200, type: expect.stringContaining('text/plain') });
  expect(body).toContain('# TYPE ext_webhook_reviews_total counter');
});

it('answers nothing else', async () => {
  expect(await get('/')).toMatchObject({ status: 404, body: '{"error":"no-such-path"}' });
  expect(await probes.send({ path: '/readyz' })).toMatchObject({ status: 405 });
});
