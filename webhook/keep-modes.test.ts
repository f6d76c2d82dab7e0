import { expect, it } from 'vitest';
import { memoryCluster } from '../test/support/memory-cluster.ts';
import { configMaps } from '../shared/model/config-map.ts';
import { Modes } from './keep-modes.ts';

const place = { name: 'ext-webhook-modes', namespace: 'ext-system' };
const rule = 'subscription.manual-approval';
const soon = { timeout: 2000, interval: 2 };

it('follows the ConfigMap, keeps what it had where that cannot be read, and begins anew where it goes', async () => {
  const cluster = memoryCluster();
  const events: unknown[] = [];
  const modes = new Modes({ cluster, ...place, retryPause: 1, log: (...entry) => void events.push(entry) });
  const stop = new AbortController();
  const ended = modes.run(stop.signal);
  expect(modes.of(rule)).toBe('enforce');
  await cluster.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: place, data: { [rule]: 'warn' } });
  await expect.poll(() => modes.of(rule), soon).toBe('warn');
  await cluster.patch(configMaps, place, { data: { [rule]: 'off' } });
  await expect.poll(() => events, soon).toEqual([['modes.unreadable', { key: rule }]]);
  expect(modes.of(rule)).toBe('warn');
  await cluster.delete(configMaps, place.name, place.namespace);
  await expect.poll(() => modes.of(rule), soon).toBe('enforce');
  stop.abort();
  await ended;
});
