import { request, type RequestOptions, Agent } from 'node:https';
import type { RequestListener } from 'node:http';
import { connect as connectPlain } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type ConnectionOptions } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { defaultConfig } from './config.ts';
import { startServer, type ServerTimes, type WebhookServer } from './server.ts';
import { mintAuthority, mintLeaf, type KeyPair } from './tls/certificates.ts';
import { provesItself } from './tls/handshake.ts';

const serverName = 'ext-webhook.ext-system.svc';
const validity = { from: Date.now(), life: 3600_000 };
const hello: RequestListener = (incoming, response) => void incoming.resume().on('end', () => response.end('hello'));

interface Started {
  readonly server: WebhookServer;
  readonly authority: KeyPair;
}

async function started(app: RequestListener, times: Partial<ServerTimes> = {}): Promise<Started> {
  const authority = await mintAuthority('a', validity);
  const leaf = await mintLeaf(authority, [serverName], validity);
  const quick = { ...defaultConfig.times, drainHold: 0, drainQuiet: 0, connectionCheck: 20, ...times };
  const server = await startServer(app, leaf, { address: '127.0.0.1', port: 0, connections: 10, requestsPerSocket: 100, times: quick });
  return { server, authority };
}

function get({ server, authority }: Started, options: RequestOptions = {}): Promise<{ body: string; connection: string | undefined }> {
  return new Promise((resolve, reject) => {
    const target = { host: '127.0.0.1', port: server.port, servername: serverName, ca: authority.certificate };
    request({ ...target, ...options }, (response) => {
      text(response).then((body) => resolve({ body, connection: response.headers.connection }), reject);
    })
      .on('error', reject)
      .end();
  });
}

/** Says these words over TLS and listens until the server has enough. */
async function heard({ server, authority }: Started, words: string, options: ConnectionOptions = {}): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port: server.port, servername: serverName, ca: authority.certificate, ...options });
  socket.write(words);
  return text(socket);
}

describe('the server', () => {
  it('speaks TLS 1.3 and nothing older', async () => {
    const one = await started(hello);
    expect((await get(one)).body).toBe('hello');
    await expect(get(one, { maxVersion: 'TLSv1.2' })).rejects.toThrow('protocol version');
    await one.server.drain();
  });

  it('proves itself by the certificate it was given last', async () => {
    const one = await started(hello);
    const next = await mintAuthority('b', validity);
    one.server.useCertificate(await mintLeaf(next, [serverName], validity));
    const place = { host: '127.0.0.1', port: one.server.port, serverName, patience: 1000 };
    expect(await provesItself(place, next.certificate)).toBe(true);
    expect(await provesItself(place, one.authority.certificate)).toBe(false);
    await one.server.drain();
  });

  it('ends headers, bodies and handshakes that do not come', async () => {
    const one = await started(hello, { headers: 100, request: 150, tlsHandshake: 100 });
    const slow = [heard(one, 'POST / HTTP/1.1\r\nhost'), heard(one, 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nx')];
    const silent = text(connectPlain(one.server.port, '127.0.0.1'));
    expect(await Promise.all(slow)).toEqual([expect.stringMatching(/^HTTP\/1.1 408 /), expect.stringMatching(/^HTTP\/1.1 408 /)]);
    expect(await silent).toBe('');
    expect((await get(one)).body).toBe('hello');
    await one.server.drain();
  });
});

describe('drain', () => {
  it('sends clients away, serves who still comes, and closes when nobody does', async () => {
    const one = await started(hello, { drainHold: 200, drainQuiet: 100 });
    const agent = new Agent({ keepAlive: true });
    expect(await get(one, { agent })).toEqual({ body: 'hello', connection: 'keep-alive' });
    const drained = one.server.drain();
    const began = performance.now();
    for (let times = 0; times < 5; times += 1) {
      expect(await get(one, { agent })).toEqual({ body: 'hello', connection: 'close' });
      await sleep(50);
    }
    await drained;
    expect(performance.now() - began).toBeGreaterThanOrEqual(300);
    await expect(get(one)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('waits for an answer that is being made', async () => {
    const answer = Promise.withResolvers<void>();
    const one = await started((_incoming, response) => void answer.promise.then(() => response.end('late')));
    const asked = get(one);
    await sleep(50);
    const drained = one.server.drain();
    await sleep(100);
    answer.resolve();
    expect((await asked).body).toBe('late');
    await drained;
  });

  it('ends in the end whoever is still there', async () => {
    const one = await started(() => {}, { drainLimit: 100 });
    const asked = get(one);
    asked.catch(() => {});
    await sleep(50);
    await one.server.drain();
    await expect(asked).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});
