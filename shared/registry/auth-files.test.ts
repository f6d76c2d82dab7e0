import { mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFolder, type Folder } from '../../test/support/api-server/kubeconfig.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { authFiles, credentialsInFiles } from './auth-files.ts';
import { helperWith } from './credential-helper.ts';

const target = { registry: 'harbor.demo.io:8443', repository: 'team/app', image: 'harbor.demo.io:8443/team/app:v1' };
const base64 = (text: string) => Buffer.from(text).toString('base64');
const entry = (username: string) => ({ auth: base64(`${username}:pass:word`) });
const login = (username: string) => ({ kind: 'login', username, password: 'pass:word' });
const noHelper = () => Promise.reject(new Error('no helper was meant'));

let folder: Folder;
beforeAll(async () => {
  folder = await createFolder();
});
afterAll(() => folder.remove());

async function found(config: unknown, askHelper: Parameters<typeof credentialsInFiles>[2] = noHelper, where = target) {
  const file = await folder.write('auth.json', typeof config === 'string' ? config : JSON.stringify(config));
  return credentialsInFiles(where, { REGISTRY_AUTH_FILE: file }, askHelper);
}

describe('the files', () => {
  it('are those of podman and docker', () => {
    expect(authFiles({ HOME: '/home/me' })).toEqual(['/home/me/.config/containers/auth.json', '/home/me/.docker/config.json']);
    const env = { HOME: '/home/me', XDG_RUNTIME_DIR: '/run/1', XDG_CONFIG_HOME: '/config', DOCKER_CONFIG: '/docker' };
    expect(authFiles(env)).toEqual(['/run/1/containers/auth.json', '/config/containers/auth.json', '/docker/config.json']);
    expect(authFiles({ ...env, REGISTRY_AUTH_FILE: '/only' })).toEqual(['/only']);
    expect(authFiles({})).toEqual([]);
  });

  it('count in their order, and those that are missing not at all', async () => {
    await mkdir(join(folder.path, 'docker'), { recursive: true });
    await mkdir(join(folder.path, 'containers'), { recursive: true });
    const env = { XDG_RUNTIME_DIR: folder.path, DOCKER_CONFIG: join(folder.path, 'docker') };
    expect(await credentialsInFiles(target, env, noHelper)).toBeUndefined();
    await folder.write('docker/config.json', JSON.stringify({ auths: { [target.registry]: entry('docker') } }));
    await folder.write('containers/auth.json', '');
    expect(await credentialsInFiles(target, env, noHelper)).toEqual(login('docker'));
    await folder.write('containers/auth.json', JSON.stringify({ auths: { [target.registry]: entry('podman') } }));
    expect(await credentialsInFiles(target, env, noHelper)).toEqual(login('podman'));
  });

  it('are not quoted where they are no JSON', async () => {
    const error = await errorOf(() => found('{"auths": secret'));
    expect(error).toMatchObject({ code: 'failure', sentence: { id: 'registry.bad-auth-file' } });
    expect(JSON.stringify([error.message, error.details])).not.toContain('secret');
  });
});

describe('an entry', () => {
  const { registry } = target;

  it.each([
    [{ [registry]: entry('a') }, login('a')],
    [{ [`https://${registry}`]: entry('a') }, login('a')],
    [{ [registry]: entry('a'), [`${registry}/team`]: entry('b'), [`${registry}/team/app`]: entry('c') }, login('c')],
    [{ [registry]: entry('a'), [`${registry}/te`]: entry('b') }, login('a')],
    [{ [registry]: { username: 'a', password: 'b' } }, { kind: 'login', username: 'a', password: 'b' }],
    [{ [registry]: { ...entry('a'), identitytoken: 'x' } }, { kind: 'identity-token', token: 'x' }],
    [{ [registry]: { registrytoken: 'x' } }, { kind: 'registry-token', token: 'x' }],
    [{ [registry]: {} }, undefined],
    [{ [registry]: { auth: base64('no colon') } }, undefined],
    [{ 'harbor.demo.io': entry('a'), [`x${registry}`]: entry('a') }, undefined],
  ])('%j', async (auths, expected) => expect(await found({ auths })).toEqual(expected));

  it('of Docker Hub has an old name', async () => {
    const hub = { registry: 'docker.io', repository: 'library/busybox', image: 'docker.io/library/busybox:1' };
    expect(await found({ auths: { 'https://index.docker.io/v1/': entry('a') } }, noHelper, hub)).toEqual(login('a'));
  });
});

// A script with a first line is a program where there is no Windows.
describe.skipIf(delimiter === ';')('a helper', () => {
  const { signal } = new AbortController();

  async function helper(script: string) {
    await mkdir(join(folder.path, 'bin'), { recursive: true });
    await folder.write('bin/docker-credential-test', `#!/bin/sh\n${script}\n`, 0o700);
    return helperWith({ PATH: `${join(folder.path, 'bin')}${delimiter}/usr/bin${delimiter}/bin` }, signal);
  }

  it('is asked for the registry by name, and its answer is a login or a token', async () => {
    const ask = await helper(`read name; printf '{"ServerURL":"%s","Username":"me","Secret":"%s-%s"}' "$name" "$1" "$name"`);
    const expected = { kind: 'login', username: 'me', password: `get-${target.registry}` };
    expect(await found({ credHelpers: { [target.registry]: 'test' } }, ask)).toEqual(expected);
    expect(await found({ credsStore: 'test', auths: { [target.registry]: {} } }, ask)).toEqual(expected);
    expect(await (await helper(`echo '{"Username":"<token>","Secret":"x"}'`))('test', 'a.b')).toEqual({
      kind: 'identity-token',
      token: 'x',
    });
  });

  it('may know nothing; then the file counts', async () => {
    const ask = await helper('echo credentials not found in native keychain; exit 1');
    expect(await found({ credsStore: 'test', auths: { [target.registry]: entry('a') } }, ask)).toEqual(login('a'));
  });

  it.each(['echo secret; exit 1', 'kill -9 $$'])('that fails is named, its words are not told: %s', async (script) => {
    const error = await errorOf(async () => (await helper(script))('test', 'a.b'));
    expect(error).toMatchObject({ code: 'unauthenticated', sentence: { data: { helper: 'docker-credential-test', registry: 'a.b' } } });
    expect(JSON.stringify([error.message, error.details])).not.toContain('secret');
  });

  it('that is not installed is named', async () => {
    const ask = await helper('echo {}');
    const sentence = { data: { helper: 'docker-credential-absent', registry: 'a.b' } };
    expect(await errorOf(() => ask('absent', 'a.b'))).toMatchObject({ code: 'unauthenticated', sentence });
  });
});
