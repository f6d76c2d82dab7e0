import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { kebab } from '../../cmd/kubectl-ext/flag.ts';
import { binariesIn, cacheFolder } from '../../scripts/control-plane/binaries.ts';
import { connect } from '../../shared/cluster/connect.ts';
import type { ConnectOptions } from '../../shared/cluster/connect-options.ts';
import { json, startServer, type Seen, type TestServer } from '../support/api-server/api-server.ts';
import { type Authority, createAuthority } from '../support/api-server/authority.ts';
import { base64, createFolder, type Folder, kubeconfigText } from '../support/api-server/kubeconfig.ts';

/**
 * The same kubeconfigs, flags and variables, given to kubectl and to our door: both have to ask the same server the same thing as the same user,
 * or both have to refuse. The server notes what it sees; kubectl is right.
 */

type Env = Readonly<Record<string, string>>;

/** The flags both understand, in our spelling. */
type KubeFlags = Omit<ConnectOptions, 'env' | 'userAgent' | 'fieldManager' | 'signal' | 'log' | 'verbosity' | 'onWarning' | 'watchSilence'>;

interface Case {
  readonly flags?: KubeFlags;
  readonly env?: Env;
}

let authority: Authority;
let folder: Folder;
let server: TestServer;
let plain: TestServer;
let url: string;

beforeAll(async () => {
  [authority, folder] = await Promise.all([createAuthority(), createFolder()]);
  [server, plain] = await Promise.all([
    startServer({ ...(await authority.issue({ dns: ['localhost', 'api.test'], ips: ['127.0.0.1'] })), ca: authority.cert }),
    startServer(),
  ]);
  url = `https://127.0.0.1:${server.port}`;
  const [one, two] = await Promise.all([authority.issue({ name: 'one' }), authority.issue({ name: 'two' })]);
  await mkdir(join(folder.path, 'bin'));
  await Promise.all([
    folder.write('ca.pem', authority.cert),
    folder.write('other-ca.pem', (await createAuthority('other')).cert),
    folder.write('one.crt', one.cert),
    folder.write('one.key', one.key),
    folder.write('two.crt', two.cert),
    folder.write('two.key', two.key),
    folder.write('token', 'of-a-file\n'),
    folder.write('bin/login', loginScript, 0o700),
  ]);
});

afterAll(async () => {
  await Promise.all([server.close(), plain.close(), folder.remove()]);
});

beforeEach(() => {
  for (const each of [server, plain]) {
    each.seen.length = 0;
    each.answer((_, response) => json(response, 200, { gitVersion: 'v1.34.5' }));
  }
});

const loginScript = `#!/bin/sh
echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": {"token": "of-a-plugin-'"$WHO"'"}}'
`;

/** What both asked, as far as it says who asks whom for what. */
async function asked({ flags = {}, env = {} }: Case): Promise<{ readonly theirs: unknown; readonly ours: unknown }> {
  const all = { HOME: join(folder.path, 'nobody'), PATH: process.env['PATH'] ?? '', ...env };
  const theirs = (await kubectl(wordsOf(flags), all)) === 0 ? lastSeen() : 'refused';
  server.seen.length = plain.seen.length = 0;
  const ours = (await door(flags, all)) ? lastSeen() : 'refused';
  return { theirs, ours };
}

function lastSeen() {
  const request = server.seen.at(-1) ?? plain.seen.at(-1);
  return request === undefined ? 'nothing' : identity(request);
}

function identity({ method, path, client, headers, distinct }: Seen) {
  const impersonated = Object.entries(distinct).filter(([name]) => name.startsWith('impersonate-'));
  const { authorization } = headers;
  return { method, path, client, authorization, packed: headers['accept-encoding'] === 'gzip', ...Object.fromEntries(impersonated) };
}

function wordsOf(flags: KubeFlags): string[] {
  return Object.entries(flags).flatMap(([name, value]) => [value].flat().map((each) => `--${kebab(name)}=${String(each)}`));
}

function kubectl(words: readonly string[], env: Env): Promise<number | null> {
  const { path } = binariesIn(cacheFolder(process.env), process.env);
  const child = spawn(path('kubectl'), ['get', '--raw', '/version', ...words], { env, stdio: 'ignore', cwd: folder.path });
  return new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
}

