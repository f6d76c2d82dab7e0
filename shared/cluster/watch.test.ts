import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KubeObject } from '../model/object.ts';
import type { Resource } from '../model/resource.ts';
import type { Cluster, Followed } from './cluster.ts';
import { Api } from './api.ts';
import { Client } from './client.ts';
import { RequestLog } from '../connection/request-log.ts';
import { Transport } from './transport.ts';
import { type Seen, type TestServer, json, startServer } from '../../test/support/api-server/api-server.ts';

const pods: Resource = { group: '', version: 'v1', plural: 'pods', kind: 'Pod', namespaced: true };
const timing = { silence: 150, firstPause: 10, longestPause: 80 };

let server: TestServer;
let cluster: Cluster;
let stop: AbortController;
/** What a list gives: name → resourceVersion; the version of the list is the highest. */
let stored: Record<string, number>;
let lists: Seen[];
let watches: { readonly seen: Seen; readonly response: ServerResponse }[];

beforeEach(async () => {
  [stored, lists, watches, stop] = [{ a: 1 }, [], [], new AbortController()];
  server = await startServer();
  server.answer(serve);
  cluster = clientOf(server.port);
});

afterEach(async () => {
  stop.abort();
  cluster.close();
  await server.close();
});

function clientOf(port: number): Cluster {
  const url = `http://127.0.0.1:${port}`;
  const limits = { connectTimeout: 1000, requestTimeout: 0, largestAnswer: 100_000 };
  const trust = { ca: undefined, insecure: false, serverName: undefined };
  const log = new RequestLog({}, url);
  const transport = new Transport({ server: new URL(url), proxy: undefined, trust, headers: {}, compression: true, log, ...limits });
  const credentials = { identity: () => Promise.resolve({ headers: {} }), refused: () => {} };
  const known = { context: 'test', server: url };
  const api = new Api({ transport, credentials, asked: known, onWarning: () => {} });
  return new Client({ api, ...known, namespace: undefined, fieldManager: 'test', timing });
}

function serve(seen: Seen, response: ServerResponse) {
  if (seen.query.get('watch') !== 'true') return list(seen, response);
  watches.push({ seen, response });
  response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
}

function list(seen: Seen, response: ServerResponse) {
  lists.push(seen);
  const items = Object.entries(stored).map(([name, version]) => ({ metadata: metadata(name, version) }));
  json(response, 200, { metadata: { resourceVersion: String(Math.max(0, ...Object.values(stored))) }, items });
}

function metadata(name: string, version: number) {
  return { name, namespace: 'ops', uid: name, resourceVersion: String(version) };
}

function event(type: string, name: string, version: number): string {
  return `${JSON.stringify({ type, object: { apiVersion: 'v1', kind: 'Pod', metadata: metadata(name, version) } })}\n`;
}

function expired(): string {
  return `${JSON.stringify({ type: 'ERROR', object: { kind: 'Status', metadata: {}, code: 410, reason: 'Expired', message: 'too old' } })}\n`;
}

/** Sends on the newest watch, once there is one more than `after`. */
async function send(text: string, after = 0): Promise<ServerResponse> {
  await expect.poll(() => watches.length, { interval: 2 }).toBeGreaterThan(after);
  const response = watches.at(-1)?.response;
  if (response === undefined) throw new Error('nobody watches');
  response.write(text);
  return response;
}

function following(): AsyncIterator<Followed<KubeObject>> {
  return cluster.follow(pods, { namespace: 'ops' }, stop.signal)[Symbol.asyncIterator]();
}

/** The next state as `name@version` texts. */
async function next(states: AsyncIterator<Followed<KubeObject>>): Promise<string[]> {
  const { value, done } = await states.next();
  if (done) throw new Error('ended');
  return value.items.map((item: KubeObject) => `${item.metadata.name}@${item.metadata.resourceVersion}`);
}

describe('states', () => {
  test('the list first, then every change', async () => {
    const states = following();
    expect(await next(states)).toEqual(['a@1']);
    await send(event('ADDED', 'b', 2));
    expect(await next(states)).toEqual(['a@1', 'b@2']);
    await send(event('MODIFIED', 'a', 3));
    expect(await next(states)).toEqual(['a@3', 'b@2']);
    await send(event('DELETED', 'b', 4));
    expect(await next(states)).toEqual(['a@3']);
    expect(lists).toHaveLength(1);
  });

  test('the watch is asked for as the API server likes it', async () => {
    await next(following());
    await send('');
    const query = Object.fromEntries(watches[0]?.seen.query ?? []);
    expect(query).toEqual({
      watch: 'true',
      allowWatchBookmarks: 'true',
      resourceVersion: '1',
      timeoutSeconds: expect.stringMatching(/^\d+$/),
    });
    expect(Number(query.timeoutSeconds)).toBeGreaterThanOrEqual(240);
    expect(Number(query.timeoutSeconds)).toBeLessThanOrEqual(300);
  });

  test('items have their kind', async () => {
    const { value } = await following().next();
    expect(value.items[0]).toMatchObject({ apiVersion: 'v1', kind: 'Pod' });
  });

  test('changes that come together are one state, however they are cut', async () => {
    const states = following();
    await next(states);
    const text = Array.from({ length: 100 }, (_, index) => event('ADDED', `é\u2028${index}`, index + 2)).join('');
    const bytes = Buffer.from(text);
    const response = await send('');
    const pending = next(states);
    response.write(bytes);
    expect(await pending).toHaveLength(101);
    const last = Buffer.from(event('ADDED', 'é', 200));
    const cut = last.indexOf('é') + 1;
    const after = next(states);
    response.write(last.subarray(0, cut));
    await sleep(20);
    response.write(last.subarray(cut));
    expect(await after).toContain('é@200');
  });

  test('a slow reader gets the latest state only', async () => {
    const states = following();
    await next(states);
    for (let version = 2; version <= 20; version++) {
      await send(event('MODIFIED', 'a', version));
      await sleep(2);
    }
    await sleep(20);
    expect(await next(states)).toEqual(['a@20']);
  });
});

