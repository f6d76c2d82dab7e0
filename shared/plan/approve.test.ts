import { describe, expect, it } from 'vitest';
import { anInstallPlan, aSubscription, csvName, harbor, pendingStatus } from '../../test/support/builders.ts';
import { changesOf, missingFrom, trespassers } from './approve.ts';
import type { Guard } from './step.ts';

const keda = csvName('2.17.2', 'keda');
const cert = csvName('1.16.0', 'cert-manager');
const plan = anInstallPlan({ spec: { clusterServiceVersionNames: [keda, csvName(), cert] } });
const own = aSubscription({ status: pendingStatus(csvName(), { installed: csvName('2.12.10') }) });
const neighbour = aSubscription({ metadata: { namespace: harbor }, spec: { name: 'keda' }, status: pendingStatus(keda) });

const changes = changesOf(plan, [own, neighbour], [harbor]);

describe('changesOf', () => {
  it('tells each CSV with its role, in the order of the plan', () => {
    expect(changes).toEqual([
      { csv: keda, name: 'keda', from: null, role: 'neighbour' },
      { csv: csvName(), name: harbor, from: csvName('2.12.10'), role: 'named' },
      { csv: cert, name: cert, from: null, role: 'dependency' },
    ]);
  });

  it('knows a Subscription OLM has not answered by its first version', () => {
    const unanswered = aSubscription({ spec: { startingCSV: csvName() } });
    expect(changesOf(anInstallPlan(), [unanswered], [harbor])).toMatchObject([{ name: harbor, role: 'named' }]);
  });

  it('believes the Subscription that moves to a CSV rather than the one that once began with it', () => {
    const former = aSubscription({ spec: { name: 'former', startingCSV: csvName() }, metadata: { namespace: harbor } });
    expect(changesOf(anInstallPlan(), [former, own], [harbor])).toMatchObject([{ name: harbor, role: 'named' }]);
  });

  it('takes a CSV of v2.12.11 for nobody who moves to v2.12.1', () => {
    const other = aSubscription({ status: pendingStatus(csvName('2.12.1')) });
    expect(changesOf(anInstallPlan(), [other], [harbor])).toMatchObject([{ role: 'dependency' }]);
  });

  it('tells which of them are held, and why', () => {
    const held = aSubscription({ metadata: { annotations: { 'ext.cpaas.io/hold': 'not yet' } }, status: pendingStatus() });
    expect(changesOf(plan, [held, neighbour], [harbor]).map((change) => change.held)).toEqual([undefined, 'not yet', undefined]);
  });

  it('looks at no Subscription of another namespace', () => {
    const elsewhere = aSubscription({ metadata: { namespace: 'elsewhere' }, status: pendingStatus() });
    expect(changesOf(anInstallPlan(), [elsewhere], [harbor])).toMatchObject([{ role: 'dependency' }]);
  });
});

describe('a guard', () => {
  const all = [csvName(), keda, cert];

  it.each<[string, Partial<Guard>, string[], string[]]>([
    ['lets nothing pass that was not named', {}, [keda, cert], []],
    ['lets the neighbours pass that were named', { packages: [harbor, 'keda'] }, [cert], []],
    ['lets all pass with neighbours included', { includeNeighbours: true }, [], []],
    ['lets pass exactly what is expected', { expect: all }, [], []],
    ['finds what is not expected', { expect: [csvName()] }, [keda, cert], []],
    ['finds what is not expected, neighbours included or not', { expect: [csvName()], includeNeighbours: true }, [keda, cert], []],
    ['finds what is expected and missing', { expect: [...all, csvName('2.13.0')] }, [], [csvName('2.13.0')]],
    ['compares whole names', { expect: [csvName('2.12.1'), keda, cert] }, [csvName()], [csvName('2.12.1')]],
    ['expects nothing at all where the list is empty', { expect: [] }, [keda, csvName(), cert], []],
  ])('%s', (_, parts, extra, missing) => {
    const guard = { packages: [harbor], includeNeighbours: false, ...parts };
    const judged = changesOf(plan, [own, neighbour], guard.packages);
    expect(trespassers(judged, guard).map(({ csv }) => csv)).toEqual(extra);
    expect(missingFrom(judged, guard)).toEqual(missing);
  });
});
