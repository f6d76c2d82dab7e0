import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Cluster } from './cluster.ts';
import { connect } from './connect.ts';
import type { ConnectOptions } from './connect-options.ts';
import { type TestServer, json, startServer } from '../../test/support/api-server/api-server.ts';
import { type Authority, createAuthority } from '../../test/support/api-server/authority.ts';
import { type Folder, base64, createFolder, kubeconfigText, optionsFor } from '../../test/support/api-server/kubeconfig.ts';

type Fields = Readonly<Record<string, unknown>>;

let authority: Authority;
let folder: Folder;
let server: TestServer;
let url: string;

beforeAll(async () => {
  [authority, folder] = await Promise.all([createAuthority(), createFolder()]);
  const leaf = await authority.issue({ dns: ['localhost', 'api.test'], ips: ['127.0.0.1'] });
  server = await startServer({ ...leaf, ca: authority.cert });
  url = `https://127.0.0.1:${server.port}`;
});

afterAll(async () => {
  await Promise.all([server.close(), folder.remove()]);
});

beforeEach(() => {
  server.seen.length = 0;
  server.answer((_, response) => json(response, 200, { gitVersion: 'v1.34.5' }));
});

/** Asks for /version by a kubeconfig with these fields and returns what the server saw of it. */
async function ask(cluster: Fields, user: Fields = {}, options: Partial<ConnectOptions> = {}) {
  const file = await folder.write('config', kubeconfigText({ server: url, ...cluster }, user));
  const connected = await connect(optionsFor(file, options));
  return finish(connected);
}

async function finish(connected: Cluster) {
  try {
    await connected.getPath('/version');
    return server.seen.at(-1);
  } finally {
    connected.close();
  }
}

function trusted(): Fields {
  return { 'certificate-authority-data': base64(authority.cert) };
}

describe('who asks', () => {
  test('a client certificate from data', async () => {
    const leaf = await authority.issue({ name: 'from-data' });
    const seen = await ask(trusted(), { 'client-certificate-data': base64(leaf.cert), 'client-key-data': base64(leaf.key) });
    expect(seen?.client).toBe('from-data');
  });

  test('a client certificate from files, relative to the kubeconfig', async () => {
    const leaf = await authority.issue({ name: 'from-files' });
    await Promise.all([folder.write('ca.pem', authority.cert), folder.write('cert.pem', leaf.cert), folder.write('key.pem', leaf.key)]);
    const seen = await ask({ 'certificate-authority': 'ca.pem' }, { 'client-certificate': 'cert.pem', 'client-key': 'key.pem' });
    expect(seen?.client).toBe('from-files');
  });

  test('a client certificate from the flags, over that of the kubeconfig', async () => {
    const [own, other] = await Promise.all([authority.issue({ name: 'own' }), authority.issue({ name: 'other' })]);
    const clientCertificate = await folder.write('flag-cert.pem', own.cert);
    const clientKey = await folder.write('flag-key.pem', own.key);
    const user = { 'client-certificate-data': base64(other.cert), 'client-key-data': base64(other.key) };
    expect((await ask(trusted(), user, { clientCertificate, clientKey }))?.client).toBe('own');
  });

  test('a token', async () => {
    expect((await ask(trusted(), { token: 'abc' }))?.headers.authorization).toBe('Bearer abc');
  });

  test('--token over everything the user has', async () => {
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: './missing', interactiveMode: 'Never' };
    const user = { username: 'ann', password: 'pw', exec };
    expect((await ask(trusted(), user, { token: 'flag' }))?.headers.authorization).toBe('Bearer flag');
  });

  test('a token file, read again for every request', async () => {
    await folder.write('token', 'first\n');
    const file = await folder.write('config', kubeconfigText({ server: url, ...trusted() }, { tokenFile: 'token' }));
    const cluster = await connect(optionsFor(file));
    await cluster.getPath('/version');
    await folder.write('token', 'second\n');
    await finish(cluster);
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer first', 'Bearer second']);
  });

  test('user name and password', async () => {
    const seen = await ask(trusted(), { username: 'ann', password: 'pw' });
    expect(seen?.headers.authorization).toBe(`Basic ${base64('ann:pw')}`);
  });

  test('user name and password in the URL, which is never shown', async () => {
    const file = await folder.write('config', kubeconfigText({ server: `https://ann:p%40ss@localhost:${server.port}/`, ...trusted() }));
    const cluster = await connect(optionsFor(file));
    const seen = await finish(cluster);
    expect(seen?.headers.authorization).toBe(`Basic ${base64('ann:p@ss')}`);
    expect(cluster.server).toBe(`https://localhost:${server.port}`);
  });

  test('somebody else, by flags', async () => {
    const seen = await ask(
      trusted(),
      { token: 't' },
      { as: 'bob', asGroup: ['a', 'b'], asUid: '7', asUserExtra: ['acp.io/x=1', 'acp.io/x=2'] },
    );
    expect(seen?.distinct).toMatchObject({
      'impersonate-user': ['bob'],
      'impersonate-group': ['a', 'b'],
      'impersonate-uid': ['7'],
      'impersonate-extra-acp.io%2fx': ['1', '2'],
    });
  });

  test('somebody else, by the kubeconfig', async () => {
    const seen = await ask(trusted(), { token: 't', as: 'bob', 'as-groups': ['a'], 'as-user-extra': { k: ['v'] } });
    expect(seen?.distinct).toMatchObject({ 'impersonate-user': ['bob'], 'impersonate-group': ['a'], 'impersonate-extra-k': ['v'] });
  });

  test.each<[string, Fields, string]>([
    ['a certificate without its key', { 'client-certificate': 'cert.pem' }, 'cluster.key-missing'],
    ['two certificates', { 'client-certificate': 'a', 'client-certificate-data': 'b', 'client-key': 'c' }, 'cluster.twice'],
    ['two keys', { 'client-certificate': 'a', 'client-key-data': 'b', 'client-key': 'c' }, 'cluster.twice'],
    ['a token and a password', { token: 'abc', username: 'ann', password: 'pw' }, 'cluster.twice'],
    ['a plugin of no known version', { exec: { command: 'login', apiVersion: 'v1' } }, 'cluster.bad-exec'],
    ['a plugin without a mode', { exec: { command: 'login', apiVersion: 'client.authentication.k8s.io/v1' } }, 'cluster.bad-exec'],
  ])('%s is a mistake', async (_, user, id) => {
    await expect(ask(trusted(), user)).rejects.toMatchObject({ code: 'failure', sentence: { id } });
  });

  test('groups of nobody are a mistake', async () => {
    await expect(ask(trusted(), {}, { asGroup: ['a'] })).rejects.toMatchObject({
      code: 'usage',
      sentence: { id: 'cluster.as-without-user' },
    });
  });

  test('nobody over plain http', async () => {
    const plain = await startServer();
    const file = await folder.write('config', kubeconfigText({ server: `http://127.0.0.1:${plain.port}` }, { token: 'secret' }));
    const cluster = await connect(optionsFor(file));
    await cluster.getPath('/version');
    cluster.close();
    await plain.close();
    expect(plain.seen[0]?.headers.authorization).toBeUndefined();
  });
});