describe('going on', () => {
  test('after a closed watch, where it was, bookmarks counted', async () => {
    const states = following();
    await next(states);
    (await send(event('BOOKMARK', '', 50))).end();
    await send(event('ADDED', 'b', 51), 1);
    expect(await next(states)).toEqual(['a@1', 'b@51']);
    expect(watches[1]?.seen.query.get('resourceVersion')).toBe('50');
    expect(lists).toHaveLength(1);
  });

  test('after 410 in the watch, with a new list', async () => {
    const states = following();
    await next(states);
    stored = { b: 9 };
    await send(expired());
    expect(await next(states)).toEqual(['b@9']);
    expect(lists).toHaveLength(2);
  });

  test('after 410 for the watch', async () => {
    server.answer((seen, response) => {
      if (!seen.query.has('watch') || lists.length > 1) return serve(seen, response);
      json(response, 410, { kind: 'Status', metadata: {}, reason: 'Expired', message: 'too old', code: 410 });
    });
    const states = following();
    await next(states);
    stored = { b: 9 };
    expect(await next(states)).toEqual(['b@9']);
  });

  test('after silence, and only a difference is a new state', async () => {
    const states = following();
    await next(states);
    await expect.poll(() => lists.length, { interval: 5 }).toBe(2);
    stored = { a: 1, c: 5 };
    expect(await next(states)).toEqual(['a@1', 'c@5']);
    expect(lists.length).toBeGreaterThanOrEqual(3);
  });

  test('events and bookmarks are no silence', async () => {
    await next(following());
    for (let round = 0; round < 4; round++) {
      await sleep(timing.silence / 2);
      await send(event('BOOKMARK', '', 10 + round));
    }
    expect(lists).toHaveLength(1);
  });

  test('after a restart of the server', async () => {
    const states = following();
    await next(states);
    await send('');
    const { port } = server;
    await server.close();
    await sleep(100);
    server = await startServer(undefined, port);
    server.answer(serve);
    await send(event('ADDED', 'b', 7), 1);
    expect(await next(states)).toEqual(['a@1', 'b@7']);
  });

  test('after 5xx, and after garbage', async () => {
    let failures = 2;
    server.answer((seen, response) => (failures-- > 0 ? json(response, 500, {}) : serve(seen, response)));
    const states = following();
    expect(await next(states)).toEqual(['a@1']);
    (await send('garbage\n')).end();
    await send(event('ADDED', 'b', 2), 1);
    expect(await next(states)).toEqual(['a@1', 'b@2']);
  });

  test('not in a tight loop where every watch ends at once', async () => {
    server.answer((seen, response) => (seen.query.has('watch') ? response.writeHead(200).end() : list(seen, response)));
    await next(following());
    await sleep(200);
    expect(server.seen.filter(({ query }) => query.has('watch')).length).toBeLessThanOrEqual(6);
  });
});

describe('the end', () => {
  test.each([401, 403, 404])('%i for the first list is thrown at once', async (status) => {
    server.answer((_, response) => json(response, status, { kind: 'Status', metadata: {}, message: 'no', code: status }));
    await expect(following().next()).rejects.toMatchObject({ details: { status } });
    expect(server.seen).toHaveLength(1);
  });

  test('a refusal that stays is thrown, one that passes is not', async () => {
    let refusals = 2;
    server.answer((seen, response) => (seen.query.has('watch') && refusals-- > 0 ? json(response, 403, {}) : serve(seen, response)));
    const states = following();
    await next(states);
    await send(event('ADDED', 'b', 2));
    expect(await next(states)).toEqual(['a@1', 'b@2']);
    refusals = 100;
    watches.at(-1)?.response.end();
    await expect(states.next()).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('the signal ends it, also while it waits', async () => {
    const states = following();
    await next(states);
    setTimeout(() => stop.abort(), 20);
    expect(await states.next()).toEqual({ done: true, value: undefined });
    expect(await following().next()).toEqual({ done: true, value: undefined });
  });

  test('the signal ends it before the server ever answered', async () => {
    server.answer(() => {});
    setTimeout(() => stop.abort(), 20);
    expect((await following().next()).done).toBe(true);
  });

  test('closing the cluster ends it', async () => {
    const states = following();
    await next(states);
    setTimeout(() => cluster.close(), 20);
    expect((await states.next()).done).toBe(true);
  });

  test('a reader that leaves frees the connection', async () => {
    for await (const { items } of cluster.follow(pods, {}, stop.signal)) {
      expect(items).toHaveLength(1);
      await send('');
      break;
    }
    await expect.poll(() => watches[0]?.response.destroyed, { interval: 5 }).toBe(true);
  });
});
