import { expect, it } from 'vitest';
import { memoryCluster } from '../test/support/memory-cluster.ts';
import { events } from '../shared/model/pod.ts';
import { Events, type News } from './events.ts';

const soon = { timeout: 2000, interval: 2 };
const about = { apiVersion: 'operators.coreos.com/v1alpha1', kind: 'Subscription', name: 'harbor-subs', namespace: 'harbor' };
const denied: News = { about, type: 'Warning', reason: 'Denied', text: 'CREATE denied: a.b at spec', rules: ['a.b'] };

function working(cluster = memoryCluster()) {
  const clock = { now: Date.UTC(2026, 0, 2) };
  const log: string[] = [];
  const parts = { cluster, holder: 'replica-1', interval: 1, countAfter: 10_000, now: () => clock.now };
  const writer = new Events({ ...parts, log: (event) => void log.push(event) });
  const stop = new AbortController();
  const ended = writer.run(stop.signal);
  return {
    tell: writer.tell,
    clock,
    log,
    stored: () => cluster.list(events),
    async end() {
      stop.abort();
      await ended;
    },
  };
}

it('writes what happened beside the object, once', async () => {
  const { tell, clock, stored, end } = working();
  tell(denied);
  await expect.poll(stored, soon).toMatchObject([
    {
      metadata: {
        name: expect.stringMatching(/^harbor-subs\.[0-9a-f]{16}$/),
        namespace: 'harbor',
        annotations: { 'ext.cpaas.io/rules': 'a.b' },
      },
      involvedObject: about,
      ...{ type: 'Warning', reason: 'Denied', message: denied.text, count: 1 },
      source: { component: 'ext-webhook' },
      reportingInstance: 'replica-1',
      lastTimestamp: '2026-01-02T00:00:00.000Z',
    },
  ]);
  clock.now += 9_999;
  tell(denied);
  tell(denied);
  tell({ ...denied, text: 'other' });
  await expect.poll(stored, soon).toMatchObject([{ count: 1 }, { message: 'other' }]);
  clock.now += 1;
  await expect.poll(stored, soon).toMatchObject([{ count: 3, lastTimestamp: '2026-01-02T00:00:09.999Z' }, { count: 1 }]);
  await end();
});

it('begins anew after a while in which nothing of the kind happened', async () => {
  const { tell, clock, stored, end } = working();
  tell(denied);
  await expect.poll(stored, soon).toHaveLength(1);
  clock.now += 600_001;
  tell(denied);
  await expect.poll(stored, soon).toMatchObject([{ count: 1 }, { count: 1 }]);
  await end();
});

it('puts Events about objects of the whole cluster, and of no name, where they can be', async () => {
  const { tell, stored, end } = working();
  tell({ ...denied, about: { kind: 'ModuleInfo', name: '' } });
  await expect.poll(stored, soon).toMatchObject([{ metadata: { namespace: 'default', name: expect.stringMatching(/^unnamed\./) } }]);
  await end();
});

it('remembers no more than it can write, and forgets what cannot be written', async () => {
  const refusing = { ...memoryCluster(), create: () => Promise.reject(new Error('no')) };
  const { tell, log, stored, end } = working(refusing);
  for (let index = 0; index < 600; index += 1) tell({ ...denied, text: `denial ${index}` });
  await expect.poll(() => log.length, { timeout: 10_000, interval: 5 }).toBe(500);
  expect(await stored()).toEqual([]);
  expect(new Set(log)).toEqual(new Set(['event.failed']));
  await end();
});
