import { describe, expect, it } from 'vitest';
import { memoryCluster } from '../../test/support/memory-cluster.ts';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { bundleOf, ensureTrust, rotateAnnotation, writeTrust } from './authority.ts';
import { mintAuthority, mintLeaf, type KeyPair } from './certificates.ts';
import { secrets, type Secret } from '../../shared/model/secret.ts';

const now = Date.now();
const day = 24 * 3600 * 1000;
const place = { namespace: 'ext-system', secret: 'ext-webhook-ca', life: 365 * day };

function secretOf(data: Record<string, string>): Secret {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: place.secret, namespace: place.namespace }, data };
}

function secretWith({ certificate, key }: KeyPair): Secret {
  return secretOf({ 'tls.crt': Buffer.from(certificate).toString('base64'), 'tls.key': Buffer.from(key).toString('base64') });
}

describe('ensureTrust', () => {
  it('puts a new authority into the Secret, once', async () => {
    const cluster = memoryCluster();
    const first = await ensureTrust(cluster, place, { now });
    expect(await cluster.get(secrets, place.secret, place.namespace)).toMatchObject({
      ...secretWith(first.current),
      type: 'kubernetes.io/tls',
      metadata: {},
    });
    expect((await ensureTrust(cluster, place, { now })).current).toEqual(first.current);
  });

  it('takes the one of a replica that was faster', async () => {
    const cluster = memoryCluster();
    const theirs = await mintAuthority('theirs', { from: now, life: day });
    const late: Pick<Cluster, 'get' | 'create' | 'patch'> = {
      ...cluster,
      async create(resource, object) {
        await cluster.create(secrets, secretWith(theirs));
        return cluster.create(resource, object);
      },
    };
    expect(await ensureTrust(late, place, { now })).toMatchObject({ current: theirs });
  });

  it('puts back what this replica has where the Secret has gone', async () => {
    const own = await mintAuthority('own', { from: now, life: day });
    expect((await ensureTrust(memoryCluster(), place, { now, own })).current).toEqual(own);
    const over = await mintAuthority('over', { from: now - 2 * day, life: day });
    expect((await ensureTrust(memoryCluster(), place, { now, own: over })).current).not.toEqual(over);
  });

  it('replaces an authority that is over, in the Secret too', async () => {
    const cluster = memoryCluster();
    const over = await mintAuthority('old', { from: now - 2 * day, life: day });
    await cluster.create(secrets, secretWith(over));
    const { current } = await ensureTrust(cluster, place, { now });
    expect(current).not.toEqual(over);
    expect((await ensureTrust(cluster, place, { now })).current).toEqual(current);
  });

  it.each<[string, () => Promise<Secret>]>([
    ['nothing', async () => secretOf({})],
    ['no certificate', async () => secretOf({ 'tls.crt': 'AAAA', 'tls.key': 'AAAA' })],
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
    await expect(ensureTrust(cluster, place, { now })).rejects.toMatchObject({
      code: 'failure',
      sentence: { id: 'webhook.authority-unusable' },
    });
  });
});

describe('writeTrust', () => {
  it('keeps what is next and what was, and forgets a wish once it is met', async () => {
    const cluster = memoryCluster();
    const [first, second] = await Promise.all(['a', 'b'].map((name) => mintAuthority(name, { from: now, life: day })));
    if (first === undefined || second === undefined) throw new Error('two were minted');
    await cluster.create(secrets, {
      ...secretWith(first),
      metadata: { name: place.secret, namespace: place.namespace, annotations: { [rotateAnnotation]: '' } },
    });
    const trust = await ensureTrust(cluster, place, { now });
    expect(trust).toMatchObject({ current: first, isUnwanted: true });

    const introduced = await writeTrust(cluster, place, trust, { next: second });
    expect(introduced).toMatchObject({ current: first, next: second, isUnwanted: false });
    expect(bundleOf(introduced)).toBe(`${first.certificate}\n${second.certificate}`);

    const promoted = await writeTrust(cluster, place, introduced, { current: second, next: null, old: first.certificate, promotedAt: now });
    expect(promoted).toMatchObject({ current: second, old: first.certificate, promotedAt: now });
    expect(promoted.next).toBeUndefined();
    expect(bundleOf(promoted)).toBe(`${second.certificate}\n${first.certificate}`);

    expect(bundleOf(await writeTrust(cluster, place, promoted, { old: null }))).toBe(second.certificate);
    expect(await ensureTrust(cluster, place, { now })).toMatchObject({ current: second });
  });

  it('changes nothing that somebody else has changed meanwhile', async () => {
    const cluster = memoryCluster();
    const trust = await ensureTrust(cluster, place, { now });
    await cluster.patch(secrets, { name: place.secret, namespace: place.namespace }, { metadata: { labels: { a: 'b' } } });
    await expect(writeTrust(cluster, place, trust, { old: 'x' })).rejects.toMatchObject({ code: 'conflict' });
  });
});
