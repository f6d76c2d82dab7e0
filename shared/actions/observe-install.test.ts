import { describe, expect, it } from 'vitest';
import { aNamespace, anOperatorGroup, aPackage, aSubscription, harbor, kedaPackage, noPublishers } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { recordedCluster, refusal } from '../../test/support/recorded-cluster.ts';
import { clusterWith } from '../../test/support/seeded-cluster.ts';
import { message } from '../messages/message.ts';
import { channelOf } from '../model/package-manifest.ts';
import { observeInstall, targetNamespace } from './observe-install.ts';

describe('observeInstall', () => {
  const content = {
    namespaces: [aNamespace()],
    subscriptions: [aSubscription(), aSubscription({ spec: { name: 'keda' } })],
    operatorGroups: [anOperatorGroup()],
  };

  it('reads what is there', async () => {
    const { subscriptions, operatorGroups } = content;
    expect(await observeInstall(await clusterWith(content), harbor)).toMatchObject({
      namespaceExists: true,
      onPlatform: false,
      subscriptions,
      operatorGroups,
    });
  });

  it('knows the platform by what its discovery serves', async () => {
    const cluster = await clusterWith({}, { paths: { '/apis/app.alauda.io': {} } });
    expect(await observeInstall(cluster, harbor)).toEqual({
      namespaceExists: false,
      onPlatform: true,
      publishers: noPublishers,
      subscriptions: [],
      operatorGroups: [],
    });
  });

  it('is content with its namespace where the others are forbidden', async () => {
    const cluster = recordedCluster(await clusterWith(content), ({ verb, namespace }) => {
      if (verb === 'list' && namespace === undefined) throw refusal('forbidden');
    });
    expect((await observeInstall(cluster, harbor)).subscriptions).toHaveLength(1);
  });

  it('ends where its namespace is forbidden too', async () => {
    const cluster = recordedCluster(await clusterWith(content), ({ verb }) => {
      if (verb === 'list') throw refusal('forbidden');
    });
    expect(await errorOf(() => observeInstall(cluster, harbor))).toMatchObject({ code: 'forbidden' });
  });
});

describe('targetNamespace', () => {
  const suggesting = aPackage({ suggestedNamespace: 'registry' });
  const namespaceOf = (asked: string | undefined, manifest = suggesting) => {
    const channel = channelOf(manifest, undefined);
    if (channel === undefined) throw new Error('no channel');
    return targetNamespace(asked, channel, manifest);
  };

  it.each([
    ['the one asked for', 'mine', suggesting, 'mine'],
    ['else the one the package suggests', undefined, suggesting, 'registry'],
    ['else one named like the package', undefined, kedaPackage, 'keda'],
    ['of 63 characters', 'a'.repeat(63), suggesting, 'a'.repeat(63)],
    ['of one digit', '1', suggesting, '1'],
  ])('is %s', (_, asked, manifest, name) => {
    expect(namespaceOf(asked, manifest)).toBe(name);
  });

  it.each(['', 'A', 'a_b', 'a.b', '-a', 'a-', 'ключ', 'a'.repeat(64)])('is never "%s"', async (asked) => {
    const { code, sentence, details } = await errorOf(() => namespaceOf(asked));
    expect({ code, sentence }).toEqual({ code: 'usage', sentence: message('install.bad-namespace', { namespace: asked, limit: 63 }) });
    expect(details.path).toBe('metadata.namespace');
  });
});
