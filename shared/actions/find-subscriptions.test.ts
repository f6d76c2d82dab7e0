import { describe, expect, it } from 'vitest';
import { aSubscription, harbor } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { recordedCluster, refusal } from '../../test/support/recorded-cluster.ts';
import { clusterWith } from '../../test/support/seeded-cluster.ts';
import { message } from '../messages/message.ts';
import { subscriptions } from '../model/subscription.ts';
import { findSubscriptions, listInReach } from './find-subscriptions.ts';

const own = aSubscription({ metadata: { name: 'my-harbor', labels: { team: 'a' } } });
const keda = aSubscription({ spec: { name: 'keda' } });
const secondKeda = aSubscription({ metadata: { namespace: 'elsewhere' }, spec: { name: 'keda' } });

describe('findSubscriptions', () => {
  const cluster = clusterWith({ subscriptions: [own, keda, secondKeda] });
  const find = async (names: string[], scope = {}) =>
    (await findSubscriptions(await cluster, names, scope)).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);

  it('finds by package, whatever the object is called', async () => {
    expect(await find([harbor])).toEqual([`${harbor}/my-harbor`]);
  });

  it('finds several in the order they were named', async () => {
    expect(await find(['keda'], { namespace: 'elsewhere' })).toEqual(['elsewhere/keda-subs']);
    expect(await find([harbor, harbor])).toHaveLength(2);
  });

  it('asks for a namespace where a package is in two', async () => {
    const { code, sentence, details } = await errorOf(() => find(['keda']));
    expect({ code, sentence }).toEqual({
      code: 'usage',
      sentence: message('subscription.two', { name: 'keda', namespaces: ['keda', 'elsewhere'] }),
    });
    expect(details.hints).toEqual([message('subscription.two.hint')]);
  });

  it('does not take the object’s name for the package’s, and offers what is installed', async () => {
    const { code, sentence, details } = await errorOf(() => find(['my-harbor']));
    expect({ code, sentence }).toEqual({ code: 'not-found', sentence: message('subscription.not-found', { name: 'my-harbor' }) });
    expect(details).toEqual({
      because: message('subscription.not-found.nearest', { names: [harbor, 'keda'] }),
      hints: ['kubectl ext list', 'kubectl ext install my-harbor'],
    });
  });

  it('offers nothing where nothing is installed', async () => {
    const { details } = await errorOf(() => find([harbor], { namespace: 'empty' }));
    expect(details).not.toHaveProperty('because');
  });
});

describe('listInReach', () => {
  const narrow = async (namespace?: string) =>
    recordedCluster(await clusterWith({ subscriptions: [own, keda] }, { namespace }), (request) => {
      if (request.namespace === undefined) throw refusal('forbidden');
    });

  it('lists the context’s namespace where all are forbidden', async () => {
    expect(await listInReach(await narrow('keda'), subscriptions, {})).toMatchObject({ items: [{}], reach: { namespace: 'keda' } });
  });

  it('keeps the selector then', async () => {
    expect(await listInReach(await narrow(harbor), subscriptions, { labelSelector: 'team=b' })).toMatchObject({ items: [] });
    expect(await listInReach(await narrow(harbor), subscriptions, { labelSelector: 'team=a' })).toMatchObject({ items: [{}] });
  });

  it('tells how far it reached', async () => {
    const cluster = await clusterWith({ subscriptions: [own, keda] }, { namespace: 'keda' });
    expect(await listInReach(cluster, subscriptions, { labelSelector: 'team=a' })).toEqual({ items: [expect.anything()], reach: {} });
    expect((await listInReach(cluster, subscriptions, { namespace: harbor })).reach).toEqual({ namespace: harbor });
  });

  it('is forbidden where the context has no namespace', async () => {
    expect(await errorOf(async () => listInReach(await narrow(), subscriptions, {}))).toMatchObject({ code: 'forbidden' });
  });

  it.each(['unreachable', 'not-found'] as const)('does not narrow where the answer is %s', async (code) => {
    const cluster = recordedCluster(await clusterWith({}, { namespace: 'keda' }), () => {
      throw refusal(code);
    });
    expect(await errorOf(() => listInReach(cluster, subscriptions, {}))).toMatchObject({ code });
    expect(cluster.requests).toHaveLength(1);
  });
});
