import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { KubeObject } from '../model/object.ts';
import type { Resource } from '../model/resource.ts';
import type { Cluster, ListOptions } from './cluster.ts';
import { connect } from './connect.ts';
import { type TestServer, json, startServer } from '../../test/support/api-server/api-server.ts';
import { optionsFor } from '../../test/support/api-server/kubeconfig.ts';

const subscriptions: Resource = {
  group: 'operators.coreos.com',
  version: 'v1alpha1',
  plural: 'subscriptions',
  kind: 'Subscription',
  namespaced: true,
};
const namespaces: Resource = { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace', namespaced: false };
const pods: Resource = { group: '', version: 'v1', plural: 'pods', kind: 'Pod', namespaced: true };
const base = '/apis/operators.coreos.com/v1alpha1';

let server: TestServer;
let cluster: Cluster;
let warnings: string[];

beforeEach(async () => {
  server = await startServer();
  warnings = [];
  cluster = await connect(optionsFor(undefined, { server: `http://127.0.0.1:${server.port}`, onWarning: (text) => warnings.push(text) }));
});

afterEach(async () => {
  cluster.close();
  await server.close();
});

function named(name: string, namespace?: string) {
  return { apiVersion: 'v1', kind: 'Any', metadata: { name, namespace } };
}

function failure(code: number, reason: string, message = reason) {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason, message, code };
}

describe('reading', () => {
  test('one object', async () => {
    server.answer((_, response) => json(response, 200, named('harbor', 'ops')));
    expect(await cluster.get(subscriptions, 'harbor', 'ops')).toEqual(named('harbor', 'ops'));
    await cluster.get(namespaces, 'ops');
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `GET ${base}/namespaces/ops/subscriptions/harbor`,
      'GET /api/v1/namespaces/ops',
    ]);
  });

  test('one that is not there is null', async () => {
    server.answer((_, response) => json(response, 404, failure(404, 'NotFound')));
    expect(await cluster.get(subscriptions, 'x', 'ops')).toBeNull();
    expect(await cluster.getPath('/apis/none')).toBeNull();
  });

  test('a page of some portal is not "not there"', async () => {
    server.answer((_, response) => response.writeHead(404, { 'content-type': 'text/html' }).end('<html>'));
    await expect(cluster.get(subscriptions, 'x', 'ops')).rejects.toMatchObject({ code: 'failure', sentence: { id: 'cluster.not-an-api' } });
    server.answer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>log in'));
    await expect(cluster.getPath('/version')).rejects.toMatchObject({ code: 'failure', sentence: { id: 'cluster.not-an-api' } });
    server.answer((_, response) => json(response, 200, { something: 'else' }));
    await expect(cluster.get(subscriptions, 'x', 'ops')).rejects.toMatchObject({ sentence: { id: 'cluster.not-an-api' } });
    await expect(cluster.list(subscriptions)).rejects.toMatchObject({ sentence: { id: 'cluster.not-an-api' } });
  });

  test('neither without a name nor without a namespace', async () => {
    await expect(cluster.get(subscriptions, '', 'ops')).rejects.toThrow(TypeError);
    await expect(cluster.delete(subscriptions, '', 'ops')).rejects.toThrow(TypeError);
    await expect(cluster.delete(subscriptions, 'x')).rejects.toThrow(TypeError);
    expect(server.seen).toEqual([]);
  });

  test('plain text and JSON of any path', async () => {
    server.answer((_, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end('ok'));
    expect(await cluster.getPath('/readyz')).toBe('ok');
  });
});

/** Whole, and trimmed as they arrive, lists are read in two ways. */
const ways: [string, ListOptions<KubeObject>][] = [
  ['lists', {}],
  ['lists that are trimmed', { trim: (item) => item }],
];

