import { describe, expect, it } from 'vitest';
import { actionContext } from '../../test/support/action-context.ts';
import { anInstallPlan, csvName, harbor } from '../../test/support/builders.ts';
import { memoryCluster } from '../../test/support/memory-cluster.ts';
import { recordedCluster, refusal, writesOf, type Request } from '../../test/support/recorded-cluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { message } from '../messages/message.ts';
import { configMaps } from '../model/config-map.ts';
import { historyKey, type HistoryEntry } from '../model/history.ts';
import { events } from '../model/pod.ts';
import type { Deed } from '../plan/history.ts';
import type { ActionContext } from './context.ts';
import { recordHistory } from './record-history.ts';

const deed: Deed = {
  plan: anInstallPlan(),
  packages: [harbor],
  changes: [{ csv: csvName(), name: harbor, from: null, role: 'named' }],
  result: 'approved',
  reason: 'needed',
};

/** A cluster in memory, with what others do or the server throws before a request. */
function world(before: (request: Request, memory: Cluster) => unknown = () => {}, parts: Partial<ActionContext> = {}) {
  const memory = memoryCluster();
  const cluster = recordedCluster(memory, (request) => before(request, memory));
  const context = actionContext(cluster, { now: () => Date.UTC(2026, 0, 2, 12), ...parts });
  return {
    memory,
    cluster,
    context,
    record: (more: Partial<Deed> = {}) => recordHistory({ ...deed, ...more }, cluster, context),
    async recorded(name = harbor) {
      const stored = await memory.get(configMaps, `ext-history-${name}`, harbor);
      const lines = stored?.data?.[historyKey]?.trimEnd().split('\n') ?? [];
      return lines.map((line) => JSON.parse(line) as HistoryEntry);
    },
  };
}

const isWrite = ({ verb, resource }: Request) => resource === 'configmaps' && (verb === 'create' || verb === 'patch');

describe('recordHistory', () => {
  it('writes an entry and an Event', async () => {
    const { memory, cluster, context, record, recorded } = world();
    await record();
    expect(await recorded()).toMatchObject([
      { user: 'somebody', package: harbor, plan: 'install-1', reason: 'needed', result: 'approved' },
    ]);
    expect(await memory.list(events)).toMatchObject([{ reason: 'Approved', metadata: { namespace: harbor } }]);
    expect(writesOf(cluster)).toEqual(['create configmaps', 'create events']);
    expect(context.events).toEqual([]);
  });

  it('adds to what is there, one entry per package and one Event', async () => {
    const { memory, record, recorded } = world();
    await record();
    await record({ packages: [harbor, 'keda'], plan: anInstallPlan({ metadata: { name: 'install-2' } }), result: 'rejected' });
    expect((await recorded()).map(({ plan, result }) => [plan, result])).toEqual([
      ['install-1', 'approved'],
      ['install-2', 'rejected'],
    ]);
    expect(await recorded('keda')).toMatchObject([{ plan: 'install-2', to: null }]);
    expect(await memory.list(events)).toHaveLength(2);
  });

  it('leaves other keys of the ConfigMap alone', async () => {
    const { memory, record, recorded } = world();
    await record();
    await memory.patch(configMaps, { name: `ext-history-${harbor}`, namespace: harbor }, { data: { note: 'by hand' } });
    await record();
    expect((await memory.get(configMaps, `ext-history-${harbor}`, harbor))?.data).toMatchObject({ note: 'by hand' });
    expect(await recorded()).toHaveLength(2);
  });

  it('loses nothing where others write, make or delete the ConfigMap at the same time', async () => {
    const meanwhile: ((memory: Cluster) => Promise<unknown>)[] = [
      (memory) => memory.create(configMaps, history('theirs-1')),
      (memory) => memory.patch(configMaps, history('').metadata, { data: history('theirs-2').data }),
      (memory) => memory.delete(configMaps, history('').metadata.name, harbor),
    ];
    const { context, record, recorded } = world((request, memory) => (isWrite(request) ? meanwhile.shift()?.(memory) : undefined));
    await record();
    expect((await recorded()).map(({ plan }) => plan)).toEqual(['install-1']);
    expect([meanwhile, context.events]).toEqual([[], []]);
  });

  it('keeps the entries of ten who write at once', async () => {
    const { record, recorded } = world();
    const names = Array.from({ length: 10 }, (_, index) => `install-${index}`);
    await Promise.all(names.map((name) => record({ plan: anInstallPlan({ metadata: { name } }) })));
    expect((await recorded()).map(({ plan }) => plan).toSorted()).toEqual(names);
  });
});

describe('what the cluster does not take', () => {
  const forbidden = (request: Request) => {
    if (isWrite(request)) throw refusal('forbidden', 'no configmaps for you');
  };

  it('is kept on this machine, with a warning', async () => {
    const lines: string[] = [];
    const keepLocally = async (line: string) => {
      lines.push(line);
      return '/home/jane/history';
    };
    const { memory, context, record } = world(forbidden, { keepLocally });
    await record();
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ package: harbor, namespace: harbor, reason: 'needed' }]);
    expect(context.events).toEqual([
      {
        state: 'warning',
        message: message('history.local', { file: '/home/jane/history' }),
        remark: message('error.failure', { what: 'no configmaps for you' }),
      },
    ]);
    expect(await memory.list(events)).toHaveLength(1);
  });

  it('is lost where there is no place on this machine either, and nothing fails', async () => {
    const { context, record } = world(forbidden);
    await record();
    expect(context.said('history.lost')).toHaveLength(1);
  });

  it.each<[string, (request: Request) => void, object]>([
    [
      'an Event',
      ({ resource }) => {
        if (resource === 'events') throw refusal('forbidden');
      },
      { message: message('history.no-event') },
    ],
    [
      'anything, for a reason nobody expected',
      () => {
        throw new TypeError('strange');
      },
      { message: message('history.lost'), remark: message('error.failure', { what: 'TypeError: strange' }) },
    ],
  ])('%s: it says so and nothing fails', async (_, before, said) => {
    const { context, record } = world(before);
    await record();
    expect(context.events[0]).toMatchObject({ state: 'warning', ...said });
  });

  it('gives up on a history that others write to without end', async () => {
    const { cluster, context, record } = world((request) => {
      if (isWrite(request)) throw refusal('conflict');
    });
    await record();
    expect(writesOf(cluster)).toEqual([...Array.from({ length: 10 }, () => 'create configmaps'), 'create events']);
    expect(context.said('history.lost')).toHaveLength(1);
  });

  it('is written without a name where the server does not tell it', async () => {
    const { memory, context, recorded } = world();
    await recordHistory(deed, { ...memory, whoAmI: () => Promise.reject(refusal('forbidden')) }, context);
    expect(await recorded()).toMatchObject([{ user: null }]);
  });
});

/** The history of harbor as somebody else writes it. */
function history(plan: string) {
  return {
    apiVersion: 'v1' as const,
    kind: 'ConfigMap' as const,
    metadata: { name: `ext-history-${harbor}`, namespace: harbor },
    data: { [historyKey]: `${JSON.stringify({ plan })}\n` },
  };
}
