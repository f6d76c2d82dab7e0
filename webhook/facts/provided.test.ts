import { expect, it } from 'vitest';
import { aProductBase } from '../../test/support/builders.ts';
import { memoryCluster } from '../../test/support/memory-cluster.ts';
import { recordedCluster, refusal } from '../../test/support/recorded-cluster.ts';
import { productBases } from '../../shared/model/product-base.ts';
import { Provided } from './provided.ts';

const soon = { timeout: 2000, interval: 2 };
const keda = { name: 'keda', catalog: '', type: 'platform' };

function providing() {
  const memory = memoryCluster();
  const events: string[] = [];
  const failing = { is: false };
  const cluster = recordedCluster(memory, () => {
    if (failing.is) throw refusal('forbidden');
  });
  const provided = new Provided({ cluster, interval: 1, chance: () => 0.5, log: (event) => void events.push(event) });
  return { memory, events, failing, provided };
}

it('is not known until it was read, and kept whatever comes', async () => {
  const { memory, events, failing, provided } = providing();
  failing.is = true;
  await provided.refresh();
  expect([provided.packages, events]).toEqual([undefined, ['product-base.failed']]);
  failing.is = false;
  await memory.create(productBases, aProductBase('keda'));
  await provided.refresh();
  expect(provided.packages).toEqual([keda]);
  failing.is = true;
  await provided.refresh();
  expect(provided.packages).toEqual([keda]);
  failing.is = false;
  await memory.delete(productBases, 'base');
  await provided.refresh();
  expect(provided.packages).toEqual([keda]);
});

it('is nothing where there has never been a ProductBase', async () => {
  const { provided } = providing();
  await provided.refresh();
  expect(provided.packages).toEqual([]);
});

it('is read again and again', async () => {
  const { memory, provided } = providing();
  const stop = new AbortController();
  const ended = provided.run(stop.signal);
  await expect.poll(() => provided.packages, soon).toEqual([]);
  await memory.create(productBases, aProductBase('keda'));
  await expect.poll(() => provided.packages, soon).toEqual([keda]);
  stop.abort();
  await ended;
});