describe.each(ways)('%s', (_way, options) => {
  test('page after page, each item with its kind', async () => {
    server.answer(({ query }, response) => {
      const page = Number(query.get('continue') ?? 0);
      json(response, 200, {
        metadata: { resourceVersion: '9', ...(page < 2 && { continue: String(page + 1) }) },
        items: [{ metadata: { name: `n${page}` } }],
      });
    });
    const items = await cluster.list(subscriptions, { namespace: 'ops', labelSelector: 'a=b', fieldSelector: 'metadata.name=x' }, options);
    expect(items).toEqual(
      ['n0', 'n1', 'n2'].map((name) => ({ apiVersion: 'operators.coreos.com/v1alpha1', kind: 'Subscription', metadata: { name } })),
    );
    expect(server.seen.map(({ query }) => Object.fromEntries(query))).toEqual([
      { labelSelector: 'a=b', fieldSelector: 'metadata.name=x', limit: '500' },
      { labelSelector: 'a=b', fieldSelector: 'metadata.name=x', limit: '500', continue: '1' },
      { labelSelector: 'a=b', fieldSelector: 'metadata.name=x', limit: '500', continue: '2' },
    ]);
  });

  test('start again in one piece when the pages expire', async () => {
    server.answer(({ query }, response) => {
      if (query.has('continue')) return json(response, 410, failure(410, 'Expired'));
      const metadata = { resourceVersion: '9', ...(query.has('limit') && { continue: 'next' }) };
      json(response, 200, { metadata, items: [{ metadata: { name: query.has('limit') ? 'stale' : 'whole' } }] });
    });
    expect((await cluster.list(namespaces, {}, options)).map(({ metadata }) => metadata.name)).toEqual(['whole']);
  });

  test('of nothing', async () => {
    server.answer((_, response) => json(response, 200, { metadata: { resourceVersion: '1' }, items: null }));
    expect(await cluster.list(pods, {}, options)).toEqual([]);
  });

  test('packed', async () => {
    const text = JSON.stringify({ metadata: {}, items: [{ metadata: { name: 'one' } }, 7, null] });
    server.answer((_, response) =>
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(gzipSync(text)),
    );
    expect((await cluster.list(pods, {}, options)).map(({ metadata }) => metadata.name)).toEqual(['one']);
  });

  test.each([
    ['no list', '{"kind":"Pod","metadata":{}}'],
    ['no list in its place', '{"metadata":{},"items":{"metadata":{}}}'],
    ['no JSON', '<html>'],
    ['the beginning of one', '{"metadata":{},"items":[{"metadata":{}}'],
    ['one with something behind it', '{"metadata":{},"items":[]} and'],
  ])('%s is not of Kubernetes', async (_what, text) => {
    server.answer((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(text));
    await expect(cluster.list(pods, {}, options)).rejects.toMatchObject({ sentence: { id: 'cluster.not-an-api' } });
  });

  test('refused, and later', async () => {
    server.answer((_, response) => json(response, 403, failure(403, 'Forbidden', 'no')));
    await expect(cluster.list(pods, {}, options)).rejects.toMatchObject({ code: 'forbidden' });
    let isBusy = true;
    server.answer((_, response) => {
      if (isBusy) response.setHeader('retry-after', '0');
      json(response, isBusy ? 429 : 200, isBusy ? failure(429, 'TooManyRequests') : { metadata: {}, items: [] });
      isBusy = false;
    });
    expect(await cluster.list(pods, {}, options)).toEqual([]);
  });

  test('broken off', async () => {
    server.answer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write('{"metadata":{},"items":[');
      setTimeout(() => response.destroy(), 20);
    });
    await expect(cluster.list(pods, {}, options)).rejects.toMatchObject({ code: 'unreachable' });
  });
});

test('a list is trimmed by its reader', async () => {
  server.answer((_, response) => json(response, 200, { metadata: {}, items: [{ metadata: { name: 'one', labels: { a: 'b' } } }] }));
  const trim = ({ apiVersion, kind, metadata: { name } }: KubeObject) => ({ apiVersion, kind, metadata: { name } });
  expect(await cluster.list(pods, {}, { trim })).toEqual([{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'one' } }]);
});

