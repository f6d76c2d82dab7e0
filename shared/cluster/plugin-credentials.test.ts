import { readFile, readlink } from 'node:fs/promises';
import { platform } from 'node:os';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Cluster } from './cluster.ts';
import { connect } from './connect.ts';
import { type TestServer, json, startServer } from '../../test/support/api-server/api-server.ts';
import { type Authority, createAuthority } from '../../test/support/api-server/authority.ts';
import { type Folder, base64, createFolder, kubeconfigText, optionsFor } from '../../test/support/api-server/kubeconfig.ts';

let authority: Authority;
let folder: Folder;
let server: TestServer;

beforeAll(async () => {
  [authority, folder] = await Promise.all([createAuthority(), createFolder()]);
  server = await startServer({ ...(await authority.issue({ ips: ['127.0.0.1'] })), ca: authority.cert });
});

afterAll(async () => {
  await Promise.all([server.close(), folder.remove()]);
});

beforeEach(() => {
  server.seen.length = 0;
  server.answer((_, response) => json(response, 200, {}));
});

interface Plugin {
  readonly apiVersion?: string;
  readonly command: string;
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly installHint?: string;
  readonly interactiveMode?: string;
  readonly provideClusterInfo?: boolean;
}

async function connected(exec: Plugin, signal?: AbortSignal): Promise<Cluster> {
  const cluster = {
    server: `https://127.0.0.1:${server.port}`,
    'certificate-authority-data': base64(authority.cert),
    extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'us' } }],
  };
  const user = { exec: { apiVersion: 'client.authentication.k8s.io/v1', interactiveMode: 'Never', ...exec } };
  return connect(optionsFor(await folder.write('config', kubeconfigText(cluster, user)), { env: { FROM_US: 'yes' }, signal }));
}

/** Writes a plugin: a shell script that counts its runs and prints `status` of an ExecCredential. */
async function plugin(name: string, status: string, before = ''): Promise<string> {
  const script = `#!/bin/sh
echo run >> ${folder.path}/${name}.runs
${before}
cat <<END
{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":${status}}
END
`;
  await folder.write(name, script, 0o700);
  return `./${name}`;
}

async function runsOf(name: string): Promise<number> {
  return (await readFile(`${folder.path}/${name}.runs`, 'utf8')).trim().split('\n').length;
}

async function pidIn(file: string): Promise<number> {
  const pid = Number(await readFile(file, 'utf8'));
  if (!pid) throw new Error('not written yet');
  return pid;
}

test('a token, from one run for many requests', async () => {
  const cluster = await connected({ command: await plugin('token', '{"token":"made"}') });
  await Promise.all([cluster.getPath('/a'), cluster.getPath('/b')]);
  await cluster.getPath('/c');
  cluster.close();
  expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer made', 'Bearer made', 'Bearer made']);
  expect(await runsOf('token')).toBe(1);
});

test('a client certificate', async () => {
  const { cert, key } = await authority.issue({ name: 'by-plugin' });
  const status = JSON.stringify({ clientCertificateData: cert, clientKeyData: key });
  await folder.write('status.json', status);
  const cluster = await connected({ command: await plugin('certificate', `$(cat ${folder.path}/status.json)`) });
  await cluster.getPath('/');
  cluster.close();
  expect(server.seen[0]?.client).toBe('by-plugin');
});

test('a new run after the server refused', async () => {
  const cluster = await connected({ command: await plugin('refused', '{"token":"made"}') });
  server.answer((_, response) => json(response, 401, {}));
  await expect(cluster.getPath('/')).rejects.toMatchObject({ code: 'unauthenticated', details: { status: 401 } });
  server.answer((_, response) => json(response, 200, {}));
  await cluster.getPath('/');
  cluster.close();
  expect(await runsOf('refused')).toBe(2);
});

test('a new run after the credentials expired', async () => {
  const status = '{"token":"short","expirationTimestamp":"2020-01-01T00:00:00Z"}';
  const cluster = await connected({ command: await plugin('expired', status) });
  await cluster.getPath('/a');
  await cluster.getPath('/b');
  cluster.close();
  expect(await runsOf('expired')).toBe(2);
});