async function door(flags: KubeFlags, env: Env): Promise<boolean> {
  try {
    const cluster = await connect({ ...flags, env, userAgent: 'kubectl-ext/test', fieldManager: 'kubectl-ext' });
    await cluster.getPath('/version').finally(() => cluster.close());
    return true;
  } catch {
    return false;
  }
}

/** Writes a kubeconfig of one cluster and one user, and asks by it. */
async function askedBy(cluster: object, user: object = {}, { flags = {}, env = {} }: Case = {}) {
  const kubeconfig = await folder.write('config', kubeconfigText({ server: url, ...cluster }, { ...user }));
  return asked({ flags: { kubeconfig, ...flags }, env });
}

const trusted = { 'certificate-authority': 'ca.pem' };
const one = { 'client-certificate': 'one.crt', 'client-key': 'one.key' };
const login = { apiVersion: 'client.authentication.k8s.io/v1', command: './bin/login', interactiveMode: 'Never' };
const file = (name: string) => join(folder.path, name);

describe('who asks is the same', () => {
  it.each<[string, object]>([
    ['a client certificate', one],
    ['a token', { token: 'abc' }],
    ['a token file', { tokenFile: 'token' }],
    ['a token and a token file', { token: 'abc', tokenFile: 'token' }],
    ['a token file that is missing', { tokenFile: 'missing' }],
    ['a token file that is missing, and a token', { token: 'abc', tokenFile: 'missing' }],
    ['a user name and a password', { username: 'ann', password: 'p:w' }],
    ['a user name alone', { username: 'ann' }],
    ['a certificate and a token', { ...one, token: 'abc' }],
    ['a token and a password', { token: 'abc', username: 'ann', password: 'pw' }],
    ['a certificate without a key', { 'client-certificate': 'one.crt' }],
    ['a certificate with the key of another', { 'client-certificate': 'one.crt', 'client-key': 'two.key' }],
    ['a certificate that is missing', { 'client-certificate': 'missing.crt', 'client-key': 'one.key' }],
    ['somebody else', { ...one, as: 'bob', 'as-groups': ['a', 'b,c'], 'as-uid': '7', 'as-user-extra': { 'acp.io/x': ['1', '2'] } }],
    ['groups of nobody', { ...one, 'as-groups': ['a'] }],
    ['a plugin', { exec: { ...login, env: [{ name: 'WHO', value: 'config' }] } }],
    ['a plugin that is missing', { exec: { ...login, command: './bin/missing' } }],
    ['a plugin of a version that does not exist', { exec: { ...login, apiVersion: 'client.authentication.k8s.io/v0' } }],
    ['a plugin without a mode', { exec: { apiVersion: login.apiVersion, command: login.command } }],
    ['a plugin and a token', { exec: login, token: 'abc' }],
  ])('%s', async (_, user) => {
    const { theirs, ours } = await askedBy(trusted, user);
    expect(ours).toEqual(theirs);
  });

  it.each<[string, object, () => KubeFlags]>([
    ['--token over a token', { token: 'abc' }, () => ({ token: 'flag' })],
    ['--token beside a certificate', one, () => ({ token: 'flag' })],
    ['--token over a plugin', { exec: login }, () => ({ token: 'flag' })],
    ['--client-certificate over one', one, () => ({ clientCertificate: file('two.crt'), clientKey: file('two.key') })],
    ['--client-certificate without its key', {}, () => ({ clientCertificate: file('two.crt') })],
    ['--as', one, () => ({ as: 'bob' })],
    ['--as over the kubeconfig’s', { ...one, as: 'ann', 'as-groups': ['x'] }, () => ({ as: 'bob' })],
    ['--as-group', one, () => ({ as: 'bob', asGroup: ['a', 'CN=b,OU=c'] })],
    ['--as-group of nobody', one, () => ({ asGroup: ['a'] })],
    ['--as-group to the kubeconfig’s', { ...one, as: 'ann', 'as-groups': ['x'] }, () => ({ asGroup: ['a'] })],
    ['--as-uid', one, () => ({ as: 'bob', asUid: '7' })],
    ['--as-user-extra', one, () => ({ as: 'bob', asUserExtra: ['k=1,2', 'k=3', 'Über=ä'] })],
    ['--disable-compression', one, () => ({ disableCompression: true })],
    ['--request-timeout', one, () => ({ requestTimeout: '5s' })],
    ['--request-timeout in seconds', one, () => ({ requestTimeout: '5' })],
    ['--request-timeout in words', one, () => ({ requestTimeout: 'soon' })],
  ])('%s', async (_, user, flags) => {
    const { theirs, ours } = await askedBy(trusted, user, { flags: flags() });
    expect(ours).toEqual(theirs);
  });
});

