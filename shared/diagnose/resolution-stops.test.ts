import { describe, expect, it } from 'vitest';
import { anInstallPlan, aSubscription, csvName, harbor, pendingStatus } from '../../test/support/builders.ts';
import { aWaitingSnapshot, firstView } from '../../test/support/snapshots.ts';
import { message } from '../messages/message.ts';
import type { InstallPlan } from '../model/install-plan.ts';
import type { Condition } from '../model/object.ts';
import type { Stop, WaitTarget } from './goal.ts';
import type { Snapshot } from './snapshot.ts';
import { stopsOf } from './stops.ts';

const since = Date.parse('2025-06-01T12:00:00Z');
const target: WaitTarget = { namespace: harbor, subscription: `${harbor}-subs`, csv: csvName(), orNewer: false, since };
const status = [`kubectl ext status ${harbor} -n ${harbor}`];

function stopsIn(snapshot: Snapshot, changes: Partial<WaitTarget> = {}): Stop[] {
  return stopsOf(firstView(snapshot), snapshot, { ...target, ...changes });
}

describe('a condition of the Subscription', () => {
  const withCondition = (condition: Condition) =>
    stopsIn(aWaitingSnapshot({ subscriptions: [aSubscription({ status: { ...pendingStatus(), conditions: [condition] } })] }));
  const unpack: Condition = { type: 'BundleUnpackFailed', status: 'True', reason: 'BundleUnpackFailed', message: 'no image' };
  const resolution: Condition = {
    type: 'ResolutionFailed',
    status: 'True',
    reason: 'ConstraintsNotSatisfiable',
    message: 'no operators found',
  };

  it.each<[string, Condition, string, number]>([
    ['BundleUnpackFailed at once', unpack, 'bundle-unpack-failed', 0],
    ['ConstraintsNotSatisfiable after 5 s', resolution, 'resolution-failed', 5000],
    ['another ResolutionFailed after a minute', { ...resolution, reason: 'ErrorPreventedResolution' }, 'resolution-failed', 60_000],
  ])('stops for %s', (_, condition, id, hold) => {
    expect(withCondition(condition)).toEqual([
      {
        id,
        hold,
        code: 'unmet',
        sentence: message('wait.stop.resolution', { condition: condition.type, reason: condition.reason ?? '' }),
        object: `subscription/${harbor}-subs`,
        because: condition.message,
        hints: status,
      },
    ]);
  });

  it.each(
    [unpack, resolution].flatMap((condition) => [
      { ...condition, status: 'False' },
      { ...condition, status: 'Unknown' },
    ]),
  )('stops nothing where $type is $status', (condition) => {
    expect(withCondition(condition)).toEqual([]);
  });

  it.each([
    ['of the second in which the Subscription was made', '2025-06-01T12:00:00Z', 1],
    ['of the second after', '2025-06-01T12:00:01Z', 1],
    ['of the second before', '2025-06-01T11:59:59Z', 0],
    ['of the day before', '2025-05-31T12:00:00Z', 0],
  ])('%s counts as it should', (_, lastTransitionTime, count) => {
    expect(withCondition({ ...resolution, lastTransitionTime })).toHaveLength(count);
    expect(withCondition({ ...unpack, lastTransitionTime })).toHaveLength(count);
  });

  it('of any time counts where the Subscription was there before', () => {
    expect(stopsIn(resolving([], { lastTransitionTime: '2020-01-01T00:00:00Z' }), { since: 0 })).toHaveLength(1);
  });

  /** A Subscription that OLM cannot resolve further, beside these plans. */
  function resolving(plans: readonly InstallPlan[], condition: Partial<Condition> = {}, said = pendingStatus()): Snapshot {
    const conditions = [{ ...resolution, ...condition }];
    return aWaitingSnapshot({ subscriptions: [aSubscription({ status: { ...said, conditions } })], installPlans: plans });
  }

  const plan = (phase: NonNullable<InstallPlan['status']>['phase'], spec: Partial<InstallPlan['spec']> = {}, metadata = {}) =>
    anInstallPlan({ metadata, spec: { approved: true, ...spec }, status: { phase } });
  const newer = csvName('2.13.0');
  const next = anInstallPlan({ metadata: { name: 'install-2' }, spec: { clusterServiceVersionNames: [newer], generation: 2 } });

  it.each<[string, Snapshot, Partial<WaitTarget>]>([
    ['and OLM has not answered yet', resolving([plan('RequiresApproval')]), {}],
    ['and under way', resolving([plan('Installing')]), {}],
    ['and Complete', resolving([plan('Complete')]), {}],
    ['and the next plan is ready', resolving([plan('Complete'), next], {}, pendingStatus(newer, { plan: 'install-2' })), {}],
    [
      'and brings what OLM chose',
      resolving([plan('Installing', { clusterServiceVersionNames: [newer] })], {}, pendingStatus(newer)),
      { orNewer: true },
    ],
  ])('stops nothing once the plan is approved %s', (_, snapshot, changes) => {
    expect(stopsIn(snapshot, changes)).toEqual([]);
  });

  it.each<[string, Snapshot]>([
    ['waits', resolving([plan('RequiresApproval', { approved: false })])],
    ['brings something else', resolving([plan('Installing', { clusterServiceVersionNames: ['keda.v2'] })])],
    ['is in another namespace', resolving([plan('Complete', {}, { namespace: 'elsewhere' })])],
    ['is of an earlier installation: this one was never resolved', resolving([plan('Complete')], {}, {})],
  ])('stops where the plan %s', (_, snapshot) => {
    expect(stopsIn(snapshot).map(({ id }) => id)).toEqual(['resolution-failed']);
  });

  it('stops beside a plan that Failed', () => {
    expect(stopsIn(resolving([plan('Failed')])).map(({ id }) => id)).toEqual(['plan-Failed-install-1', 'resolution-failed']);
  });
});
