import { describe, expect, it } from 'vitest';
import {
  aCatalogSource,
  aCsv,
  anInstallPlan,
  anOperatorGroup,
  aSubscription,
  csvName,
  harbor,
  installedStatus,
  pendingStatus,
} from '../../test/support/builders.ts';
import { aHealthySnapshot, anUpgradeSnapshot, aWaitingSnapshot, firstView } from '../../test/support/snapshots.ts';
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

describe('nothing stops', () => {
  it.each<[string, Snapshot]>([
    ['a healthy operator', aHealthySnapshot()],
    ['a first plan that waits', aWaitingSnapshot()],
    ['an upgrade that waits', anUpgradeSnapshot()],
    [
      'a CSV that wants more',
      aHealthySnapshot({ clusterServiceVersions: [aCsv({ status: { phase: 'Pending', reason: 'RequirementsNotMet' } })] }),
    ],
    ['an OperatorGroup that could not be read', aWaitingSnapshot({ operatorGroups: undefined })],
  ])('%s', (_, snapshot) => {
    expect(stopsIn(snapshot)).toEqual([]);
  });
});

describe('a plan', () => {
  const webhook = 'admission webhook "subscriptions.ext.cpaas.io" denied the request: subscription.manual-approval: no';
  const foreign = 'admission webhook "vpolicy.kyverno.svc" denied the request: no latest tags';
  const forbidden = 'roles.rbac.authorization.k8s.io is forbidden: user "olm" cannot create resource "roles"';
  const planIn = (phase: 'Installing' | 'Failed', words?: string) =>
    stopsIn(aWaitingSnapshot({ installPlans: [anInstallPlan({ spec: { approved: true }, status: { phase, message: words } })] }));

  it('that Failed stops at once, with its words and the way out', () => {
    expect(planIn('Failed', 'CustomResource harbors.example.com does not fit the new schema')).toEqual([
      {
        id: 'plan-Failed-install-1',
        hold: 0,
        code: 'unmet',
        sentence: message('wait.stop.plan-failed', { plan: 'install-1' }),
        object: 'installplan/install-1',
        because: 'CustomResource harbors.example.com does not fit the new schema',
        hints: [`kubectl -n ${harbor} delete installplans.operators.coreos.com install-1`, ...status],
      },
    ]);
  });

  it.each<[string, 'Installing' | 'Failed', string, Partial<Stop>]>([
    ['that admission denied stops at once when it Failed', 'Failed', foreign, { hold: 0, code: 'denied', rule: 'vpolicy.kyverno.svc' }],
    ['that our rule denied names it', 'Failed', webhook, { hold: 0, code: 'denied', rule: 'subscription.manual-approval' }],
    [
      'that admission denies again and again stops after 10 s',
      'Installing',
      foreign,
      { hold: 10_000, code: 'denied', rule: 'vpolicy.kyverno.svc' },
    ],
    ['that RBAC forbids stops at once when it Failed', 'Failed', forbidden, { hold: 0, code: 'unmet' }],
    ['that RBAC forbids again and again stops after 10 s', 'Installing', forbidden, { hold: 10_000, code: 'unmet' }],
  ])('%s', (_, phase, words, stop) => {
    const [found, ...others] = planIn(phase, words);
    expect(found).toMatchObject({ ...stop, because: words });
    expect(found?.rule).toBe(stop.rule);
    expect(others).toEqual([]);
  });

  it('that is refused says so in other words than one that Failed', () => {
    expect(planIn('Installing', forbidden)[0]?.sentence).toEqual(message('wait.stop.plan-refused', { plan: 'install-1' }));
  });

  it.each([undefined, 'waiting for the api to be established'])('that is carried out stops nothing, whatever it says: %s', (words) => {
    expect(planIn('Installing', words)).toEqual([]);
  });

  it('without words of its own lends those of its condition', () => {
    const conditions: Condition[] = [{ type: 'Installed', status: 'False', message: foreign }];
    const plan: InstallPlan = anInstallPlan({ status: { phase: 'Failed', conditions } });
    expect(stopsIn(aWaitingSnapshot({ installPlans: [plan] }))).toMatchObject([{ because: foreign, code: 'denied' }]);
  });

  it('that Failed without a word stops too', () => {
    expect(planIn('Failed')).toMatchObject([{ hold: 0, code: 'unmet' }]);
  });
});

