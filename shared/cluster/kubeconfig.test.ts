import { mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readContexts } from './contexts.ts';
import { inCluster } from './in-cluster.ts';
import { loadKubeconfig } from './kubeconfig.ts';
import { chooseTarget } from './target.ts';
import { type Folder, createFolder, kubeconfigText, optionsFor } from '../../test/support/api-server/kubeconfig.ts';

let folder: Folder;
beforeAll(async () => {
  folder = await createFolder();
});
afterAll(() => folder.remove());

const two = `
current-context: b
contexts:
- {name: a, context: {cluster: a, user: a, namespace: ns-a}}
- {name: b, context: {cluster: b, user: b}}
- {name: dangling, context: {cluster: gone, user: gone}}
- {name: no-server, context: {cluster: empty, user: a}}
clusters:
- name: a
  cluster:
    server: https://ann:pw@a.example/kubernetes/a/
    extensions:
    - {name: acp.io/v1, extension: {isGlobal: true, clusterName: a, sessionName: s, platformUrl: https://a.example}}
    - {name: scalar, extension: 7}
- {name: b, cluster: {server: https://b.example}}
- {name: empty, cluster: {}}
users:
- {name: a, user: {token: token-a}}
- {name: b, user: {token: token-b}}
`;

describe('which files', () => {
  test('the first of a list wins, for entries whole and for the current context', async () => {
    const first = await folder.write('first', kubeconfigText({ server: 'https://first' }, { token: 'first' }, 'same'));
    const second = await folder.write('second', kubeconfigText({ server: 'https://second', 'tls-server-name': 'x' }, {}, 'same'));
    const third = await folder.write('third', kubeconfigText({ server: 'https://third' }, {}, 'other'));
    const KUBECONFIG = [join(folder.path, 'missing'), first, '', second, third, first].join(delimiter);
    const { config } = await loadKubeconfig({ env: { KUBECONFIG } });
    expect(config.currentContext).toBe('same');
    expect([...config.clusters.keys()]).toEqual(['same', 'other']);
    expect(config.clusters.get('same')).toMatchObject({ server: 'https://first', tlsServerName: undefined });
    expect(config.users.get('same')).toMatchObject({ token: 'first' });
  });

  test('~/.kube/config where KUBECONFIG is not set or empty', async () => {
    await mkdir(join(folder.path, '.kube'), { recursive: true });
    await folder.write('.kube/config', kubeconfigText({ server: 'https://home' }, {}, 'home'));
    const { config } = await loadKubeconfig({ env: { HOME: folder.path, KUBECONFIG: '' } });
    expect([...config.clusters.keys()]).toEqual(['home']);
  });

  test('an empty --kubeconfig is none', async () => {
    expect((await loadKubeconfig({ kubeconfig: '', env: { HOME: join(folder.path, 'nobody') } })).config.clusters.size).toBe(0);
    const kubeconfig = await folder.write('two', two);
    expect((await readContexts({ kubeconfig, context: '', env: {} })).find(({ current }) => current)?.name).toBe('b');
  });

  test('the first document, with merge keys', async () => {
    const text = `
x: &base {server: https://base, tls-server-name: of-base}
clusters:
- {name: a, cluster: {<<: *base, server: https://own}}
---
clusters: [{name: second, cluster: {}}]
---
`;
    const { config } = await loadKubeconfig({ kubeconfig: await folder.write('merge', text), env: {} });
    expect([...config.clusters.keys()]).toEqual(['a']);
    expect(config.clusters.get('a')).toMatchObject({ server: 'https://own', tlsServerName: 'of-base' });
  });

  test('--kubeconfig alone, and it must exist', async () => {
    const kubeconfig = join(folder.path, 'nowhere');
    await expect(loadKubeconfig({ kubeconfig, env: { HOME: folder.path } })).rejects.toMatchObject({
      code: 'failure',
      sentence: { id: 'cluster.file-unreadable', data: { file: kubeconfig } },
    });
  });

  test('a folder is not a file', async () => {
    await expect(loadKubeconfig({ env: { KUBECONFIG: folder.path } })).rejects.toMatchObject({
      sentence: { id: 'cluster.file-unreadable' },
    });
  });

  test('paths are relative to their own file', async () => {
    await mkdir(join(folder.path, 'sub'), { recursive: true });
    const user = {
      'client-certificate': 'c.pem',
      'client-key': '/abs/k.pem',
      tokenFile: '../t',
      exec: { apiVersion: 'v1', command: 'bin/login' },
    };
    const kubeconfig = await folder.write('sub/config', kubeconfigText({ 'certificate-authority': './ca.pem' }, user));
    const { config } = await loadKubeconfig({ kubeconfig, env: {} });
    expect(config.clusters.get('test')?.caFile).toBe(join(folder.path, 'sub/ca.pem'));
    expect(config.users.get('test')).toMatchObject({
      certFile: join(folder.path, 'sub/c.pem'),
      keyFile: '/abs/k.pem',
      tokenFile: join(folder.path, 't'),
      exec: { command: join(folder.path, 'sub/bin/login') },
    });
  });

  test('a plugin without a slash is left to PATH', async () => {
    const kubeconfig = await folder.write('path', kubeconfigText({}, { exec: { apiVersion: 'v1', command: 'login' } }));
    const { config } = await loadKubeconfig({ kubeconfig, env: {} });
    expect(config.users.get('test')?.exec?.command).toBe('login');
  });

  test.each([
    ['a: [', /^line 1: /],
    ['[]', /the document is not a mapping/],
    ['just words', /the document is not a mapping/],
    ['kind: Pod', /kind is not Config/],
    ['clusters: {}', /clusters is not a list/],
    ['clusters: [{name: a, cluster: {server: 1}}]', /clusters\[0\]\.cluster\.server is not a string/],
    ['users: [{name: a, user: {}}, {name: a, user: {}}]', /users\[1\]\.name is there twice: a/],
    ['users: [{name: a, user: {exec: {}}}]', /users\[0\]\.user\.exec\.command is missing/],
    ['users: [{name: a, user: {token: [canary]}}]', /users\[0\]\.user\.token is not a string/],
    ['token: canary: canary', /^line 1: /],
    ['clusters: *canary', /alias/],
    ['<<: canary', /cannot merge/],
  ])('a file that is none: %s', async (text, because) => {
    const kubeconfig = await folder.write('broken', text);
    const error: unknown = await loadKubeconfig({ kubeconfig, env: {} }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'failure',
      sentence: { id: 'cluster.config-malformed' },
      details: { because: expect.stringMatching(because) },
    });
    expect(JSON.stringify(error)).not.toContain('canary');
  });

  test('an empty file is an empty configuration', async () => {
    const kubeconfig = await folder.write('empty', '');
    expect((await loadKubeconfig({ kubeconfig, env: {} })).config.contexts.size).toBe(0);
  });
});

