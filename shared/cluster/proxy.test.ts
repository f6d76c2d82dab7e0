import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect } from './connect.ts';
import type { ConnectOptions } from './connect-options.ts';
import { type TestServer, startServer } from '../../test/support/api-server/api-server.ts';
import { type Authority, createAuthority } from '../../test/support/api-server/authority.ts';
import { type ConnectProxy, startProxy } from '../../test/support/api-server/connect-proxy.ts';
import { type Folder, base64, createFolder, kubeconfigText, optionsFor } from '../../test/support/api-server/kubeconfig.ts';

let authority: Authority;
let folder: Folder;
let server: TestServer;
let proxy: ConnectProxy;
let proxyUrl: string;

beforeAll(async () => {
  [authority, folder] = await Promise.all([createAuthority(), createFolder()]);
  server = await startServer(await authority.issue({ dns: ['api.test'], ips: ['10.1.2.3', 'fd00::1', '127.0.0.1'] }));
  proxy = await startProxy(server.port);
  proxyUrl = `http://127.0.0.1:${proxy.port}`;
});

afterAll(async () => {
  await Promise.all([proxy.close(), server.close(), folder.remove()]);
});

beforeEach(() => {
  proxy.asked.length = 0;
  proxy.authorizations.length = 0;
});

async function ask(url: string, env: ConnectOptions['env'], configured?: string): Promise<void> {
  const cluster = { server: url, 'certificate-authority-data': base64(authority.cert), 'proxy-url': configured };
  const connected = await connect(optionsFor(await folder.write('config', kubeconfigText(cluster)), { env, requestTimeout: '2s' }));
  try {
    await connected.getPath('/version');
  } finally {
    connected.close();
  }
}

describe('through a proxy', () => {
  test('that the kubeconfig names, whatever NO_PROXY says', async () => {
    await ask('https://api.test:6443', { NO_PROXY: '*' }, proxyUrl);
    expect(proxy.asked).toEqual(['api.test:6443']);
  });

  test('that the environment names, in either case', async () => {
    await ask('https://api.test', { HTTPS_PROXY: proxyUrl });
    await ask('https://api.test', { https_proxy: `127.0.0.1:${proxy.port}` });
    expect(proxy.asked).toEqual(['api.test:443', 'api.test:443']);
  });

  test('with a password', async () => {
    await ask('https://api.test', { HTTPS_PROXY: proxyUrl.replace('//', '//ann:pw@') });
    expect(proxy.authorizations).toEqual([`Basic ${base64('ann:pw')}`]);
  });

  test('to addresses', async () => {
    await ask('https://10.1.2.3:6443', { HTTPS_PROXY: proxyUrl, NO_PROXY: '10.2.0.0/16' });
    await ask('https://[fd00::1]:6443', { HTTPS_PROXY: proxyUrl });
    expect(proxy.asked).toEqual(['10.1.2.3:6443', '[fd00::1]:6443']);
    await expect(ask('https://[fd00::2]:6443', { HTTPS_PROXY: proxyUrl })).rejects.toMatchObject({
      sentence: { id: 'cluster.wrong-hostname' },
    });
  });

  test('by plain http, by a variable of its own', async () => {
    const plain = await startServer();
    const plainProxy = await startProxy(plain.port);
    await ask('http://api.test', { HTTP_PROXY: `http://127.0.0.1:${plainProxy.port}`, HTTPS_PROXY: 'http://127.0.0.1:1' });
    expect(plainProxy.asked).toEqual(['api.test:80']);
    await Promise.all([plain.close(), plainProxy.close()]);
  });
});

describe('around a proxy', () => {
  test('to this machine', async () => {
    await ask(`https://127.0.0.1:${server.port}`, { HTTPS_PROXY: proxyUrl });
    expect(proxy.asked).toEqual([]);
  });

  test('to what NO_PROXY names', async () => {
    await expect(ask('https://api.test:1', { HTTPS_PROXY: proxyUrl, NO_PROXY: '.test' })).rejects.toMatchObject({
      sentence: { id: 'cluster.unknown-host' },
    });
    expect(proxy.asked).toEqual([]);
  });
});

describe('a proxy that is of no use', () => {
  test.each(['socks5://127.0.0.1:1080', 'https://ann:pw@proxy.test', 'socks5h://x'])('%s is refused in words', async (url) => {
    const scheme = url.split(':')[0];
    await expect(ask('https://api.test', {}, url)).rejects.toMatchObject({
      code: 'failure',
      sentence: { id: 'cluster.proxy-scheme', data: { scheme } },
    });
    const error: unknown = await ask('https://api.test', { HTTPS_PROXY: url }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ sentence: { id: 'cluster.proxy-scheme', data: { origin: 'HTTPS_PROXY' } } });
    expect(JSON.stringify(error)).not.toContain('pw');
  });

  test('not a URL', async () => {
    await expect(ask('https://api.test', {}, 'http://')).rejects.toMatchObject({ sentence: { id: 'cluster.bad-proxy' } });
  });

  test('one that refuses', async () => {
    const refusing = await startProxy(server.port, 407);
    await expect(ask('https://api.test', {}, `http://127.0.0.1:${refusing.port}`)).rejects.toMatchObject({
      code: 'unreachable',
      sentence: { id: 'cluster.proxy-refused', data: { proxy: `127.0.0.1:${refusing.port}` } },
      details: { because: 'Bad response: 407' },
    });
    await refusing.close();
  });

  test('one that is not there', async () => {
    await expect(ask('https://api.test', {}, 'http://127.0.0.1:1')).rejects.toMatchObject({
      sentence: { id: 'cluster.refused', data: { host: '127.0.0.1:1' } },
    });
  });
});
