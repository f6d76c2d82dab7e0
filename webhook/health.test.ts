import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveApp, type ServedApp } from '../test/support/serve-app.ts';
import { createHealth, probesOf } from './health.ts';

const health = createHealth(['serving', 'bundle']);
let probes: ServedApp;
beforeAll(async () => {
  probes = await serveApp(probesOf(health));
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

it('answers nothing else', async () => {
  expect(await get('/')).toMatchObject({ status: 404, body: '{"error":"no-such-path"}' });
  expect(await probes.send({ path: '/readyz' })).toMatchObject({ status: 405 });
});
