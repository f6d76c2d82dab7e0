import { describe, expect, it } from 'vitest';
import { anInstallPlan, csvName, harbor } from '../../test/support/builders.ts';
import type { HistoryEntry } from '../model/history.ts';
import { historyItems, type HistoryFacts } from './history.ts';

const entry: HistoryEntry = {
  time: '2026-01-02T12:00:00.000Z',
  user: 'jane',
  cluster: 'https://acp.example.com',
  namespace: harbor,
  package: harbor,
  from: null,
  to: csvName('2.12.10'),
  plan: 'install-1',
  neighbours: [],
  reason: 'first',
  result: 'approved',
};

function items(facts: Partial<HistoryFacts>) {
  return historyItems({
    entries: [],
    plans: [],
    csvs: new Set([csvName('2.12.10'), csvName()]),
    installedCSV: csvName('2.12.10'),
    package: harbor,
    cluster: 'https://acp.example.com',
    ...facts,
  });
}

const approvedBy = (manager: string, time: string) => ({ manager, time, fieldsV1: { 'f:spec': { 'f:approved': {} } } });
const of = (manager: string) => ({ manager, time: '2026-01-01T00:00:00Z', fieldsV1: { 'f:spec': { 'f:approval': {} }, 'f:metadata': {} } });

describe('historyItems', () => {
  it('tells what was remembered, with the phase of the plan as long as it is there', () => {
    const plans = [anInstallPlan({ spec: { approved: true }, status: { phase: 'Complete' } })];
    expect(items({ entries: [entry, { ...entry, plan: 'gone', result: 'rejected' }], plans })).toEqual([
      { ...entry, manager: null, phase: 'Complete' },
      { ...entry, plan: 'gone', result: 'rejected', manager: null, phase: null },
    ]);
  });

  it('shows who owns the approval where nobody remembered it', () => {
    const managedFields = [of('catalog'), approvedBy('kubectl-patch', '2026-01-03T08:00:00Z')];
    const plan = anInstallPlan({
      metadata: { name: 'install-9', managedFields },
      spec: { approved: true, clusterServiceVersionNames: ['keda.v2', csvName()] },
      status: { phase: 'Failed' },
    });
    expect(items({ plans: [plan] })).toEqual([
      {
        ...{ time: '2026-01-03T08:00:00Z', user: null, manager: 'kubectl-patch', cluster: 'https://acp.example.com', namespace: harbor },
        ...{ package: harbor, from: null, to: csvName(), plan: 'install-9', neighbours: ['keda.v2'], reason: null, result: 'approved' },
        phase: 'Failed',
      },
    ]);
  });

  it('shows what waits, since when, and nobody who approved it', () => {
    const metadata = { creationTimestamp: '2026-01-04T00:00:00Z', managedFields: [approvedBy('catalog', '2026-01-04T00:00:00Z')] };
    expect(items({ plans: [anInstallPlan({ metadata })] })).toMatchObject([
      {
        time: '2026-01-04T00:00:00Z',
        manager: null,
        from: csvName('2.12.10'),
        to: csvName(),
        result: 'waiting',
        phase: 'RequiresApproval',
      },
    ]);
  });

  it.each([
    ['of other operators', anInstallPlan({ spec: { approved: true, clusterServiceVersionNames: ['keda.v2'] } })],
    ['that are still being made', anInstallPlan({ status: { phase: 'Planning' } })],
  ])('leaves out plans %s', (_, plan) => expect(items({ plans: [plan] })).toEqual([]));

  it('knows little of a plan that tells little', () => {
    const plan = anInstallPlan({ spec: { approved: true }, status: { phase: '' } });
    expect(items({ plans: [plan], installedCSV: undefined })).toMatchObject([{ time: null, user: null, manager: null, phase: null }]);
  });

  it('puts the oldest first', () => {
    const at = (name: string, time: string) =>
      anInstallPlan({ metadata: { name, managedFields: [approvedBy('kubectl', time)] }, spec: { approved: true } });
    const plans = [at('late', '2026-01-02T12:00:01Z'), at('early', '2026-01-02T11:59:59Z')];
    expect(items({ entries: [entry], plans }).map(({ plan }) => plan)).toEqual(['early', 'install-1', 'late']);
  });
});
