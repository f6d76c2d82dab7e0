import { expect, it } from 'vitest';
import { noPublishers } from '../test/support/builders.ts';
import { memoryCluster } from '../test/support/memory-cluster.ts';
import { recordedCluster, writesOf } from '../test/support/recorded-cluster.ts';
import { configMaps } from '../shared/model/config-map.ts';
import { providedIn } from '../shared/model/product-base.ts';
import type { Publishers } from '../shared/model/publisher.ts';
import { identityIn, policyIdentity } from '../shared/policy/identity.ts';
import { publishIdentity } from './publish-identity.ts';

const soon = { timeout: 2000, interval: 2 };
const place = { name: 'ext-webhook-modes', namespace: 'ext-system' };

it('tells of the law and of publishers, and again only when something is new', async () => {
  const memory = memoryCluster();
  const cluster = recordedCluster(memory);
  const known: { publishers: Publishers; status: string | undefined } = {
    publishers: { ...noPublishers, platform: undefined },
    status: undefined,
  };
  const stop = new AbortController();
  const ended = publishIdentity(
    {
      ...{ cluster, ...place, interval: 1, log: () => {}, leader: { isLeader: true } },
      published: () => known.status,
      publishers: () => known.publishers,
    },
    stop.signal,
  );
  const status = async () => (known.status = (await memory.get(configMaps, place.name, place.namespace))?.data?.['status']);
  await expect.poll(async () => identityIn(await status()), soon).toEqual(policyIdentity());
  expect(providedIn(known.status)).toBeUndefined();
  const packages = [{ name: 'keda', catalog: 'custom', type: 'platform' }];
  known.publishers = { ...noPublishers, platform: packages };
  await expect.poll(async () => providedIn(await status()), soon).toEqual(packages);
  expect(identityIn(known.status)).toEqual(policyIdentity());
  stop.abort();
  await ended;
  const writes = writesOf(cluster).length;
  const again = new AbortController();
  const second = publishIdentity(
    {
      ...{ cluster, ...place, interval: 1, log: () => {}, leader: { isLeader: true } },
      published: () => known.status,
      publishers: () => known.publishers,
    },
    again.signal,
  );
  await new Promise((resolve) => setTimeout(resolve, 20));
  again.abort();
  await second;
  expect(writesOf(cluster)).toHaveLength(writes);
});
