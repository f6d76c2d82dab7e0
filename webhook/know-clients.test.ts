import { connect, type ConnectionOptions } from 'node:tls';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aReview, reviewUid } from '../test/support/admission.ts';
import { createAuthority, type Authority } from '../test/support/api-server/authority.ts';
import { memoryCluster } from '../test/support/memory-cluster.ts';
import { mountFolder } from '../test/support/mounted-folder.ts';
import { ask, register, startProgram } from '../test/support/working-program.ts';
import { validatingConfigurations } from '../shared/model/admission.ts';

const soon = { timeout: 15_000, interval: 10 };
/** Every connection begins with a handshake, which a machine that has much else to do takes its time for. */
const patient = { timeout: 30_000 };
const ready = { ready: true, missing: [] };
const review = JSON.stringify(aReview());
const refused = { status: 403, body: '{"error":"client-not-known"}' };
const counted = 'ext_webhook_bad_requests_total{class="client-not-known"}';

/** The program, asking its clients for certificates of this authority, until the test is over. */
async function asking(authority: Pick<Authority, 'cert'>, clientNames: readonly string[] = []) {
  const mounted = mountFolder({ 'ca.crt': authority.cert });
  const cluster = memoryCluster();
  await register(cluster);
  const program = await startProgram(cluster, { clientCa: `${mounted.path}/ca.crt`, clientNames });
  onTestFinished(() => program.stop());
  await expect.poll(program.readiness, soon).toEqual(ready);
  const registration = await cluster.get(validatingConfigurations, 'ext-webhook');
  const ca = Buffer.from(registration?.webhooks?.[0]?.clientConfig.caBundle ?? '', 'base64').toString();
  return { mounted, program, ca, askAs: (client: ConnectionOptions) => ask(program.port, ca, review, client) };
}

describe('a server that asks its clients for certificates', patient, async () => {
  const authority = await createAuthority('clients');
  const apiServer = await authority.issue({ name: 'kube-apiserver' });

  it('answers whoever has one of the names, and nobody else', async () => {
    const { askAs, program } = await asking(authority, ['other', 'kube-apiserver']);
    const answer = await askAs(apiServer);
    expect([answer.status, answer.body]).toEqual([200, expect.stringContaining(reviewUid)]);
    const stranger = await (await createAuthority('clients')).issue({ name: 'kube-apiserver' });
    const late = await authority.issue({ name: 'kube-apiserver', from: -2, until: -1 });
    const clients = [{}, stranger, late, await authority.issue({ name: 'somebody' }), await authority.issue({ dns: ['kube-apiserver'] })];
    for (const client of clients) expect(await askAs(client)).toEqual(refused);
    expect(await program.metric(counted)).toBe(clients.length);
  });

  it('answers everybody whom the authority knows, where no names are given', async () => {
    const { askAs } = await asking(authority);
    expect((await askAs(await authority.issue({ name: 'somebody' }))).status).toBe(200);
    expect(await askAs({})).toEqual(refused);
  });

  it('refuses one for servers only, and takes one below another that the client sends with it', async () => {
    const { askAs } = await asking(authority);
    expect(await askAs(await authority.issue({ usages: ['1.3.6.1.5.5.7.3.1'] }))).toEqual(refused);
    const below = await authority.delegate('below');
    const { cert, key } = await below.issue({ name: 'somebody' });
    expect((await askAs({ cert: `${cert}\n${below.cert}`, key })).status).toBe(200);
  });

  it('refuses whoever comes back with a session in which he proved nothing, and knows whoever did', async () => {
    const { askAs, program, ca } = await asking(authority);
    for (const [client, status] of [
      [{}, 403],
      [apiServer, 200],
    ] as const) {
      const session = await sessionOf(program.port, ca, client);
      const socket = connect({ ...placeOf(program.port, ca), session });
      const isReused = new Promise((resolve) => socket.once('secureConnect', () => resolve(socket.isSessionReused())));
      const [head] = (await said(socket)).split('\r\n');
      expect([await isReused, head]).toEqual([true, expect.stringContaining(String(status))]);
      expect((await askAs({ session })).status).toBe(status);
    }
  });

  it('takes another authority when the file has one, and keeps the one before where it has none', async () => {
    const { mounted, askAs, program } = await asking(authority);
    const next = await createAuthority('next');
    const client = await next.issue({ name: 'somebody' });
    expect(await askAs(client)).toEqual(refused);
    for (const [file, reason] of [
      ['', 'not-there'],
      ['nothing of the kind', 'not-a-certificate'],
      [client.cert, 'not-an-authority'],
      [(await next.delegate('below')).cert, 'not-an-authority'],
      [(await createAuthority('over', { from: -2, until: -1 })).cert, 'expired'],
    ] as const) {
      mounted.write({ 'ca.crt': file });
      await expect.poll(() => program.lines, soon).toContain(`{"event":"client-authority.refused","reason":"${reason}"}`);
    }
    expect(await program.metric('ext_webhook_tls_reload_errors_total')).toBeGreaterThan(3);
    expect((await askAs(apiServer)).status).toBe(200);
    mounted.write({ 'ca.crt': next.cert });
    await expect.poll(async () => (await askAs(client)).status, soon).toBe(200);
    expect(await askAs(apiServer)).toEqual(refused);
    expect(await program.readiness()).toEqual(ready);
  });

  it('goes on asking when its own certificate is another one', async () => {
    const own = await createAuthority('own');
    const files = async () => {
      const { cert, key } = await own.issue({ dns: ['ext-webhook.ext-system.svc'] });
      return { 'tls.crt': cert, 'tls.key': key, clients: authority.cert };
    };
    const mounted = mountFolder(await files());
    const program = await startProgram(memoryCluster(), { tlsDir: mounted.path, clientCa: `${mounted.path}/clients` });
    onTestFinished(() => program.stop());
    await expect.poll(program.readiness, soon).toEqual(ready);
    mounted.write(await files());
    await expect.poll(() => program.events, soon).toContain('certificate.replaced');
    expect(await ask(program.port, own.cert, review)).toEqual(refused);
    expect((await ask(program.port, own.cert, review, apiServer)).status).toBe(200);
    expect(await program.readiness()).toEqual(ready);
  });

  it('begins when there is a file, and not before', async () => {
    const { path, write } = mountFolder({});
    const program = await startProgram(memoryCluster(), { clientCa: `${path}/ca.crt` });
    onTestFinished(() => program.stop());
    await expect.poll(() => program.events, soon).toContain('client-authority.refused');
    expect(program.events).not.toContain('serving');
    write({ 'ca.crt': authority.cert });
    await expect.poll(program.readiness, soon).toEqual(ready);
  });
});

function placeOf(port: number, ca: string): ConnectionOptions {
  return { host: '127.0.0.1', port, ca, servername: 'ext-webhook.ext-system.svc' };
}

/** Asks, and hears the answer to the end. */
function said(socket: ReturnType<typeof connect>): Promise<string> {
  const head = ['POST /validate HTTP/1.1', 'host: a', 'connection: close', 'content-type: application/json'];
  socket.write([...head, `content-length: ${Buffer.byteLength(review)}`, '', review].join('\r\n'));
  return text(socket);
}

/** What a connection leaves behind, by which another one begins. */
async function sessionOf(port: number, ca: string, client: ConnectionOptions): Promise<Buffer> {
  const socket = connect({ ...placeOf(port, ca), ...client });
  const left: Buffer[] = [];
  socket.on('session', (session) => left.push(session));
  await said(socket);
  const [session] = left;
  if (session === undefined) throw new Error('the server gave no session');
  return session;
}