describe('writing', () => {
  beforeEach(() => server.answer((_, response) => json(response, 200, named('harbor', 'ops'))));

  test('create', async () => {
    await cluster.create(subscriptions, named('harbor', 'ops'));
    await cluster.create(subscriptions, named('harbor', 'ops'), { dryRun: true });
    expect(server.seen.map(({ method, path, query }) => [method, path, Object.fromEntries(query)])).toEqual([
      ['POST', `${base}/namespaces/ops/subscriptions`, { fieldManager: 'kubectl-ext', fieldValidation: 'Strict' }],
      ['POST', `${base}/namespaces/ops/subscriptions`, { fieldManager: 'kubectl-ext', fieldValidation: 'Strict', dryRun: 'All' }],
    ]);
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual(named('harbor', 'ops'));
    expect(server.seen[0]?.headers['content-type']).toBe('application/json');
  });

  test('create of a subresource', async () => {
    await cluster.create(pods, named('p', 'ops'), { subresource: 'binding' });
    expect(server.seen[0]?.path).toBe('/api/v1/namespaces/ops/pods/p/binding');
  });

  test('patch, by its kind', async () => {
    const target = { name: 'harbor', namespace: 'ops' };
    await cluster.patch(subscriptions, target, [{ op: 'test', path: '/spec/x', value: 1 }]);
    await cluster.patch(subscriptions, { ...target, subresource: 'status' }, { status: {} }, { dryRun: true });
    expect(server.seen.map(({ method, path, query, headers }) => [method, path, headers['content-type'], query.get('dryRun')])).toEqual([
      ['PATCH', `${base}/namespaces/ops/subscriptions/harbor`, 'application/json-patch+json', null],
      ['PATCH', `${base}/namespaces/ops/subscriptions/harbor/status`, 'application/merge-patch+json', 'All'],
    ]);
  });

  test('apply: all fields are ours from now on', async () => {
    expect(await cluster.apply(subscriptions, named('harbor', 'ops'))).toEqual(named('harbor', 'ops'));
    await cluster.apply(namespaces, named('ops'), { dryRun: true });
    const query = { fieldManager: 'kubectl-ext', force: 'true', fieldValidation: 'Strict' };
    expect(server.seen.map((seen) => [seen.method, seen.path, Object.fromEntries(seen.query)])).toEqual([
      ['PATCH', `${base}/namespaces/ops/subscriptions/harbor`, query],
      ['PATCH', '/api/v1/namespaces/ops', { ...query, dryRun: 'All' }],
    ]);
    expect(server.seen[0]?.headers['content-type']).toBe('application/apply-patch+yaml');
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual(named('harbor', 'ops'));
  });

  test('delete, with its guards', async () => {
    expect(
      await cluster.delete(subscriptions, 'harbor', 'ops', { uid: 'u', resourceVersion: '7', gracePeriodSeconds: 0, dryRun: true }),
    ).toBe(true);
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      propagationPolicy: 'Background',
      gracePeriodSeconds: 0,
      preconditions: { uid: 'u', resourceVersion: '7' },
      dryRun: ['All'],
    });
    await cluster.delete(subscriptions, 'harbor', 'ops');
    expect(JSON.parse(server.seen[1]?.body ?? '')).toEqual({ apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background' });
  });

  test('delete of what is not there', async () => {
    server.answer((_, response) => json(response, 404, failure(404, 'NotFound')));
    expect(await cluster.delete(subscriptions, 'x', 'ops')).toBe(false);
  });

  test('a refusal names the object', async () => {
    server.answer((_, response) => json(response, 409, failure(409, 'Conflict', 'changed')));
    await expect(cluster.patch(subscriptions, { name: 'harbor', namespace: 'ops' }, {})).rejects.toMatchObject({
      code: 'conflict',
      details: { object: 'subscription/harbor', because: 'changed', status: 409 },
    });
  });
});

test('what the server would allow', async () => {
  server.answer(({ body }, response) =>
    json(response, 201, { status: { allowed: JSON.parse(body).spec.resourceAttributes.verb === 'get' } }),
  );
  expect(await cluster.allows({ verb: 'get', resource: subscriptions, namespace: 'ops' })).toBe(true);
  expect(await cluster.allows({ verb: 'delete', resource: subscriptions })).toBe(false);
  expect(JSON.parse(server.seen[0]?.body ?? '').spec).toEqual({
    resourceAttributes: { verb: 'get', group: 'operators.coreos.com', version: 'v1alpha1', resource: 'subscriptions', namespace: 'ops' },
  });
});

test('whom the server takes the caller for', async () => {
  server.answer((_, response) => json(response, 201, { status: { userInfo: { username: 'jane' } } }));
  expect(await cluster.whoAmI()).toBe('jane');
  expect(server.seen).toMatchObject([{ method: 'POST', path: '/apis/authentication.k8s.io/v1/selfsubjectreviews' }]);
  server.answer((_, response) => json(response, 201, { status: {} }));
  expect(await cluster.whoAmI()).toBeNull();
  server.answer((_, response) => json(response, 404, failure(404, 'NotFound')));
  expect(await cluster.whoAmI()).toBeNull();
});

test('warnings are handed on, each once', async () => {
  const warning = ['299 - "old \\"thing\\""', '299 - "second", 199 - "not ours"'];
  server.answer((_, response) => json(response, 200, {}, { warning }));
  await cluster.getPath('/a');
  await cluster.getPath('/b');
  expect(warnings).toEqual(['old "thing"', 'second']);
});

test('warnings of what only tries something out are told to nobody', async () => {
  server.answer((_, response) => json(response, 201, named('x'), { warning: ['299 - "not checked"'] }));
  await cluster.create(namespaces, named('x'), { dryRun: true, quiet: true });
  await cluster.apply(namespaces, named('x'), { quiet: true });
  await cluster.patch(namespaces, { name: 'x' }, {}, { quiet: true });
  await cluster.delete(namespaces, 'x', undefined, { quiet: true });
  expect(warnings).toEqual([]);
  await cluster.create(namespaces, named('x'));
  expect(warnings).toEqual(['not checked']);
});