describe('a CSV that Failed', () => {
  const failed = (reason: string) => aCsv({ status: { phase: 'Failed', reason, message: 'in its words' } });

  it.each([
    ['NoOperatorGroup', 0],
    ['TooManyOperatorGroups', 0],
    ['UnsupportedOperatorGroup', 0],
    ['InvalidInstallModes', 0],
    ['NoTargetNamespaces', 0],
    ['OwnerConflict', 0],
    ['InterOperatorGroupOwnerConflict', 0],
    ['InstallCheckFailed', 10_000],
    ['InstallComponentFailed', 10_000],
    ['RequirementsNotMet', 10_000],
  ])('with %s stops after %i ms', (reason, hold) => {
    expect(stopsIn(aHealthySnapshot({ clusterServiceVersions: [failed(reason)] }))).toEqual([
      {
        id: `csv-failed-${csvName()}-${reason}`,
        hold,
        code: 'broken',
        sentence: message('wait.stop.csv-failed', { csv: csvName(), reason }),
        object: `clusterserviceversion/${csvName()}`,
        because: 'in its words',
        hints: status,
      },
    ]);
  });

  const old = csvName('2.12.10');
  const oldFailed = aCsv({ metadata: { name: old }, status: { phase: 'Failed', reason: 'InstallCheckFailed' } });
  const unapproved = anInstallPlan({ metadata: { name: 'install-2' } });
  const approved = anInstallPlan({ metadata: { name: 'install-2' }, spec: { approved: true }, status: { phase: 'Installing' } });
  const stopsWith = (changes: Snapshot, more: Partial<WaitTarget> = {}) => stopsIn(anUpgradeSnapshot(changes), more).map(({ id }) => id);

  it.each([false, true])('stops also while the old one is installed; or newer: %s', (orNewer) => {
    const csvs = [aCsv({ metadata: { name: old } }), failed('OwnerConflict')];
    expect(stopsWith({ clusterServiceVersions: csvs }, { orNewer })).toEqual([`csv-failed-${csvName()}-OwnerConflict`]);
  });

  it.each<[string, Snapshot, Partial<WaitTarget>]>([
    ['is replaced by what is waited for', { installPlans: [approved], clusterServiceVersions: [oldFailed] }, {}],
    ['is replaced by what is there already', { installPlans: [approved], clusterServiceVersions: [oldFailed, aCsv()] }, {}],
    ['is replaced by whatever OLM chose', { installPlans: [approved], clusterServiceVersions: [oldFailed] }, { orNewer: true }],
    [
      'is replaced by what OLM chose, which is there already',
      { installPlans: [approved], clusterServiceVersions: [oldFailed, aCsv({ status: { phase: 'Pending' } })] },
      { orNewer: true },
    ],
    ['is old, and another one is waited for', { clusterServiceVersions: [oldFailed] }, {}],
  ])('stops nothing where it %s', (_, changes, more) => {
    expect(stopsWith(changes, more)).toEqual([]);
  });

  it('stops where it is the old one that is waited for', () => {
    expect(stopsWith({ installPlans: [approved], clusterServiceVersions: [oldFailed] }, { csv: old })).toEqual([
      `csv-failed-${old}-InstallCheckFailed`,
    ]);
  });

  it('stops where OLM may choose and has chosen it', () => {
    expect(stopsIn(aHealthySnapshot({ clusterServiceVersions: [failed('OwnerConflict')] }), { orNewer: true })).toMatchObject([
      { id: `csv-failed-${csvName()}-OwnerConflict` },
    ]);
    const csvs = [aCsv({ metadata: { name: old } }), failed('OwnerConflict')];
    expect(stopsWith({ installPlans: [approved], clusterServiceVersions: csvs }, { orNewer: true })).toEqual([
      `csv-failed-${csvName()}-OwnerConflict`,
    ]);
  });

  it('stops where OLM may choose and nobody has approved another one', () => {
    expect(stopsWith({ installPlans: [unapproved], clusterServiceVersions: [oldFailed] }, { orNewer: true })).toEqual([
      `csv-failed-${old}-InstallCheckFailed`,
    ]);
  });
});

describe('OperatorGroups', () => {
  const second = anOperatorGroup({ metadata: { name: 'second' } });

  it.each([
    ['none stops', [], 0, `kubectl ext install ${harbor} -n ${harbor} --create-operator-group`],
    [
      'none of this namespace stops',
      [anOperatorGroup({ metadata: { namespace: 'elsewhere' } })],
      0,
      `kubectl ext install ${harbor} -n ${harbor} --create-operator-group`,
    ],
    ['two stop', [anOperatorGroup(), second], 2, `kubectl -n ${harbor} get operatorgroups.operators.coreos.com`],
  ])('%s after 30 s', (_, operatorGroups, groups, hint) => {
    expect(stopsIn(aWaitingSnapshot({ operatorGroups }))).toEqual([
      {
        id: `operator-groups-${groups}`,
        hold: 30_000,
        code: 'unmet',
        sentence: message('wait.stop.groups', { namespace: harbor, groups }),
        object: `namespace/${harbor}`,
        hints: [hint],
      },
    ]);
  });
});

describe('a catalogue in reach', () => {
  const healthOf = (healthy: boolean) => [{ catalogSourceRef: { name: 'platform', namespace: 'cpaas-system' }, healthy }];
  const sick = [aSubscription({ status: { ...pendingStatus(), catalogHealth: healthOf(false) } })];
  const silent = aCatalogSource({ status: { connectionState: { lastObservedState: 'TRANSIENT_FAILURE' } } });

  it.each<[string, Snapshot, string]>([
    ['with its state', { catalogSources: [silent] }, 'TRANSIENT_FAILURE'],
    ['without it where catalogues cannot be read', { catalogSources: undefined }, '<unknown>'],
    ['without it where the catalogue is gone', { catalogSources: [] }, '<unknown>'],
  ])('that is unhealthy stops after a minute, %s', (_, changes, state) => {
    expect(stopsIn(aWaitingSnapshot({ subscriptions: sick, ...changes }))).toEqual([
      {
        id: 'catalog-cpaas-system/platform',
        hold: 60_000,
        code: 'unmet',
        sentence: message('wait.stop.catalog', { catalog: 'platform', state }),
        object: 'catalogsource/platform',
        hints: ['kubectl -n cpaas-system rollout restart deployment/olm-registry-platform'],
      },
    ]);
  });

  it.each(['Installing', 'Complete'] as const)('that is unhealthy stops nothing once the plan is %s', (phase) => {
    const installPlans = [anInstallPlan({ spec: { approved: true }, status: { phase } })];
    expect(stopsIn(aWaitingSnapshot({ subscriptions: sick, installPlans }))).toEqual([]);
  });

  it('that is healthy stops nothing', () => {
    const subscriptions = [aSubscription({ status: { ...installedStatus(), catalogHealth: healthOf(true) } })];
    expect(stopsIn(aHealthySnapshot({ subscriptions, catalogSources: [silent] }))).toEqual([]);
  });
});
