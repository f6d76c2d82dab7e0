import { createHash } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createAuthority } from '../../test/support/api-server/authority.ts';
import { json, startServer } from '../../test/support/api-server/api-server.ts';
import { startProxy } from '../../test/support/api-server/connect-proxy.ts';
import { createFolder } from '../../test/support/api-server/kubeconfig.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { addBlob, addIndex, type Blobs } from '../../test/support/image-folder.ts';
import { inTurn } from '../../test/support/registry/faults.ts';
import { type RegistrySetup, startRegistry, type TestRegistry } from '../../test/support/registry/registry.ts';
import { imageReferenceIn, type ImageReference } from '../model/image-reference.ts';
import { type Descriptor, mediaTypes } from '../model/oci.ts';
import type { ImageSource } from '../package/image-source.ts';
import { openRegistries } from './open-registries.ts';
import type { RegistryAccess, RegistryOptions } from './source-wish.ts';

const account = { username: 'robot', password: 'canary-password' };
const timing = { connect: 2000, idle: 500, firstPause: 1, longestPause: 4 };
const { signal } = new AbortController();
const ends: (() => unknown)[] = [];

afterEach(async () => {
  await Promise.all(ends.splice(0).map((end) => end()));
});

const blobs: Blobs = new Map();
const app = addIndex(blobs, 'app');
const large = addBlob(blobs, Buffer.alloc(300_000, 'a large blob, '), mediaTypes.layer);
const config = addBlob(blobs, {}, mediaTypes.config);
const largeImage = addBlob(blobs, { schemaVersion: 2, config, layers: [large] }, mediaTypes.manifest);

async function registryWith(setup: RegistrySetup = {}): Promise<TestRegistry> {
  const registry = await startRegistry(blobs, { 'team/app:v1': app, 'team/app:large': largeImage }, setup);
  ends.push(() => registry.close());
  return registry;
}

interface Opened {
  readonly source: ImageSource;
  readonly reference: ImageReference;
  /** Everything that was logged. */
  readonly log: string[];
}

async function open(
  host: string,
  access: Partial<RegistryAccess> = {},
  options: Partial<RegistryOptions> & { from?: string } = {},
): Promise<Opened> {
  const { from, ...rest } = options;
  const reference = referenceOf(`${host}/team/app:v1`);
  const log: string[] = [];
  const usual = {
    login: undefined,
    credentialsFile: undefined,
    noAuth: false,
    plain: true,
    ca: undefined,
    insecure: false,
    connections: 6,
  };
  const source = await openRegistries(
    { from, artifact: reference, access: { ...usual, ...access } },
    { env: {}, userAgent: 'test', signal, timing, verbosity: 9, log: (_, text) => log.push(text), ...rest },
  );
  ends.push(() => source.close());
  return { source, reference, log };
}

function referenceOf(text: string): ImageReference {
  const reference = imageReferenceIn(text);
  if (reference === undefined) throw new Error(`${text} is no full name`);
  return reference;
}

async function read({ source, reference }: Opened, descriptor: Descriptor): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source.open(reference, descriptor, signal)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

const resolve = ({ source, reference }: Opened) => source.resolve(reference, signal);

