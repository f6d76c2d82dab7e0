import { describe, expect, it } from 'vitest';
import { anInstallPlan, csvName, harbor } from '../../test/support/builders.ts';
import type { PlannedChange } from './approve.ts';
import { entriesOf, eventOf, type Deed } from './history.ts';

const keda = csvName('2.17.2', 'keda');
const changes: readonly PlannedChange[] = [
  { csv: csvName(), name: harbor, from: csvName('2.12.10'), role: 'named' },
  { csv: keda, name: 'keda', from: null, role: 'neighbour' },
  { csv: 'dep.v1', name: 'dep.v1', from: null, role: 'dependency' },
];
const plan = anInstallPlan({ metadata: { uid: 'uid-1' } });
const deed: Deed = { plan, packages: [harbor], changes, result: 'approved' };
const doer = { now: Date.UTC(2026, 0, 2, 12), user: 'jane', cluster: 'https://acp.example.com' };

describe('entriesOf', () => {
  it('tells all of a deed', () => {
    expect(entriesOf({ ...deed, reason: 'CVE-2026-1' }, doer)).toEqual([
      {
        time: '2026-01-02T12:00:00.000Z',
        user: 'jane',
        cluster: 'https://acp.example.com',
        namespace: harbor,
        package: harbor,
        from: csvName('2.12.10'),
        to: csvName(),
        plan: 'install-1',
        neighbours: [keda, 'dep.v1'],
        reason: 'CVE-2026-1',
        result: 'approved',
      },
    ]);
  });

  it('has an entry for each package that was named', () => {
    const both = changes.map((change): PlannedChange => (change.name === 'keda' ? { ...change, role: 'named' } : change));
    const entries = entriesOf({ ...deed, packages: [harbor, 'keda'], changes: both, result: 'rejected' }, doer);
    expect(entries).toMatchObject([
      { package: harbor, neighbours: [keda, 'dep.v1'], result: 'rejected', reason: null },
      { package: 'keda', from: null, to: keda, neighbours: [csvName(), 'dep.v1'] },
    ]);
  });

  it('does not know what a plan brings to a package whose CSV it does not hold', () => {
    expect(entriesOf({ ...deed, packages: ['other'] }, { ...doer, user: null })).toMatchObject([
      { package: 'other', user: null, from: null, to: null, neighbours: [csvName(), keda, 'dep.v1'] },
    ]);
  });
});

describe('eventOf', () => {
  it('is about the plan, in its namespace', () => {
    expect(eventOf(deed, doer)).toMatchObject({
      metadata: { name: `install-1.${doer.now.toString(16)}`, namespace: harbor },
      involvedObject: {
        apiVersion: 'operators.coreos.com/v1alpha1',
        kind: 'InstallPlan',
        name: 'install-1',
        namespace: harbor,
        uid: 'uid-1',
      },
      reason: 'Approved',
      type: 'Normal',
      lastTimestamp: '2026-01-02T12:00:00.000Z',
      message: `jane approved install-1 for ${harbor}: ${csvName('2.12.10')} → ${csvName()}, <none> → ${keda}, <none> → dep.v1`,
    });
  });

  it('gives the reason where there is one, and says that nobody is known', () => {
    const { message, reason } = eventOf({ ...deed, changes: [], result: 'rejected', reason: 'not now' }, { ...doer, user: null });
    expect([reason, message]).toEqual(['Rejected', `<unknown> rejected install-1 for ${harbor}: ; not now`]);
  });
});