test('the plugin learns what is asked of it', async () => {
  const before = `echo "$KUBERNETES_EXEC_INFO $FROM_US $EXTRA" > ${folder.path}/told`;
  const command = await plugin('told-plugin', '{"token":"made"}', before);
  const cluster = await connected({ command, env: [{ name: 'EXTRA', value: 'more' }], provideClusterInfo: true });
  await cluster.getPath('/');
  cluster.close();
  const [, info = '', rest] = /^(\{.*\}) (.*)\n$/.exec(await readFile(`${folder.path}/told`, 'utf8')) ?? [];
  expect(rest).toBe('yes more');
  expect(JSON.parse(info)).toEqual({
    apiVersion: 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    spec: {
      interactive: false,
      cluster: {
        server: `https://127.0.0.1:${server.port}`,
        'certificate-authority-data': base64(authority.cert),
        config: { audience: 'us' },
      },
    },
  });
});

test('a plugin that is not installed', async () => {
  const cluster = await connected({ command: 'no-such-plugin-anywhere', installHint: 'brew install it' });
  await expect(cluster.getPath('/')).rejects.toMatchObject({
    code: 'unauthenticated',
    sentence: { id: 'cluster.exec-missing', data: { command: 'no-such-plugin-anywhere' } },
    details: { hints: ['brew install it'] },
  });
});

test('a plugin that fails is quoted', async () => {
  const cluster = await connected({ command: await plugin('failing', '{}', 'echo "please log in" >&2; exit 3') });
  await expect(cluster.getPath('/')).rejects.toMatchObject({
    code: 'unauthenticated',
    sentence: { id: 'cluster.exec-failed' },
    details: { because: 'exit code 3' },
  });
});

test('a plugin that reads finds nothing there to read', async () => {
  const command = await plugin('reading', '{"token":"made"}', 'cat');
  const cluster = await connected({ command, interactiveMode: 'IfAvailable' });
  await cluster.getPath('/');
  cluster.close();
  expect(server.seen).toHaveLength(1);
});

test.skipIf(platform() !== 'linux')('a plugin speaks to the person who waits for it', async () => {
  const command = await plugin('speaking', '{"token":"made"}', `readlink /proc/$$/fd/2 > ${folder.path}/stderr`);
  const cluster = await connected({ command });
  await cluster.getPath('/');
  cluster.close();
  expect((await readFile(`${folder.path}/stderr`, 'utf8')).trim()).toBe(await readlink('/proc/self/fd/2'));
});

test('a plugin that must ask somebody, and there is nobody', async () => {
  const cluster = await connected({ command: await plugin('asking', '{"token":"made"}'), interactiveMode: 'Always' });
  await expect(cluster.getPath('/')).rejects.toMatchObject({
    code: 'unauthenticated',
    sentence: { id: 'cluster.exec-failed' },
    details: { because: 'interactiveMode is Always, and standard input is not a terminal' },
  });
});

test('the signal of the caller ends a plugin', async () => {
  const abort = new AbortController();
  const command = await plugin('slow', '{"token":"made"}', `echo $$ > ${folder.path}/pid; exec sleep 60`);
  const cluster = await connected({ command }, abort.signal);
  const asked = cluster.getPath('/');
  asked.catch(() => {});
  const pid = await vi.waitFor(() => pidIn(`${folder.path}/pid`), 3000);
  abort.abort();
  await expect(asked).rejects.toMatchObject({ code: 'interrupted' });
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'));
  cluster.close();
});

test('a plugin that prints something else is not quoted', async () => {
  const cluster = await connected({ command: await plugin('talking', '{}', 'echo "token=canary-4711"; exit 0') });
  const error: unknown = await cluster.getPath('/').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'unauthenticated', sentence: { id: 'cluster.exec-answer' } });
  expect(`${JSON.stringify(error)} ${error instanceof Error ? error.stack : ''}`).not.toContain('canary');
});