describe('reading', () => {
  it('resolves a tag and reads manifests and blobs', async () => {
    const opened = await open((await registryWith()).host);
    expect(await resolve(opened)).toEqual(app);
    for (const [digest, bytes] of blobs) {
      const isManifest = bytes.includes('"schemaVersion":2');
      expect(await read(opened, { digest, size: bytes.length, mediaType: isManifest ? mediaTypes.manifest : mediaTypes.layer })).toEqual(
        bytes,
      );
    }
  });

  it('asks for what was resolved once only', async () => {
    const registry = await registryWith();
    const opened = await open(registry.host);
    await resolve(opened);
    await read(opened, app);
    expect(registry.asked()).toEqual(['GET /v2/team/app/manifests/v1']);
  });

  it('takes the place of the registry in names, with a path in front', async () => {
    const registry = await startRegistry(blobs, { 'mirror/team/app:v1': app });
    ends.push(() => registry.close());
    const opened = await open('harbor.demo.io', {}, { from: `${registry.host}/mirror` });
    expect(await resolve(opened)).toEqual(app);
    expect(registry.asked()).toEqual(['GET /v2/mirror/team/app/manifests/v1']);
  });

  it.each(['./nowhere', 'registry', 'host:port', 'a.b:1/../c', 'a.b?x', 'user@a.b'])(
    'refuses %s as the name of a registry',
    async (from) => {
      expect(await errorOf(() => open('a.b', {}, { from }))).toMatchObject({
        code: 'usage',
        sentence: { id: 'registry.bad-from', data: { from } },
      });
    },
  );

  it('says what is missing', async () => {
    const opened = await open((await registryWith()).host);
    const error = await errorOf(() => opened.source.resolve(referenceOf(`${opened.reference.registry}/team/other:v1`), signal));
    expect(error).toMatchObject({
      code: 'not-found',
      sentence: { id: 'registry.not-found' },
      details: { status: 404, because: 'MANIFEST_UNKNOWN: manifest unknown' },
    });
  });

  it('takes no more for a manifest than a manifest can be', async () => {
    const server = await startServer();
    ends.push(() => server.close());
    server.answer((_, response) => response.end(Buffer.alloc(5 * 2 ** 20)));
    const error = await errorOf(async () => resolve(await open(`127.0.0.1:${server.port}`)));
    expect(error).toMatchObject({ code: 'failure', sentence: { id: 'registry.too-large' } });
  });
});