describe('who answers', () => {
  test('an unknown authority', async () => {
    const other = await createAuthority('other');
    await expect(ask({ 'certificate-authority-data': base64(other.cert) })).rejects.toMatchObject({
      code: 'unreachable',
      sentence: { id: 'cluster.unknown-authority' },
    });
    await expect(ask({})).rejects.toMatchObject({ sentence: { id: 'cluster.unknown-authority' } });
  });

  test('an authority that the system trusts, where the kubeconfig names none', async () => {
    const SSL_CERT_FILE = await folder.write('system.pem', authority.cert);
    expect(await ask({}, {}, { env: { SSL_CERT_FILE } })).toBeDefined();
  });

  test('a bundle of the system that cannot be read is skipped', async () => {
    await expect(ask({}, {}, { env: { SSL_CERT_FILE: folder.path } })).rejects.toMatchObject({
      sentence: { id: 'cluster.unknown-authority' },
    });
  });

  test('--certificate-authority over the kubeconfig', async () => {
    const certificateAuthority = await folder.write('flag-ca.pem', authority.cert);
    expect(await ask({ 'insecure-skip-tls-verify': true }, {}, { certificateAuthority })).toBeDefined();
    const other = await createAuthority('other');
    expect(await ask({ 'certificate-authority-data': base64(other.cert) }, {}, { certificateAuthority })).toBeDefined();
  });

  test('data and a file exclude each other', async () => {
    await expect(ask({ ...trusted(), 'certificate-authority': 'missing.pem' })).rejects.toMatchObject({
      code: 'failure',
      sentence: { id: 'cluster.twice', data: { field: 'certificate-authority' } },
    });
  });

  test('anybody, when the check is skipped', async () => {
    expect(await ask({ 'insecure-skip-tls-verify': true })).toBeDefined();
    expect(await ask({ 'certificate-authority-data': base64('nonsense') }, {}, { insecureSkipTlsVerify: true })).toBeDefined();
  });

  test('an authority and no check exclude each other', async () => {
    await expect(ask({ ...trusted(), 'insecure-skip-tls-verify': true })).rejects.toMatchObject({
      sentence: { id: 'cluster.ca-and-insecure' },
    });
  });

  test('another name', async () => {
    const elsewhere = await startServer(await authority.issue({ dns: ['other.test'] }));
    await expect(ask({ server: `https://127.0.0.1:${elsewhere.port}`, ...trusted() })).rejects.toMatchObject({
      code: 'unreachable',
      sentence: { id: 'cluster.wrong-hostname' },
    });
    await elsewhere.close();
  });

  test('the name that tls-server-name expects', async () => {
    expect((await ask({ ...trusted(), 'tls-server-name': 'api.test' }))?.serverName).toBe('api.test');
    expect((await ask(trusted(), {}, { tlsServerName: 'api.test' }))?.serverName).toBe('api.test');
    expect(await ask({ ...trusted(), 'tls-server-name': '127.0.0.1' })).toBeDefined();
    await expect(ask({ ...trusted(), 'tls-server-name': 'wrong.test' })).rejects.toMatchObject({
      sentence: { id: 'cluster.wrong-hostname' },
    });
  });

  test('--server puts the expected name aside', async () => {
    expect(await ask({ ...trusted(), 'tls-server-name': 'wrong.test' }, {}, { server: url })).toBeDefined();
  });

  test.each([
    { from: -3, until: -1, id: 'cluster.expired' },
    { from: 1, until: 3, id: 'cluster.not-yet-valid' },
  ])('a certificate out of time: $id', async ({ from, until, id }) => {
    const stale = await startServer(await authority.issue({ ips: ['127.0.0.1'], from, until }));
    await expect(ask({ server: `https://127.0.0.1:${stale.port}`, ...trusted() })).rejects.toMatchObject({
      code: 'unreachable',
      sentence: { id },
    });
    await stale.close();
  });

  test('what is no certificate', async () => {
    await expect(ask({ 'certificate-authority-data': base64('nonsense') })).rejects.toMatchObject({
      code: 'failure',
      sentence: { id: 'cluster.bad-ca' },
    });
    await expect(ask(trusted(), { 'client-certificate-data': base64('x'), 'client-key-data': base64('y') })).rejects.toMatchObject({
      code: 'failure',
      sentence: { id: 'cluster.bad-certificate' },
    });
  });
});

