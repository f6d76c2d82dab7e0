import { expect, it } from 'vitest';
import { aProductBase } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { memoryCluster } from '../../test/support/memory-cluster.ts';
import { recordedCluster, refusal } from '../../test/support/recorded-cluster.ts';
import { globalPaths } from '../../test/support/seeded-cluster.ts';
import type { ErrorCode } from '../errors.ts';
import { configMaps } from '../model/config-map.ts';
import { productBases, type ProductBase } from '../model/product-base.ts';
import { own } from '../plan/webhook/manifest.ts';
import { observePublishers } from './observe-publishers.ts';

const keda = { name: 'keda', catalog: '', type: 'platform' };
const status = JSON.stringify({ policyVersion: '1', hash: 'x', packages: [keda] });

interface Setting {
  readonly onGlobal?: boolean;
  readonly base?: ProductBase;
  /** What the ConfigMap of modes holds. */
  readonly data?: Record<string, string>;
  readonly refused?: readonly string[];
  readonly code?: ErrorCode;
}

async function observed({ onGlobal = true, base, data, refused = [], code = 'forbidden' }: Setting) {
  const memory = memoryCluster({ paths: onGlobal ? globalPaths : {} });
  if (base !== undefined) await memory.create(productBases, base);
  if (data !== undefined)
    await memory.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: own('ext-webhook-modes'), data });
  return observePublishers(
    recordedCluster(memory, ({ resource }) => {
      if (refused.includes(resource)) throw refusal(code);
    }),
  );
}

const base = aProductBase('keda');

it.each<[string, Setting, unknown]>([
  ['are what the platform says', { base }, [keda]],
  ['are none where there is no ProductBase', {}, []],
  ['are not known where it may not be read', { base, refused: ['productbases'] }, undefined],
  ['are not known where nobody answers for it', { base, refused: ['productbases'], code: 'failure' }, undefined],
  ['are then what the webhook says', { base, refused: ['productbases'], data: { status } }, [keda]],
  ['are what the platform says, though the webhook says something else', { base: aProductBase(), data: { status } }, []],
  ['are none on a workload cluster', { onGlobal: false, base }, []],
  ['are none there, whatever may be read', { onGlobal: false, refused: ['productbases', 'configmaps'] }, []],
])('publishers %s', async (_, setting, platform) => {
  expect(await observed(setting)).toEqual({ platform, lists: { alauda: [], exempt: [] } });
});

it('the lists of an administrator are beside the modes, as far as they may be read', async () => {
  const data = { 'alauda-packages': 'keda', 'exempt-packages': 'redis' };
  expect((await observed({ data })).lists).toEqual({ alauda: ['keda'], exempt: ['redis'] });
  expect((await observed({ data, refused: ['configmaps'] })).lists).toEqual({ alauda: [], exempt: [] });
});

it('a cluster that answers nobody is an error', async () => {
  expect(await errorOf(() => observed({ refused: ['productbases'], code: 'unreachable' }))).toMatchObject({ code: 'unreachable' });
});