describe('Retry-After', () => {
  function busy(status: number, times: number) {
    let left = times;
    server.answer((_, response) =>
      left-- > 0 ? json(response, status, failure(status, 'Busy'), { 'retry-after': '0' }) : json(response, 200, named('x')),
    );
  }

  test('is obeyed', async () => {
    busy(429, 2);
    await cluster.create(namespaces, named('x'));
    busy(503, 2);
    await cluster.get(namespaces, 'x');
    expect(server.seen).toHaveLength(6);
  });

  test('not for ever', async () => {
    busy(429, 100);
    await expect(cluster.get(namespaces, 'x')).rejects.toMatchObject({ details: { status: 429 } });
    expect(server.seen).toHaveLength(11);
  });

  test('not for a write that may have been done', async () => {
    busy(503, 1);
    await expect(cluster.create(namespaces, named('x'))).rejects.toMatchObject({ details: { status: 503 } });
    expect(server.seen).toHaveLength(1);
  });
});

describe('the signal of the caller', () => {
  const busy = () => server.answer((_, response) => json(response, 429, failure(429, 'Busy'), { 'retry-after': '30' }));
  const silent = () => server.answer(() => {});

  async function interrupted(answer: () => void, ask: (client: Cluster) => Promise<unknown>) {
    const abort = new AbortController();
    const url = `http://127.0.0.1:${server.port}`;
    const client = await connect(optionsFor(undefined, { server: url, signal: abort.signal }));
    answer();
    const asked = ask(client);
    asked.catch(() => {});
    await vi.waitFor(() => expect(server.seen).toHaveLength(1));
    setTimeout(() => abort.abort(), 20);
    await expect(asked).rejects.toMatchObject({ code: 'interrupted' });
    return client;
  }

  test.each([
    ['a read', silent, (client: Cluster) => client.get(namespaces, 'x')],
    ['a list', silent, (client: Cluster) => client.list(namespaces)],
    ['a question about access', silent, (client: Cluster) => client.allows({ verb: 'get', resource: pods })],
    ['a wait before a read', busy, (client: Cluster) => client.get(namespaces, 'x')],
    ['a wait before a write', busy, (client: Cluster) => client.create(namespaces, named('x'))],
  ])('ends %s', async (_, answer, ask) => {
    (await interrupted(answer, ask)).close();
    expect(server.seen).toHaveLength(1);
  });

  test('leaves writes alone, those after it too', async () => {
    const client = await interrupted(silent, (reader) => reader.get(namespaces, 'x'));
    let isFirst = true;
    server.answer((_, response) => {
      json(response, isFirst ? 429 : 200, isFirst ? failure(429, 'Busy') : named('x'), isFirst ? { 'retry-after': '0' } : {});
      isFirst = false;
    });
    expect(await client.create(namespaces, named('x'))).toEqual(named('x'));
    client.close();
  });

  test('ends what is followed', async () => {
    const abort = new AbortController();
    const client = await connect(optionsFor(undefined, { server: `http://127.0.0.1:${server.port}`, signal: abort.signal }));
    silent();
    setTimeout(() => abort.abort(), 50);
    for await (const state of client.follow(pods, {}, new AbortController().signal)) expect(state).toBeUndefined();
    client.close();
  });

  test('close ends a wait too', async () => {
    busy();
    const asked = cluster.create(namespaces, named('x'));
    asked.catch(() => {});
    await vi.waitFor(() => expect(server.seen).toHaveLength(1));
    setTimeout(() => cluster.close(), 20);
    await expect(asked).rejects.toMatchObject({ code: 'interrupted' });
  });
});

test('no secret reaches the log at any level', async () => {
  const lines: string[] = [];
  const url = `http://ann:canary-user@127.0.0.1:${server.port}`;
  const logged = await connect(optionsFor(undefined, { server: url, token: 'canary-token', log: (_, text) => lines.push(text) }));
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'ops' }, data: { x: 'canary-data' } };
  server.answer((_, response) => json(response, 200, secret, { 'set-cookie': 'canary-cookie' }));
  const secrets: Resource = { group: '', version: 'v1', plural: 'secrets', kind: 'Secret', namespaced: true };
  await logged.get(secrets, 's', 'ops');
  await logged.create(secrets, secret);
  logged.close();
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.join('\n')).not.toContain('canary');
});