describe('how it is asked', () => {
  test('with our name, and packed answers unless that is switched off', async () => {
    const seen = await ask(trusted());
    expect(seen?.headers).toMatchObject({ 'user-agent': 'kubectl-ext/test', 'accept-encoding': 'gzip', accept: 'application/json' });
    expect((await ask({ ...trusted(), 'disable-compression': true }))?.headers['accept-encoding']).toBe('identity');
    expect((await ask(trusted(), {}, { disableCompression: true }))?.headers['accept-encoding']).toBe('identity');
  });

  test('under the path of the server', async () => {
    expect((await ask({ server: `${url}/kubernetes/global/`, ...trusted() }))?.path).toBe('/kubernetes/global/version');
  });

  test('a server without a scheme is asked over http, and told nothing of the user', async () => {
    const plain = await startServer();
    await ask({ ...trusted(), server: `localhost:${plain.port}` }, { token: 'secret' }).catch(() => {});
    await plain.close();
    expect(plain.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  test('another scheme is a mistake', async () => {
    await expect(ask({ server: 'ftp://localhost', ...trusted() })).rejects.toMatchObject({ sentence: { id: 'cluster.bad-server' } });
  });

  test.each([
    ['ftp://user:canary@host', 'ftp://host'],
    ['https://u:pa#canary@h', 'https://h'],
    ['https://u:p@canary@h:x', 'https://h:x'],
    ['user:canary@h:x', 'h:x'],
  ])('a bad --server is quoted without the user: %s', async (bad, quoted) => {
    await expect(ask(trusted(), {}, { server: bad })).rejects.toMatchObject({
      sentence: { id: 'cluster.bad-server', data: { server: quoted } },
    });
  });

  test('empty flags are flags not given', async () => {
    const empty = { server: '', token: '', as: '', asUid: '', asGroup: [''], asUserExtra: [''], context: '', cluster: '', user: '' };
    const files = { certificateAuthority: '', clientCertificate: '', clientKey: '', tlsServerName: '', requestTimeout: '', namespace: '' };
    const seen = await ask(trusted(), { token: 'abc' }, { ...empty, ...files });
    expect(seen?.headers.authorization).toBe('Bearer abc');
    expect(seen?.headers['impersonate-user']).toBeUndefined();
  });

  test('a bad --request-timeout', async () => {
    await expect(ask(trusted(), {}, { requestTimeout: 'soon' })).rejects.toMatchObject({
      code: 'usage',
      sentence: { id: 'cluster.bad-timeout' },
    });
  });
});
