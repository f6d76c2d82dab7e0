import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RequestLog } from '../connection/request-log.ts';
import { type TestServer, json, startServer } from '../../test/support/api-server/api-server.ts';
import { bodyOf } from '../connection/exchange.ts';
import { Transport, type TransportOptions } from './transport.ts';

const identity = { headers: { authorization: 'Bearer canary-token' } };
let server: TestServer;
let transport: Transport;
let lines: string[];

beforeEach(async () => {
  server = await startServer();
  lines = [];
  transport = transportTo(server.port);
});

afterEach(async () => {
  transport.close();
  await server.close();
});

function transportTo(port: number, more: Partial<TransportOptions> = {}): Transport {
  const url = `http://127.0.0.1:${port}`;
  return new Transport({
    server: new URL(url),
    proxy: undefined,
    trust: { ca: undefined, insecure: false, serverName: undefined },
    headers: { 'user-agent': 'test' },
    compression: true,
    connectTimeout: 1000,
    requestTimeout: 0,
    largestAnswer: 1000,
    log: new RequestLog({ log: (level, text) => lines.push(`${level} ${text}`), verbosity: 6 }, url),
    ...more,
  });
}

const get = (path = '/', more = {}) => transport.send({ method: 'GET', path, identity, ...more }, bodyOf);

describe('answers', () => {
  test('packed ones are unpacked', async () => {
    server.answer((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('héllo')));
    expect((await get()).body).toBe('héllo');
  });

  test('redirects are not followed', async () => {
    server.answer((_, response) => response.writeHead(302, { location: '/elsewhere' }).end());
    expect((await get()).response.statusCode).toBe(302);
    expect(server.seen).toHaveLength(1);
  });

  test.each([
    ['plain', {}, 'x'.repeat(1001)],
    ['packed', { 'content-encoding': 'gzip' }, gzipSync('x'.repeat(5000))],
  ])('too large ones are refused: %s', async (_, headers, body) => {
    server.answer((_seen, response) => response.writeHead(200, headers).end(body));
    await expect(get()).rejects.toMatchObject({ code: 'failure', sentence: { id: 'cluster.too-large' } });
  });

  test('cut off ones are errors', async () => {
    server.answer((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => server.drop(), 20);
    });
    await expect(get()).rejects.toMatchObject({ code: 'unreachable', sentence: { id: 'cluster.unreachable' } });
  });
});

describe('connections', () => {
  test('are kept and shared', async () => {
    const ports = new Set<number | undefined>();
    server.answer((_, response) => {
      ports.add(response.socket?.remotePort);
      json(response, 200, {});
    });
    await get();
    await get();
    expect(ports.size).toBe(1);
  });

  test('are not opened without limit', async () => {
    let now = 0;
    let most = 0;
    server.answer(async (_, response) => {
      most = Math.max(most, ++now);
      await sleep(30);
      now -= 1;
      json(response, 200, {});
    });
    await Promise.all(Array.from({ length: 60 }, () => get()));
    expect(most).toBeGreaterThan(8);
    expect(most).toBeLessThanOrEqual(16);
  });

  test('that the server closed meanwhile are tried again for reading, not for writing', async () => {
    let drops = 0;
    server.answer((_, response) => (drops-- > 0 ? response.socket?.destroy() : json(response, 200, {})));
    await get();
    drops = 1;
    expect((await get()).response.statusCode).toBe(200);
    drops = 1;
    await expect(
      transport.send({ method: 'POST', path: '/', identity, body: { type: 'application/json', text: '{}' } }, bodyOf),
    ).rejects.toMatchObject({
      code: 'unreachable',
    });
  });
});

describe('no answer', () => {
  test('nobody listens', async () => {
    await server.close();
    await expect(get()).rejects.toMatchObject({
      code: 'unreachable',
      sentence: { id: 'cluster.refused', data: { host: `127.0.0.1:${server.port}` } },
      details: { because: expect.stringContaining('ECONNREFUSED') },
    });
    server = await startServer();
  });

  test('no such host', async () => {
    const nowhere = transportTo(1, { server: new URL('https://no-such-host.invalid') });
    await expect(nowhere.send({ method: 'GET', path: '/', identity }, bodyOf)).rejects.toMatchObject({
      code: 'unreachable',
      sentence: { id: 'cluster.unknown-host', data: { host: 'no-such-host.invalid' } },
    });
  });

  test('within the request timeout, in the headers or in the body', async () => {
    transport = transportTo(server.port, { requestTimeout: 100 });
    server.answer(() => {});
    await expect(get()).rejects.toMatchObject({ code: 'unreachable', sentence: { id: 'cluster.no-answer', data: { time: '100ms' } } });
    server.answer((_, response) => void response.writeHead(200).write('{'));
    await expect(get()).rejects.toMatchObject({ code: 'unreachable', sentence: { id: 'cluster.no-answer' } });
  });

  test('no TLS within the connect timeout', async () => {
    const mute = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => mute.once('listening', resolve));
    const address = mute.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const waiting = transportTo(port, { server: new URL(`https://127.0.0.1:${port}`), connectTimeout: 100 });
    await expect(waiting.send({ method: 'GET', path: '/', identity }, bodyOf)).rejects.toMatchObject({
      sentence: { id: 'cluster.no-answer', data: { time: '100ms' } },
    });
    mute.close();
  });

  test('http where https is expected', async () => {
    const wrong = transportTo(server.port, { server: new URL(`https://127.0.0.1:${server.port}`) });
    await expect(wrong.send({ method: 'GET', path: '/', identity }, bodyOf)).rejects.toMatchObject({
      code: 'unreachable',
      sentence: { id: 'cluster.unreachable' },
    });
  });
});

describe('an end', () => {
  test('by the signal of the caller', async () => {
    server.answer(() => {});
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20);
    await expect(get('/', { signal: stop.signal })).rejects.toMatchObject({ code: 'interrupted' });
    await expect(get('/', { signal: stop.signal })).rejects.toMatchObject({ code: 'interrupted' });
  });

  test('by close, for what is under way and what comes later', async () => {
    server.answer(() => {});
    const waiting = get();
    setTimeout(() => transport.close(), 20);
    await expect(waiting).rejects.toMatchObject({ code: 'interrupted', sentence: { id: 'cluster.closed' } });
    await expect(get()).rejects.toMatchObject({ code: 'interrupted' });
    expect(transport.closed.aborted).toBe(true);
  });
});

test('request lines tell what happened and hide who asked', async () => {
  await get('/api?token=canary-query');
  await server.close();
  await get('/api').catch(() => {});
  server = await startServer();
  expect(lines[0]).toMatch(/^6 GET http:\/\/127\.0\.0\.1:\d+\/api\?token=<redacted> 200 OK in \d+ milliseconds$/);
  expect(lines[1]).toMatch(/^6 GET http:\/\/127\.0\.0\.1:\d+\/api failed: /);
  expect(lines.join('\n')).not.toContain('canary');
});
