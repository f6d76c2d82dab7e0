import { describe, expect, it } from 'vitest';
import { memoryCluster } from '../../test/support/memory-cluster.ts';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { ensureAuthority } from './authority.ts';
import { mintAuthority, mintLeaf, type KeyPair } from './certificates.ts';
import { secrets, type Secret } from './resources.ts';

const now = Date.now();
const day = 24 * 3600 * 1000;
const place = { namespace: 'ext-system', secret: 'ext-webhook-ca', life: 365 * day };

function secretOf(data: Record<string, string>): Secret {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: place.secret, namespace: place.namespace }, data };
}

function secretWith({ certificate, key }: KeyPair): Secret {
  return secretOf({ 'tls.crt': Buffer.from(certificate).toString('base64'), 'tls.key': Buffer.from(key).toString('base64') });
}

describe('ensureAuthority', () => {
  it('puts a new authority into the Secret, once', async () => {
    const cluster = memoryCluster();
    const first = await ensureAuthority(cluster, place, now);
    expect(await cluster.get(secrets, place.secret, place.namespace)).toMatchObject({
      ...secretWith(first),
      type: 'kubernetes.io/tls',
      metadata: {},
    });
    expect(await ensureAuthority(cluster, place, now)).toEqual(first);
  });

  it('takes the one of a replica that was faster', async () => {
    const cluster = memoryCluster();
    const theirs = await mintAuthority('theirs', { from: now, life: day });
    const late: Pick<Cluster, 'get' | 'create'> = {
      get: cluster.get,
      async create(resource, object) {
        await cluster.create(secrets, secretWith(theirs));
        return cluster.create(resource, object);
      },
    };
    expect(await ensureAuthority(late, place, now)).toEqual(theirs);
  });

  it.each<[string, () => Promise<Secret>]>([
    ['nothing', async () => secretOf({})],
    ['no certificate', async () => secretOf({ 'tls.crt': 'AAAA', 'tls.key': 'AAAA' })],
    ['an authority that is over', async () => secretWith(await mintAuthority('old', { from: now - 2 * day, life: day }))],
    ['a leaf', async () => secretWith(await mintLeaf(await mintAuthority('a', { from: now, life: day }), ['a'], { from: now, life: day }))],
    [
      "another's key",
      async () =>
        secretWith({
          ...(await mintAuthority('a', { from: now, life: day })),
          key: (await mintAuthority('b', { from: now, life: day })).key,
        }),
    ],
  ])('refuses a Secret that holds %s', async (_what, make) => {
    const cluster = memoryCluster();
    await cluster.create(secrets, await make());
    await expect(ensureAuthority(cluster, place, now)).rejects.toMatchObject({
      code: 'failure',
      sentence: { id: 'webhook.authority-unusable' },
    });
  });
});
