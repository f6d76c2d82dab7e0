import { expect, it } from 'vitest';
import { aPackage, clickhousePackage, kedaPackage } from '../../test/support/builders.ts';
import { memoryCluster } from '../../test/support/memory-cluster.ts';
import { configMaps } from '../../shared/model/config-map.ts';
import { keepIndex, recallIndex } from './keep-index.ts';
import { LiveReads } from './live-reads.ts';
import { PackageIndex } from './package-index.ts';

const place = { name: 'ext-webhook-index', namespace: 'ext-system' };
const soon = { timeout: 2000, interval: 2 };
const harborKey = { namespace: 'cpaas-system', catalogue: 'platform', name: 'harbor-ce-operator' };

function replica(cluster = memoryCluster(), isLeader = true) {
  const events: string[] = [];
  const log = (event: string) => void events.push(event);
  const index = new PackageIndex({ cluster, live: new LiveReads({ longest: 10, log }), clock: () => 0, log });
  return { cluster, index, events, parts: { cluster, ...place, index, leader: { isLeader }, interval: 1, log } };
}

it('what one replica has saved the next one knows, before any catalogue answers', async () => {
  const { cluster, index, parts } = replica();
  index.recall([aPackage(), clickhousePackage, kedaPackage]);
  const stop = new AbortController();
  const ended = keepIndex(parts, stop.signal);
  await expect.poll(() => cluster.get(configMaps, place.name, place.namespace), soon).not.toBeNull();
  stop.abort();
  await ended;

  const next = replica(cluster);
  await recallIndex(next.parts);
  expect(next.index.known(harborKey)).toEqual(index.known(harborKey));
  expect(next.index.all()).toHaveLength(3);
});

it('what is known already is newer than what was saved', async () => {
  const { index } = replica();
  index.recall([aPackage({ channels: { stable: ['2.13.0'] } })]);
  index.recall([aPackage({ channels: { stable: ['2.12.0'] } })]);
  expect(index.known(harborKey)?.status.channels[0]?.currentCSV).toBe('harbor-ce-operator.v2.13.0');
});

it('a replica that does not lead saves nothing', async () => {
  const { cluster, index, parts } = replica(memoryCluster(), false);
  index.recall([aPackage()]);
  const stop = new AbortController();
  const ended = keepIndex(parts, stop.signal);
  await new Promise((resolve) => setTimeout(resolve, 20));
  stop.abort();
  await ended;
  expect(await cluster.get(configMaps, place.name, place.namespace)).toBeNull();
});

it.each([
  ['no gzip', 'AAAA'],
  ['no list', 'H4sIAAAAAAAAA6uuBQBDv6ajAgAAAA=='],
])('what nobody can read is no obstacle: %s', async (_what, packed) => {
  const { cluster, index, parts, events } = replica();
  await cluster.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: place, binaryData: { 'packages.json.gz': packed } });
  await recallIndex(parts);
  expect([index.all(), events]).toEqual([[], ['index.recall-failed']]);
});
