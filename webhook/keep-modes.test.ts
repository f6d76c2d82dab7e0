import { expect, it } from 'vitest';
import { memoryCluster } from '../test/support/memory-cluster.ts';
import { configMaps } from '../shared/model/config-map.ts';
import { Modes } from './keep-modes.ts';

const place = { name: 'ext-webhook-modes', namespace: 'ext-system' };
const rule = 'subscription.manual-approval';
const soon = { timeout: 2000, interval: 2 };

it('follows the ConfigMap and its lists, keeps what it had where that cannot be read, and begins anew where it goes', async () => {
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
  await cluster.patch(configMaps, place, { data: { [rule]: 'audit', 'alauda-packages': 'keda', 'exempt-packages': 'redis' } });
  await expect.poll(() => modes.of(rule), soon).toBe('audit');
  expect(modes.lists).toEqual({ alauda: ['keda'], exempt: ['redis'] });
  await cluster.patch(configMaps, place, { data: { [rule]: 'warn', 'alauda-packages': 'Keda' } });
  await expect
    .poll(() => events, soon)
    .toEqual([
      ['modes.unreadable', { key: rule }],
      ['modes.unreadable', { key: 'alauda-packages' }],
    ]);
  expect([modes.of(rule), modes.lists.alauda]).toEqual(['audit', ['keda']]);
  await cluster.delete(configMaps, place.name, place.namespace);
  await expect.poll(() => modes.of(rule), soon).toBe('enforce');
  expect(modes.lists).toEqual({ alauda: [], exempt: [] });
  stop.abort();
  await ended;
});