describe('who is asking', () => {
  it('is shown to a registry that wants a password, after it has said so', async () => {
    const registry = await registryWith({ auth: 'basic', account });
    const opened = await open(registry.host, { login: account });
    await resolve(opened);
    await read(opened, large);
    expect(registry.server.seen.map(({ headers }) => headers.authorization !== undefined)).toEqual([false, true, true]);
  });

  it('gets a token for each repository from the token service, once', async () => {
    const registry = await registryWith({ auth: 'token', account });
    const opened = await open(registry.host, { login: account });
    await resolve(opened);
    await Promise.all([read(opened, large), read(opened, large)]);
    const asked = registry.server.seen.filter(({ path }) => path === '/token');
    expect(asked.map(({ query }) => [...query])).toEqual([
      [
        ['service', 'registry, of a test'],
        ['scope', 'repository:team/app:pull'],
      ],
    ]);
  });

  it('needs no account for a token where none is asked for', async () => {
    const registry = await registryWith({ auth: 'token' });
    expect(await resolve(await open(registry.host))).toEqual(app);
  });

  it('gets another token when one has lost its worth, and before one ends', async () => {
    const registry = await registryWith({ auth: 'token', account });
    const opened = await open(registry.host, { login: account });
    await resolve(opened);
    registry.revoke();
    expect(await read(opened, large)).toHaveLength(large.size);
    const shortLived = await registryWith({ auth: 'token', account, tokenLife: 0 });
    const again = await open(shortLived.host, { login: account });
    await resolve(again);
    await read(again, large);
    const answers = shortLived.server.seen.map(({ path }) => (path === '/token' ? 'token' : 'asked'));
    expect(answers).toEqual(['asked', 'token', 'asked', 'token', 'asked']);
  });

  it.each(['basic', 'token'] as const)('is refused with a wrong password, by %s, and asked no more', async (auth) => {
    const registry = await registryWith({ auth, account });
    const opened = await open(registry.host, { login: { ...account, password: 'wrong-canary' } });
    const error = await errorOf(() => resolve(opened));
    expect(error).toMatchObject({ code: 'unauthenticated', sentence: { id: 'registry.refused' } });
    expect(registry.server.seen).toHaveLength(2);
  });

  it('is not known without credentials', async () => {
    const registry = await registryWith({ auth: 'basic', account });
    const error = await errorOf(async () => resolve(await open(registry.host)));
    expect(error).toMatchObject({ code: 'unauthenticated', details: { hints: [{ id: 'registry.login-hint' }] } });
  });

  it('may be known, and not be allowed', async () => {
    const registry = await registryWith();
    registry.fail(() => ({
      kind: 'status',
      status: 403,
      body: '{"errors":[{"code":"DENIED","message":"not\\u001b[31m yours, Bearer abc"}]}',
    }));
    const error = await errorOf(async () => resolve(await open(registry.host)));
    expect(error).toMatchObject({ code: 'forbidden', details: { status: 403, because: 'DENIED: not [31m yours, Bearer <redacted>' } });
  });

  it('is looked up in auth files, for the registry and for a part of it', async () => {
    const folder = await createFolder();
    ends.push(() => folder.remove());
    const registry = await registryWith({ auth: 'basic', account });
    const auth = Buffer.from(`${account.username}:${account.password}`).toString('base64');
    const wrong = { auth: Buffer.from('nobody:nothing').toString('base64') };
    for (const auths of [
      { [registry.host]: { auth } },
      { [registry.host]: wrong, [`${registry.host}/team`]: account },
      { [`http://${registry.host}`]: { auth } },
    ]) {
      const file = await folder.write('auth.json', JSON.stringify({ auths }));
      expect(await resolve(await open(registry.host, {}, { env: { REGISTRY_AUTH_FILE: file } }))).toEqual(app);
      expect(
        await errorOf(async () => resolve(await open(registry.host, { noAuth: true }, { env: { REGISTRY_AUTH_FILE: file } }))),
      ).toMatchObject({ code: 'unauthenticated' });
    }
  });

  it('may be an identity token of an auth file', async () => {
    const folder = await createFolder();
    ends.push(() => folder.remove());
    const registry = await registryWith({ auth: 'token', account });
    const file = await folder.write('config.json', JSON.stringify({ auths: { [registry.host]: { identitytoken: account.password } } }));
    expect(await resolve(await open(registry.host, {}, { env: { REGISTRY_AUTH_FILE: file } }))).toEqual(app);
  });

  it('is read from a file that is for nobody else', async () => {
    const folder = await createFolder();
    ends.push(() => folder.remove());
    const registry = await registryWith({ auth: 'basic', account });
    const file = await folder.write(
      'credentials.yaml',
      `registry: {username: ${account.username}, password: ${account.password}}\n`,
      0o600,
    );
    expect(await resolve(await open(registry.host, { credentialsFile: file }))).toEqual(app);
    const shared = await folder.write('shared.yaml', 'registry: {}');
    await chmod(shared, 0o640);
    expect(await errorOf(() => open(registry.host, { credentialsFile: shared }))).toMatchObject({
      code: 'usage',
      sentence: { id: 'connection.open-credentials-file' },
    });
    const empty = await folder.write('empty.yaml', 'registry: {username: x}', 0o600);
    expect(await errorOf(() => open(registry.host, { credentialsFile: empty }))).toMatchObject({
      code: 'usage',
      sentence: { id: 'connection.no-credentials' },
    });
  });

  it('is told to no other registry than the one that was chosen', async () => {
    const authority = await createAuthority();
    const folder = await createFolder();
    ends.push(() => folder.remove());
    const tls = await authority.issue({ ips: ['127.0.0.1'] });
    const [chosen, other] = await Promise.all([registryWith({ auth: 'basic', account }), registryWith({ tls, auth: 'basic', account })]);
    const env = { SSL_CERT_FILE: await folder.write('ca.pem', authority.cert) };
    const { source, reference } = await open(chosen.host, { login: account }, { env });
    expect(await source.resolve(reference, signal)).toEqual(app);
    expect(await errorOf(() => source.resolve(referenceOf(`${other.host}/team/app:v1`), signal))).toMatchObject({
      code: 'unauthenticated',
    });
    expect(other.server.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it('is not shown to a token service without TLS by a registry with TLS', async () => {
    const authority = await createAuthority();
    const folder = await createFolder();
    ends.push(() => folder.remove());
    const service = await registryWith({ auth: 'token', account });
    const tls = await authority.issue({ ips: ['127.0.0.1'] });
    const registry = await registryWith({ tls, auth: 'token', account, realm: `http://${service.host}/token` });
    const ca = await folder.write('ca.pem', authority.cert);
    const error = await errorOf(async () => resolve(await open(registry.host, { plain: false, ca, login: account })));
    expect(error.sentence.id).toBe('registry.unsafe-realm');
    expect(service.server.seen).toEqual([]);
  });

  it('stands in no error and no line of the log', async () => {
    for (const auth of ['basic', 'token'] as const) {
      const registry = await registryWith({ auth, account });
      const opened = await open(registry.host, { login: account });
      await resolve(opened);
      registry.fail(() => ({ kind: 'status', status: 500, body: `{"errors":[{"message":"password=${account.password}"}]}` }));
      const error = await errorOf(() => read(opened, large));
      const tokens = registry.server.seen.map(({ headers }) => headers.authorization?.replace(/^\w+ /, '') ?? account.password);
      const said = `${opened.log.join('\n')}${JSON.stringify([error.message, error.details])}`;
      expect(said).toContain(`GET http://${registry.host}/v2/team/app/blobs/`);
      for (const secret of [account.password, ...tokens]) expect(said).not.toContain(secret);
    }
  });
});

describe('being sent on', () => {
  it('goes without what proves who is asking, and is not written down whole', async () => {
    const store = await startServer();
    ends.push(() => store.close());
    store.answer((_, response) => response.end(blobs.get(large.digest)));
    const registry = await registryWith({ auth: 'basic', account });
    const opened = await open(registry.host, { login: account });
    await resolve(opened);
    const location = `http://127.0.0.1:${store.port}/store?signature=canary`;
    registry.fail(({ headers }) =>
      headers.authorization === undefined ? undefined : { kind: 'status', status: 307, headers: { location } },
    );
    expect(await read(opened, large)).toHaveLength(large.size);
    expect(store.seen[0]?.headers.authorization).toBeUndefined();
    expect(store.seen[0]?.query.get('signature')).toBe('canary');
    expect(opened.log.join('\n')).not.toContain('canary');
  });

  it('does not show it to whom the other server names', async () => {
    const [store, service] = [await startServer(), await startServer()];
    for (const server of [store, service]) ends.push(() => server.close());
    const challenge = `Bearer realm="http://127.0.0.1:${service.port}/token",service="x"`;
    store.answer((_, response) => response.writeHead(401, { 'www-authenticate': challenge }).end());
    service.answer((_, response) => response.end('{"token":"x"}'));
    const registry = await registryWith({ auth: 'basic', account });
    const opened = await open(registry.host, { login: account });
    await resolve(opened);
    const location = `http://127.0.0.1:${store.port}/store`;
    registry.fail(({ headers }) =>
      headers.authorization === undefined ? undefined : { kind: 'status', status: 307, headers: { location } },
    );
    expect(await errorOf(() => read(opened, large))).toMatchObject({ code: 'unauthenticated' });
    expect(store.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
    expect(service.seen).toEqual([]);
  });

  it('does not wait for the end of an answer that nobody wants', async () => {
    const endless = await startServer();
    ends.push(() => endless.close());
    endless.answer(({ path }, response) => {
      if (path === '/store') return void response.end(blobs.get(large.digest));
      response.writeHead(307, { location: '/store' });
      const more = () => void (response.destroyed || response.write(Buffer.alloc(2 ** 16), more));
      more();
    });
    const registry = await registryWith();
    const location = `http://127.0.0.1:${endless.port}/first`;
    registry.fail(({ path }) => (path.includes('/blobs/') ? { kind: 'status', status: 307, headers: { location } } : undefined));
    expect(await read(await open(registry.host, { connections: 1 }), large)).toHaveLength(large.size);
  });

  it('keeps it where the same server sends us on', async () => {
    const registry = await registryWith({ auth: 'basic', account });
    const opened = await open(registry.host, { login: account });
    registry.fail(({ path }) =>
      path.endsWith('/v1') ? { kind: 'status', status: 302, headers: { location: `/v2/team/app/manifests/${app.digest}` } } : undefined,
    );
    expect(await resolve(opened)).toEqual(app);
  });

  it('is refused from HTTPS to HTTP, and without end', async () => {
    const authority = await createAuthority();
    const folder = await createFolder();
    ends.push(() => folder.remove());
    const registry = await registryWith({ tls: await authority.issue({ ips: ['127.0.0.1'] }) });
    const opened = await open(registry.host, { plain: false, ca: await folder.write('ca.pem', authority.cert) });
    registry.fail(() => ({ kind: 'status', status: 307, headers: { location: 'http://127.0.0.1:1/' } }));
    expect(await errorOf(() => resolve(opened))).toMatchObject({ code: 'failure', sentence: { id: 'registry.unsafe-redirection' } });
    registry.fail(({ path }) => ({ kind: 'status', status: 307, headers: { location: `${path}x` } }));
    expect(await errorOf(() => resolve(opened))).toMatchObject({ code: 'failure', sentence: { id: 'registry.redirections' } });
  });
});

describe('what passes by itself', () => {
  const isBlob = (path: string) => path.includes('/blobs/');

  it.each([408, 429, 499, 500, 502, 503, 504, 522])('a %i is asked again, four times and no more', async (status) => {
    const registry = await registryWith();
    const opened = await open(registry.host);
    registry.fail(
      inTurn(
        isBlob,
        Array.from({ length: 4 }, () => ({ kind: 'status', status })),
      ),
    );
    expect(await read(opened, large)).toHaveLength(large.size);
    registry.fail(() => ({ kind: 'status', status, body: '{"errors":[{"message":"the disk is full"}]}' }));
    const before = registry.server.seen.length;
    expect(await errorOf(() => read(opened, large))).toMatchObject({ code: 'failure', details: { status, because: 'the disk is full' } });
    expect(registry.server.seen.length - before).toBe(5);
  });

  it.each([400, 405, 410, 501])('a %i does not', async (status) => {
    const registry = await registryWith();
    registry.fail(() => ({ kind: 'status', status }));
    expect(await errorOf(async () => resolve(await open(registry.host)))).toMatchObject({ code: 'failure', details: { status } });
    expect(registry.server.seen).toHaveLength(1);
  });

  it('a registry says how long to wait', async () => {
    const registry = await registryWith();
    registry.fail(inTurn(() => true, [{ kind: 'status', status: 429, headers: { 'retry-after': '1' } }]));
    const started = performance.now();
    await resolve(await open(registry.host));
    expect(performance.now() - started).toBeGreaterThan(950);
  });

  it('resets and silence are survived', async () => {
    const registry = await registryWith();
    registry.fail(inTurn(() => true, [{ kind: 'reset' }, { kind: 'silence' }, { kind: 'reset' }]));
    expect(await resolve(await open(registry.host))).toEqual(app);
  });

  it('a blob that breaks off goes on where it broke off, however often', async () => {
    const registry = await registryWith();
    const opened = await open(registry.host);
    registry.fail(
      inTurn(
        isBlob,
        Array.from({ length: 12 }, () => ({ kind: 'cut', after: 20_000 })),
      ),
    );
    const bytes = await read(opened, large);
    expect(`sha256:${createHash('sha256').update(bytes).digest('hex')}`).toBe(large.digest);
    expect(registry.server.seen.slice(1).every(({ headers }) => headers.range !== undefined)).toBe(true);
  });

  it('a registry that knows no ranges begins again', async () => {
    const server = await startServer();
    ends.push(() => server.close());
    let isFirst = true;
    server.answer((_, response) => {
      response.writeHead(200, { 'content-length': large.size });
      if (!isFirst) response.end(blobs.get(large.digest));
      else response.write(blobs.get(large.digest)?.subarray(0, 70_000), () => response.destroy());
      isFirst = false;
    });
    expect(await read(await open(`127.0.0.1:${server.port}`), large)).toEqual(blobs.get(large.digest));
  });

  it('another range than the one asked for is not taken', async () => {
    const server = await startServer();
    ends.push(() => server.close());
    server.answer(({ headers }, response) => {
      if (headers.range === undefined)
        return response.writeHead(200, { 'content-length': large.size }).write('aa', () => response.destroy());
      return json(response, 206, {}, { 'content-range': `bytes 0-1/${large.size}` });
    });
    expect(await errorOf(async () => read(await open(`127.0.0.1:${server.port}`), large))).toMatchObject({ code: 'failure' });
  });

  it('a signal ends the waiting', async () => {
    const registry = await registryWith();
    const over = new AbortController();
    registry.fail(() => ({ kind: 'status', status: 503, headers: { 'retry-after': '60' } }));
    const opened = await open(registry.host, {}, { signal: over.signal });
    setTimeout(() => over.abort(), 50);
    expect(await errorOf(() => opened.source.resolve(opened.reference, over.signal))).toMatchObject({ code: 'interrupted' });
  });
});

describe('the way there', () => {
  it('is not trusted without the authority, is with it, and is without asking where that was wished', async () => {
    const authority = await createAuthority();
    const folder = await createFolder();
    ends.push(() => folder.remove());
    const registry = await registryWith({ tls: await authority.issue({ ips: ['127.0.0.1'] }) });
    const ca = await folder.write('ca.pem', authority.cert);
    const stranger = await open(registry.host, { plain: false });
    const error = await errorOf(() => resolve(stranger));
    expect(error).toMatchObject({ code: 'unreachable', details: { hints: [{ id: 'registry.unknown-authority-hint' }] } });
    // Trying again would end the same.
    expect(stranger.log.filter((line) => line.includes('failed'))).toHaveLength(1);
    expect(await resolve(await open(registry.host, { plain: false, ca }))).toEqual(app);
    expect(await resolve(await open(registry.host, { plain: false, insecure: true }))).toEqual(app);
    expect(await errorOf(() => open(registry.host, { ca: `${ca}x` }))).toMatchObject({ code: 'usage' });
  });

  it('leads through a proxy where there is one', async () => {
    const authority = await createAuthority();
    const folder = await createFolder();
    ends.push(() => folder.remove());
    const registry = await registryWith({ tls: await authority.issue({ dns: ['registry.test'] }) });
    const proxy = await startProxy(registry.server.port);
    ends.push(() => proxy.close());
    const ca = await folder.write('ca.pem', authority.cert);
    const env = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, NO_PROXY: 'other.test' };
    expect(await resolve(await open('registry.test', { plain: false, ca }, { env }))).toEqual(app);
    expect(proxy.asked).toEqual(['registry.test:443']);
  });

  it('is waited for as long as others are on it', async () => {
    const server = await startServer();
    ends.push(() => server.close());
    server.answer(async (_, response) => {
      await new Promise((done) => setTimeout(done, 40));
      response.end(blobs.get(large.digest));
    });
    const opened = await open(`127.0.0.1:${server.port}`, { connections: 1 }, { timing: { ...timing, connect: 100 } });
    await Promise.all(Array.from({ length: 20 }, () => read(opened, large)));
    expect(server.seen).toHaveLength(20);
  });

  it('has no more sockets than were wished', async () => {
    let [now, most] = [0, 0];
    const server = await startServer();
    ends.push(() => server.close());
    server.answer(async (_, response) => {
      most = Math.max(most, ++now);
      await new Promise((done) => setTimeout(done, 20));
      now--;
      response.end(blobs.get(large.digest));
    });
    const opened = await open(`127.0.0.1:${server.port}`, { connections: 2 });
    await Promise.all(Array.from({ length: 6 }, () => read(opened, large)));
    expect(most).toBe(2);
  });
});
