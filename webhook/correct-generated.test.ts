import { expect, it } from 'vitest';
import { aSubscription, harbor } from '../test/support/builders.ts';
import { memoryCluster } from '../test/support/memory-cluster.ts';
import { subscriptions, type Subscription } from '../shared/model/subscription.ts';
import { correctGenerated } from './correct-generated.ts';

const soon = { timeout: 2000, interval: 2 };
const generated = { annotations: { 'olm.generated-by': 'install-x' } };
const automatic = { installPlanApproval: 'Automatic' } as const;

it('makes Manual what OLM generated, and nothing else', async () => {
  const cluster = memoryCluster();
  const items: Subscription[] = [];
  const add = async (name: string, parts: Parameters<typeof aSubscription>[0]) => {
    const written = await cluster.create(
      subscriptions,
      aSubscription({ ...parts, metadata: { name, namespace: harbor, ...parts?.metadata } }),
    );
    items.push(written);
  };
  await add('generated', { metadata: generated, spec: automatic });
  await add('absent', { metadata: generated, spec: { installPlanApproval: undefined } });
  await add('chosen', { spec: automatic });
  await add('other-publisher', { metadata: generated, spec: { name: 'clickhouse-operator', ...automatic } });
  await add('unknown', { metadata: generated, spec: { name: 'nobody', ...automatic } });
  await add('platform', { metadata: { ...generated, namespace: 'cpaas-system' }, spec: automatic });
  const stop = new AbortController();
  const fixed: string[] = [];
  const ended = correctGenerated(
    {
      ...{ cluster, subscriptions: { items }, leader: { isLeader: true }, interval: 1, log: () => {} },
      isOfAlauda: ({ spec }) => spec.name === harbor,
      onFix: ({ metadata }) => void fixed.push(metadata.name),
    },
    stop.signal,
  );
  const approvals = async () => {
    const found = await cluster.list(subscriptions);
    return found.filter(({ spec }) => spec.installPlanApproval === 'Manual').map(({ metadata }) => metadata.name);
  };
  await expect.poll(approvals, soon).toEqual(['generated', 'absent']);
  stop.abort();
  await ended;
  expect(await approvals()).toEqual(['generated', 'absent']);
  expect(fixed).toEqual(expect.arrayContaining(['generated', 'absent']));
});
