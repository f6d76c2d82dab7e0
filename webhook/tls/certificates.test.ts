import { createServer, type TlsOptions } from 'node:tls';
import { X509Certificate } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { mintAuthority, mintLeaf } from './certificates.ts';
import { provesItself } from './handshake.ts';

const now = Date.now();
const day = 24 * 3600 * 1000;
const name = 'ext-webhook.ext-system.svc';

async function withServer<R>(options: TlsOptions, use: (port: number) => Promise<R>): Promise<R> {
  const server = createServer(options);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

describe('a leaf', async () => {
  const authority = await mintAuthority('ext-webhook-ca', { from: now, life: 365 * day });
  const leaf = await mintLeaf(authority, [name, `${name}.cluster.local`], { from: now, life: 7 * day });
  const proof = (authorityPem: string, serverName: string) =>
    withServer({ cert: leaf.certificate, key: leaf.key }, (port) =>
      provesItself({ host: '127.0.0.1', port, serverName, patience: 1000 }, authorityPem),
    );

  it('proves its names to whoever trusts the authority, and no other', async () => {
    expect(await proof(authority.certificate, name)).toBe(true);
    expect(await proof(authority.certificate, `${name}.cluster.local`)).toBe(true);
    expect(await proof(authority.certificate, 'other.ext-system.svc')).toBe(false);
  });

  it('proves nothing to whoever trusts another authority of the same name', async () => {
    expect(await proof((await mintAuthority('ext-webhook-ca', { from: now, life: day })).certificate, name)).toBe(false);
  });

  it('lives as long as it was told, beginning a little earlier for the sake of clocks', () => {
    const { validFromDate, validToDate, ca } = new X509Certificate(leaf.certificate);
    expect(ca).toBe(false);
    expect(now - validFromDate.getTime()).toBeGreaterThan(60_000);
    expect(Math.abs(validToDate.getTime() - now - 7 * day)).toBeLessThan(1000);
    expect(leaf).toMatchObject({ from: now, until: now + 7 * day });
  });

  it('does not outlive its authority', async () => {
    const old = await mintAuthority('ext-webhook-ca', { from: now - 364 * day, life: 365 * day });
    const { until } = await mintLeaf(old, [name], { from: now, life: 7 * day });
    expect(until - now).toBeLessThanOrEqual(day);
  });
});

it('whoever does not answer proves nothing', async () => {
  expect(await provesItself({ host: '127.0.0.1', port: 1, serverName: name, patience: 1000 }, '')).toBe(false);
});
