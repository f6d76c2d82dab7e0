import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aReview, knowing, reviewUid } from '../test/support/admission.ts';
import { aPackage, aSubscription } from '../test/support/builders.ts';
import { jsonPatched } from '../test/support/json-patch.ts';
import { appWith, serveApp, type Sent, type ServedApp } from '../test/support/serve-app.ts';
import type { JsonPatchOperation } from '../shared/cluster/cluster.ts';
import type { FactSource } from './facts/index.ts';
import type { LogData } from './log.ts';

const facts = knowing([aPackage()]);
const review = (request: Readonly<Record<string, unknown>> = {}) => JSON.stringify(aReview(request));
const oneLine = /^\{"error":"[a-z0-9-]+"\}$/;

interface Response {
  readonly uid: string;
  readonly allowed: boolean;
  readonly patch?: string;
  readonly status?: { readonly code: number };
}

function responseIn(body: string): Response {
  return (JSON.parse(body) as { response: Response }).response;
}

let app: ServedApp;
beforeAll(async () => {
  app = await serveApp(appWith(facts, { body: 100_000 }));
});
afterAll(() => app.close());

describe('a review', () => {
  it('is answered with its uid, also when the API server adds its timeout to the path', async () => {
    const { status, headers, body } = await app.send({ path: '/validate?timeout=5s', body: review() });
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json');
    expect(JSON.parse(body)).toEqual({
      kind: 'AdmissionReview',
      apiVersion: 'admission.k8s.io/v1',
      response: { uid: reviewUid, allowed: true, auditAnnotations: { verdict: 'allow' } },
    });
  });

  it('is answered with its uid when judging fails: closed where rules are asked, open where defaults are', async () => {
    const lines: [string, LogData | undefined][] = [];
    const broken: FactSource = { gather: () => Promise.reject(new Error('a bug with object content')) };
    const failing = await serveApp(appWith(broken, {}, { log: (event, data) => lines.push([event, data]) }));
    const open = aSubscription();
    const validated = await failing.send({ body: review() });
    const mutated = await failing.send({
      path: '/mutate',
      body: review({ object: { ...open, spec: { ...open.spec, installPlanApproval: undefined } } }),
    });
    await failing.close();
    expect(responseIn(validated.body)).toMatchObject({
      uid: reviewUid,
      allowed: false,
      status: { code: 500, message: 'the webhook failed; its log tells why' },
    });
    expect(responseIn(mutated.body)).toEqual({ uid: reviewUid, allowed: true, warnings: ['the webhook failed; its log tells why'] });
    expect(`${validated.body}${mutated.body}`).not.toContain('a bug');
    expect(lines.map(([event, data]) => [event, data?.['uid']])).toEqual([
      ['review.failed', reviewUid],
      ['review.failed', reviewUid],
    ]);
  });
});

describe('what is no review', () => {
  it.each<[string, Sent, number, string]>([
    ['another path', { path: '/validate/', body: review() }, 404, 'no-such-path'],
    ['another case', { path: '/Validate', body: review() }, 404, 'no-such-path'],
    ['a path that cannot be decoded', { path: '/%ff', body: review() }, 404, 'no-such-path'],
    ['another method', { method: 'GET' }, 405, 'method-not-post'],
    ['a PUT', { method: 'PUT', body: review() }, 405, 'method-not-post'],
    ['another type', { headers: { 'content-type': 'text/plain' }, body: review() }, 415, 'content-type-not-json'],
    [
      'a type that begins like ours',
      { headers: { 'content-type': 'application/json-patch+json' }, body: review() },
      415,
      'content-type-not-json',
    ],
    ['a packed body', { headers: { 'content-encoding': 'gzip' }, body: review() }, 415, 'body-encoded'],
    ['nothing', { body: '' }, 400, 'body-empty'],
    ['half a review', { body: review().slice(0, -40) }, 400, 'body-not-json'],
    ['another document', { body: '{"kind":"Pod","apiVersion":"v1"}' }, 400, 'not-an-admission-review'],
    ['a list', { body: '[]' }, 400, 'not-an-admission-review'],
    ['a review without a request', { body: JSON.stringify({ ...aReview(), request: null }) }, 400, 'not-an-admission-review'],
    ['an older review', { body: JSON.stringify({ ...aReview(), apiVersion: 'admission.k8s.io/v1beta1' }) }, 400, 'review-version-not-v1'],
    ['no uid', { body: review({ uid: undefined }) }, 400, 'bad-uid'],
    ['a uid of another type', { body: review({ uid: 7 }) }, 400, 'bad-uid'],
    ['a uid that is none', { body: review({ uid: '<script>' }) }, 400, 'bad-uid'],
    ['a resource that is a word', { body: review({ resource: 'subscriptions' }) }, 400, 'bad-request-fields'],
    ['groups that are no words', { body: review({ userInfo: { groups: [1] } }) }, 400, 'bad-request-fields'],
    ['deep nesting', { body: `{"a":${'['.repeat(50_000)}` }, 400, 'body-too-deep'],
    ['a body that is too large', { body: `"${'x'.repeat(100_000)}"` }, 413, 'body-too-large'],
    ['an endless body', { headers: { 'transfer-encoding': 'chunked' }, body: 'x'.repeat(200_000) }, 413, 'body-too-large'],
  ])('gets one line of JSON and no verdict: %s', async (_what, sent, status, word) => {
    const answer = await app.send(sent);
    expect(answer).toMatchObject({ status, body: JSON.stringify({ error: word }) });
    expect(answer.body).toMatch(oneLine);
    expect(answer.headers).not.toHaveProperty('x-powered-by');
  });

  it('names the method it wants', async () => {
    expect((await app.send({ method: 'DELETE' })).headers).toMatchObject({ allow: 'POST', connection: 'close' });
  });

  it('is not waited for when its length is a lie', async () => {
    const socket = connect(app.port, '127.0.0.1');
    socket.write('POST /validate HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 99999999\r\n\r\n{');
    expect(await text(socket)).toContain('{"error":"body-too-large"}');
  });
});