describe('who may answer is the same', () => {
  it.each<[string, () => object, (() => Case)?]>([
    ['an authority in a file', () => trusted],
    ['an authority in the kubeconfig', () => ({ 'certificate-authority-data': base64(authority.cert) })],
    [
      'the data over the file',
      () => ({ ...trusted, 'certificate-authority-data': base64(authority.cert), 'certificate-authority': 'missing' }),
    ],
    ['another authority', () => ({ 'certificate-authority': 'other-ca.pem' })],
    ['no authority', () => ({})],
    ['an authority that is missing', () => ({ 'certificate-authority': 'missing.pem' })],
    ['what is no certificate', () => ({ 'certificate-authority-data': base64('nonsense') })],
    ['anybody', () => ({ 'insecure-skip-tls-verify': true })],
    ['anybody, and an authority', () => ({ ...trusted, 'insecure-skip-tls-verify': true })],
    ['a server by a name', () => ({ ...trusted, server: `https://localhost:${server.port}` })],
    ['a server by another name', () => ({ ...trusted, 'tls-server-name': 'api.test' })],
    ['a server by a wrong name', () => ({ ...trusted, 'tls-server-name': 'wrong.test' })],
    ['a server under a path', () => ({ ...trusted, server: `${url}/kubernetes/global` })],
    ['a server under a path with a slash', () => ({ ...trusted, server: `${url}/kubernetes/global/` })],
    ['a server without a scheme', () => ({ ...trusted, server: `127.0.0.1:${server.port}` })],
    ['a server of another scheme', () => ({ ...trusted, server: `ftp://127.0.0.1:${server.port}` })],
    ['a server without TLS', () => ({ server: `http://127.0.0.1:${plain.port}` })],
    ['a server without a scheme or TLS', () => ({ server: `127.0.0.1:${plain.port}` })],
    ['packed answers switched off', () => ({ ...trusted, 'disable-compression': true })],
    ['--certificate-authority', () => ({}), () => ({ flags: { certificateAuthority: file('ca.pem') } })],
    [
      '--certificate-authority over another',
      () => ({ 'certificate-authority': 'other-ca.pem' }),
      () => ({ flags: { certificateAuthority: file('ca.pem') } }),
    ],
    [
      '--certificate-authority over anybody',
      () => ({ 'insecure-skip-tls-verify': true }),
      () => ({ flags: { certificateAuthority: file('other-ca.pem') } }),
    ],
    [
      '--insecure-skip-tls-verify over an authority',
      () => ({ 'certificate-authority': 'other-ca.pem' }),
      () => ({ flags: { insecureSkipTlsVerify: true } }),
    ],
    ['--tls-server-name', () => trusted, () => ({ flags: { tlsServerName: 'api.test' } })],
    ['--tls-server-name that is wrong', () => trusted, () => ({ flags: { tlsServerName: 'wrong.test' } })],
    [
      '--server over the one of the kubeconfig',
      () => ({ ...trusted, server: 'https://127.0.0.1:1', 'tls-server-name': 'wrong.test' }),
      () => ({ flags: { server: url } }),
    ],
    ['the system’s authorities', () => ({}), () => ({ env: { SSL_CERT_FILE: file('ca.pem') } })],
    ['a proxy that is not there', () => ({ ...trusted, 'proxy-url': 'http://127.0.0.1:1' })],
    ['a proxy of the environment is not asked for this machine', () => trusted, () => ({ env: { HTTPS_PROXY: 'http://127.0.0.1:1' } })],
    [
      'a proxy of the environment',
      () => ({ ...trusted, server: `https://api.test:${server.port}` }),
      () => ({ env: { HTTPS_PROXY: 'http://127.0.0.1:1' } }),
    ],
  ])('%s', async (_, cluster, more = () => ({})) => {
    const { theirs, ours } = await askedBy(cluster(), one, more());
    expect(ours).toEqual(theirs);
  });
});

