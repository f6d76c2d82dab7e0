import { expect, it } from 'vitest';
import { actionContext } from '../../../test/support/action-context.ts';
import { memoryCluster } from '../../../test/support/memory-cluster.ts';
import { ExtError } from '../../errors.ts';
import { message } from '../../messages/message.ts';
import { configMaps } from '../../model/config-map.ts';
import { policyIdentity } from '../../policy/identity.ts';
import { readSkew, skewMessage, warnOfSkew } from './skew.ts';

const own = policyIdentity();
const other = { policyVersion: '0', hash: 'feedfacefeedface' };

async function saying(status?: object) {
  const cluster = memoryCluster();
  const metadata = { name: 'ext-webhook-modes', namespace: 'ext-system' };
  if (status !== undefined)
    await cluster.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { status: JSON.stringify(status) } });
  return cluster;
}

it.each<[string, object | undefined, object | null]>([
  ['the same law', own, { ...own, matches: true }],
  ['another law', other, { ...other, matches: false }],
  ['nothing', undefined, null],
  ['something else', { state: 'fine' }, null],
])('a webhook that says %s', async (_what, status, skew) => expect(await readSkew(await saying(status))).toEqual(skew));

it('only another law is warned of, and nothing where nobody may look', async () => {
  const warnings = async (cluster: Parameters<typeof warnOfSkew>[0]) => {
    const context = actionContext(memoryCluster());
    await warnOfSkew(cluster, context.report);
    return context.events;
  };
  expect(await warnings(await saying(other))).toEqual([{ state: 'warning', message: skewMessage(other) }]);
  expect(await warnings(await saying(own))).toEqual([]);
  const forbidden = new ExtError('forbidden', message('error.failure', { what: 'no' }));
  expect(await warnings({ get: () => Promise.reject(forbidden) })).toEqual([]);
});