describe('which server', () => {
  const choose = async (options: object = {}) => chooseTarget(optionsFor(await folder.write('two', two), options));

  test('that of the current context, unless a flag says another', async () => {
    expect(await choose()).toMatchObject({
      context: 'b',
      cluster: { server: 'https://b.example' },
      user: { token: 'token-b' },
      namespace: undefined,
    });
    expect(await choose({ context: 'a' })).toMatchObject({ context: 'a', namespace: 'ns-a' });
    expect(await choose({ context: 'a', namespace: 'mine', cluster: 'b' })).toMatchObject({
      cluster: { server: 'https://b.example' },
      user: { token: 'token-a' },
      namespace: 'mine',
    });
    expect(await choose({ user: 'a' })).toMatchObject({ cluster: { server: 'https://b.example' }, user: { token: 'token-a' } });
  });

  test.each([
    [{ context: 'A' }, 'usage', 'cluster.unknown-context'],
    [{ cluster: 'x' }, 'usage', 'cluster.unknown-cluster'],
    [{ user: 'x' }, 'usage', 'cluster.unknown-user'],
    [{ context: 'dangling' }, 'failure', 'cluster.unknown-cluster'],
    [{ context: 'dangling', cluster: 'a' }, 'failure', 'cluster.unknown-user'],
    [{ context: 'no-server' }, 'failure', 'cluster.no-server'],
    [{ asUserExtra: ['x'] }, 'usage', 'cluster.bad-extra'],
  ])('%j is refused', async (options, code, id) => {
    await expect(choose(options)).rejects.toMatchObject({ code, sentence: { id } });
  });

  test('the names that are there are offered, the nearest first', async () => {
    await expect(choose({ context: 'danglin' })).rejects.toMatchObject({
      details: { hints: [{ id: 'cluster.available', data: { names: ['dangling', 'a', 'b', 'no-server'] } }] },
    });
  });

  test('no configuration at all', async () => {
    await expect(chooseTarget(optionsFor(undefined, { env: { HOME: join(folder.path, 'none') } }))).rejects.toMatchObject({
      code: 'failure',
      sentence: { id: 'cluster.no-config', data: { files: [join(folder.path, 'none/.kube/config')] } },
    });
  });

  test('contexts and none of them current', async () => {
    const kubeconfig = await folder.write('none-current', two.replace('current-context: b', ''));
    await expect(chooseTarget(optionsFor(kubeconfig))).rejects.toMatchObject({ code: 'failure', sentence: { id: 'cluster.no-context' } });
  });

  test('--server needs no configuration', async () => {
    const options = optionsFor(undefined, { server: 'https://x', token: 't' });
    expect(await chooseTarget(options)).toMatchObject({ context: undefined, cluster: { server: 'https://x' }, user: { token: 't' } });
  });
});