describe('which kubeconfig counts is the same', () => {
  /** A kubeconfig whose user has this token. */
  const named = (name: string, token: string, context = name) =>
    folder.write(name, kubeconfigText({ server: url, 'certificate-authority': 'ca.pem' }, { token }, context));
  const merged = `
apiVersion: v1
kind: Config
current-context: a
contexts:
- {name: a, context: {cluster: c, user: a, namespace: ns}}
- {name: b, context: {cluster: c, user: b}}
- {name: no-user, context: {cluster: c}}
- {name: no-such-user, context: {cluster: c, user: gone}}
- {name: no-such-cluster, context: {cluster: gone, user: a}}
clusters:
- {name: c, cluster: {server: URL, certificate-authority: ca.pem}}
- {name: wrong, cluster: {server: 'https://127.0.0.1:1'}}
users:
- {name: a, user: {token: token-a}}
- {name: b, user: {token: token-b}}
`;

  it.each<[string, () => Promise<Case>]>([
    [
      'the first of a list',
      async () => ({ env: { KUBECONFIG: [await named('one', 'one', 'same'), await named('two', 'two', 'same')].join(delimiter) } }),
    ],
    [
      'a list with one that is missing',
      async () => ({ env: { KUBECONFIG: [file('missing'), await named('two', 'two')].join(delimiter) } }),
    ],
    [
      '--kubeconfig over the variable',
      async () => ({ flags: { kubeconfig: await named('one', 'one') }, env: { KUBECONFIG: await named('two', 'two') } }),
    ],
    [
      '--kubeconfig that is missing',
      async () => ({ flags: { kubeconfig: file('missing') }, env: { KUBECONFIG: await named('two', 'two') } }),
    ],
    ['none but --server', async () => ({ flags: { server: url, certificateAuthority: file('ca.pem'), token: 'flag' } })],
    ['none at all', async () => ({})],
    [
      'a context of the second file',
      async () => ({
        flags: { context: 'two' },
        env: { KUBECONFIG: [await named('one', 'one'), await named('two', 'two')].join(delimiter) },
      }),
    ],
    [
      'a list with a broken one',
      async () => ({ env: { KUBECONFIG: [await named('one', 'one'), await folder.write('broken', 'a: [')].join(delimiter) } }),
    ],
  ])('%s', async (_, make) => {
    const { theirs, ours } = await asked(await make());
    expect(ours).toEqual(theirs);
  });

  it.each<[string, KubeFlags]>([
    ['the current context', {}],
    ['--context', { context: 'b' }],
    ['--context that does not exist', { context: 'nowhere' }],
    ['--user', { user: 'b' }],
    ['--user that does not exist', { user: 'nobody' }],
    ['--cluster', { cluster: 'wrong' }],
    ['--cluster that does not exist', { cluster: 'nowhere' }],
    ['a context with a user that does not exist', { context: 'no-such-user' }],
    ['a context with a cluster that does not exist', { context: 'no-such-cluster' }],
    ['--context and --user', { context: 'no-user', user: 'a' }],
    ['--context and --cluster', { context: 'no-such-cluster', cluster: 'c' }],
  ])('%s', async (_, flags) => {
    const kubeconfig = await folder.write('merged', merged.replace('URL', url));
    const { theirs, ours } = await asked({ flags: { kubeconfig, ...flags } });
    expect(ours).toEqual(theirs);
  });
});

describe('kubectl is not followed', () => {
  const asksAs = (authorization: string | undefined) => expect.objectContaining({ authorization });

  it.each<[string, object, KubeFlags, unknown, unknown]>([
    ['to the token of a file, over --token', { tokenFile: 'token' }, { token: 'flag' }, asksAs('Bearer of-a-file'), asksAs('Bearer flag')],
    ['in refusing --token over a password', { username: 'ann', password: 'pw' }, { token: 'flag' }, 'refused', asksAs('Bearer flag')],
    ['in asking for a user name where there is none', {}, {}, 'refused', asksAs(undefined)],
    ['in leaving out what is no KEY=VALUE', { token: 'abc' }, { as: 'bob', asUserExtra: ['k'] }, asksAs('Bearer abc'), 'refused'],
  ])('%s', async (_, user, flags, theirs, ours) => {
    expect(await askedBy(trusted, user, { flags })).toEqual({ theirs, ours });
  });
});