describe('keys like those of prototypes', () => {
  it.each(['__proto__', 'constructor', 'prototype', 'toString'])('%s changes nothing', async (key) => {
    const poison = `{"${key}":{"installPlanApproval":"Manual","deletionTimestamp":"2026-01-01T00:00:00Z","annotations":{"olm.generated-by":"x"}}`;
    const object = aSubscription({ spec: { installPlanApproval: 'Automatic' } });
    const body = review({ object }).replace('"metadata":{', `"metadata":${poison},`).replace('"spec":{', `"spec":${poison},`);
    expect(JSON.parse(body)).toBeTruthy();
    expect(responseIn((await app.send({ body })).body)).toMatchObject({ allowed: false, status: { code: 422 } });
    expect(Object.prototype).not.toHaveProperty('installPlanApproval');
  });
});

it('turns away whom it has no room for', async () => {
  const waiting = Promise.withResolvers<object>();
  const full = await serveApp(appWith({ gather: () => waiting.promise }, { inFlight: 2 }));
  const inside = [full.send({ body: review() }), full.send({ body: review() })];
  let third = await full.send({ body: review({ operation: 'DELETE' }) });
  while (third.status !== 503) third = await full.send({ body: review({ operation: 'DELETE' }) });
  expect(third.body).toBe('{"error":"too-busy"}');
  waiting.resolve({});
  expect((await Promise.all(inside)).map(({ status }) => status)).toEqual([200, 200]);
  await full.close();
});

describe('whatever is sent', () => {
  const anything = fc.jsonValue({ depthSize: 'small' });
  const spec = fc.record({
    name: fc.oneof(fc.constant('harbor-ce-operator'), anything),
    source: fc.oneof(fc.constant('platform'), anything),
    sourceNamespace: fc.oneof(fc.constant('cpaas-system'), anything),
    channel: anything,
    installPlanApproval: anything,
  });
  const object = fc.oneof(anything, fc.record({ kind: fc.constant('Subscription'), metadata: fc.oneof(fc.constant({}), anything), spec }));
  const operation = fc.constantFrom('CREATE', 'UPDATE', 'DELETE', 'CONNECT');

  it('is answered with one line or a verdict with its uid', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('/validate', '/mutate'), object, object, operation, async (path, next, old, type) => {
        const { status, body } = await app.send({ path, body: review({ object: next, oldObject: old, operation: type }) });
        expect(status === 200 ? responseIn(body).uid === reviewUid : oneLine.test(body)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('is not patched twice', async () => {
    await fc.assert(
      fc.asyncProperty(spec, async (written) => {
        const first = { ...aSubscription(), spec: written };
        const patch = responseIn((await app.send({ path: '/mutate', body: review({ object: first }) })).body).patch;
        if (patch === undefined) return;
        const operations = JSON.parse(Buffer.from(patch, 'base64').toString()) as JsonPatchOperation[];
        expect(operations.map((each) => each.path)).toEqual(['/spec/installPlanApproval']);
        const second = jsonPatched(structuredClone(first), operations);
        expect(responseIn((await app.send({ path: '/mutate', body: review({ object: second }) })).body).patch).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });
});