describe('inside of a cluster', () => {
  const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };
  let account: Folder;
  beforeAll(async () => {
    account = await createFolder();
    await Promise.all([account.write('token', 't'), account.write('ca.crt', 'pem'), account.write('namespace', 'pod-ns\n')]);
  });
  afterAll(() => account.remove());

  test('the service account, where there is no kubeconfig', async () => {
    expect(await chooseTarget(optionsFor(undefined, { env }), account.path)).toEqual({
      context: undefined,
      cluster: expect.objectContaining({ server: 'https://[fd00::1]:443', caFile: join(account.path, 'ca.crt') }),
      user: expect.objectContaining({ tokenFile: join(account.path, 'token') }),
      namespace: 'pod-ns',
    });
    expect(await inCluster({ ...env, POD_NAMESPACE: 'named' }, account.path)).toMatchObject({ namespace: 'named' });
  });

  test('a kubeconfig comes first', async () => {
    const kubeconfig = await folder.write('two', two);
    expect(await chooseTarget(optionsFor(kubeconfig, { env }), account.path)).toMatchObject({ cluster: { server: 'https://b.example' } });
  });

  test('outside there is none', async () => {
    expect(await inCluster({}, account.path)).toBeUndefined();
    expect(await inCluster(env, folder.path)).toBeUndefined();
  });
});

test('contexts show no user of a server', async () => {
  const servers = ['https://u:p@canary@h/', 'u:canary@h:6443', 'https://u:pa#canary@h', 'https://u:pa/canary@h/x'];
  const shown = servers.map(async (server) => {
    const kubeconfig = await folder.write(`user-${servers.indexOf(server)}`, kubeconfigText({ server }));
    return (await readContexts({ kubeconfig, env: {} }))[0]?.server;
  });
  expect(await Promise.all(shown)).toEqual(['https://h', 'h:6443', 'https://h', 'https://h/x']);
});

test('all contexts with what is known of their clusters', async () => {
  const kubeconfig = await folder.write('two', two);
  const contexts = await readContexts({ kubeconfig, env: {} });
  expect(contexts.map(({ name, current }) => [name, current])).toEqual([
    ['a', false],
    ['b', true],
    ['dangling', false],
    ['no-server', false],
  ]);
  expect(contexts[0]).toEqual({
    name: 'a',
    cluster: 'a',
    server: 'https://a.example/kubernetes/a',
    namespace: 'ns-a',
    current: false,
    extensions: { 'acp.io/v1': { isGlobal: true, clusterName: 'a', sessionName: 's', platformUrl: 'https://a.example' }, scalar: 7 },
  });
  expect((await readContexts({ kubeconfig, context: 'a', env: {} })).find(({ current }) => current)?.name).toBe('a');
  expect(await readContexts({ env: {} })).toEqual([]);
});
