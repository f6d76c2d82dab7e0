import { describe, expect, it } from 'vitest';
import {
  aCsv,
  aDeployment,
  anInstallPlan,
  anOperatorGroup,
  aSubscription,
  csvName,
  downStatus,
  installedStatus,
  installStrategy,
  pendingStatus,
} from '../../test/support/builders.ts';
import { aHealthySnapshot, anUpgradeSnapshot, aWaitingSnapshot, firstView } from '../../test/support/snapshots.ts';
import { healthOf, isRunning } from './health.ts';
import type { Subscription } from '../model/subscription.ts';
import type { CsvPhase } from '../model/cluster-service-version.ts';
import type { Snapshot } from './snapshot.ts';

const [now, old] = [csvName(), csvName('2.12.10')];
const once = [{ phase: 'Succeeded' }];
const failedPlan = anInstallPlan({ metadata: { name: 'install-2' }, spec: { approved: true }, status: { phase: 'Failed' } });

function failed(reason: string) {
  return aCsv({ status: { phase: 'Failed', reason } });
}

function healthIn(snapshot: Snapshot) {
  return healthOf(firstView(snapshot));
}

describe('an operator is Healthy', () => {
  it.each<[string, Snapshot, string | null]>([
    ['when its CSV Succeeded and its Deployment is available', aHealthySnapshot(), null],
    ['while its upgrade waits for approval', anUpgradeSnapshot(), 'upgrade pending'],
    [
      'without any Deployment where its CSV has none',
      aHealthySnapshot({ clusterServiceVersions: [aCsv({ spec: { install: undefined } })], deployments: [] }),
      null,
    ],
    [
      'whatever a Deployment beside it does',
      aHealthySnapshot({ deployments: [aDeployment(), aDeployment({ metadata: { name: 'other' }, status: downStatus })] }),
      null,
    ],
    ['when its plan is long gone', aHealthySnapshot({ installPlans: [] }), null],
    ['whatever the catalogues are', aHealthySnapshot({ catalogSources: undefined }), null],
  ])('%s', (_, snapshot, reason) => {
    expect(healthIn(snapshot)).toEqual({ health: 'Healthy', reason });
  });
});

describe('an operator is Unknown', () => {
  it.each<[keyof Snapshot, string]>([
    ['clusterServiceVersions', 'clusterserviceversions'],
    ['installPlans', 'installplans'],
    ['deployments', 'deployments'],
    ['operatorGroups', 'operatorgroups'],
  ])('when the %s could not be read', (kind, name) => {
    expect(healthIn(aHealthySnapshot({ [kind]: undefined }))).toEqual({ health: 'Unknown', reason: `cannot read ${name}` });
  });

  it('and names everything that could not be read', () => {
    const { reason } = healthIn(aHealthySnapshot({ clusterServiceVersions: undefined, deployments: undefined }));
    expect(reason).toBe('cannot read clusterserviceversions, deployments');
  });
});

describe('an operator is Failed', () => {
  it.each<[string, Snapshot, string]>([
    [
      'when its CSV Failed, although the Subscription is AtLatestKnown',
      aHealthySnapshot({ clusterServiceVersions: [failed('InstallCheckFailed')], deployments: [aDeployment({ status: downStatus })] }),
      `csv ${now} Failed: InstallCheckFailed`,
    ],
    [
      'when its CSV Failed before it made a Deployment',
      aHealthySnapshot({ clusterServiceVersions: [failed('UnsupportedOperatorGroup')], deployments: [] }),
      `csv ${now} Failed: UnsupportedOperatorGroup`,
    ],
    [
      'when its first plan Failed',
      aWaitingSnapshot({ installPlans: [anInstallPlan({ spec: { approved: true }, status: { phase: 'Failed' } })] }),
      'installplan install-1 Failed',
    ],
  ])('%s', (_, snapshot, reason) => {
    expect(healthIn(snapshot)).toEqual({ health: 'Failed', reason });
  });
});

describe('an operator is Degraded', () => {
  const withTwo = aCsv({ spec: { install: installStrategy('harbor-controller', 'harbor-webhook') } });

  it.each<[string, Snapshot, string]>([
    [
      'when its Deployment is down',
      aHealthySnapshot({ deployments: [aDeployment({ status: downStatus })] }),
      'deployment harbor-controller 0/1 available',
    ],
    [
      'when the newest generation of its Deployment is not seen yet',
      aHealthySnapshot({ deployments: [aDeployment({ metadata: { generation: 2 } })] }),
      'deployment harbor-controller 1/1 available',
    ],
    ['when its Deployment is gone', aHealthySnapshot({ deployments: [] }), 'deployment harbor-controller is gone'],
    ['when one of two Deployments is gone', aHealthySnapshot({ clusterServiceVersions: [withTwo] }), 'deployment harbor-webhook is gone'],
    [
      'when its Deployment of that name is in another namespace only',
      aHealthySnapshot({ deployments: [aDeployment({ metadata: { namespace: 'elsewhere' } })] }),
      'deployment harbor-controller is gone',
    ],
    [
      'when its CSV left Succeeded and a Deployment is down',
      aHealthySnapshot({
        clusterServiceVersions: [aCsv({ status: { phase: 'Installing', conditions: once } })],
        deployments: [aDeployment({ status: downStatus })],
      }),
      'deployment harbor-controller 0/1 available',
    ],
    [
      'when the plan of its upgrade Failed and the old version runs',
      anUpgradeSnapshot({ installPlans: [failedPlan] }),
      'installplan install-2 Failed',
    ],
    [
      'when its new CSV Failed and the old version runs',
      anUpgradeSnapshot({ clusterServiceVersions: [aCsv({ metadata: { name: old } }), failed('InstallComponentFailed')] }),
      `csv ${now} Failed: InstallComponentFailed`,
    ],
    [
      'when its CSV Failed and its Deployment still runs, as after an upgrade in place',
      aHealthySnapshot({ clusterServiceVersions: [failed('InstallCheckFailed')] }),
      `csv ${now} Failed: InstallCheckFailed`,
    ],
    ['when it runs and its namespace has lost the OperatorGroup', aHealthySnapshot({ operatorGroups: [] }), 'no OperatorGroup'],
    [
      'when it runs beside two OperatorGroups',
      aHealthySnapshot({ operatorGroups: [anOperatorGroup(), anOperatorGroup({ metadata: { name: 'second' } })] }),
      '2 OperatorGroups',
    ],
    [
      'when it runs and the only OperatorGroup is in another namespace',
      aHealthySnapshot({ operatorGroups: [anOperatorGroup({ metadata: { namespace: 'elsewhere' } })] }),
      'no OperatorGroup',
    ],
  ])('%s', (_, snapshot, reason) => {
    expect(healthIn(snapshot)).toEqual({ health: 'Degraded', reason });
  });
});

/** The status with a condition that OLM sets. */
function withCondition(status: Subscription['status'], type: string, reason: string): Subscription {
  return aSubscription({ status: { ...status, conditions: [{ type, status: 'True', reason }] } });
}

describe('an operator that runs and cannot be upgraded is Degraded', () => {
  it.each([
    ['ResolutionFailed', 'ConstraintsNotSatisfiable'],
    ['BundleUnpackFailed', 'InstallCheckFailed'],
    ['CatalogSourcesUnhealthy', 'UnhealthyCatalogSourceFound'],
  ])('by %s', (type, reason) => {
    const subscriptions = [withCondition(installedStatus(), type, reason)];
    expect(healthIn(aHealthySnapshot({ subscriptions }))).toEqual({ health: 'Degraded', reason: `${type}: ${reason}` });
  });
});

describe('an operator of which nothing runs yet', () => {
  const fresh = aSubscription();
  const unresolved = withCondition({}, 'ResolutionFailed', 'ConstraintsNotSatisfiable');
  const resolved = aSubscription({ status: { conditions: [{ type: 'ResolutionFailed', status: 'False' }] } });
  const installing = anInstallPlan({ spec: { approved: true }, status: { phase: 'Installing' } });
  const pendingCsv = aCsv({ status: { phase: 'Pending', reason: 'RequirementsNotMet' } });

  it.each<[string, Snapshot, string, string]>([
    ['NeedsApproval while its plan waits', aWaitingSnapshot(), 'NeedsApproval', 'installplan install-1 waits'],
    [
      'Progressing while its plan is carried out',
      aWaitingSnapshot({ installPlans: [installing] }),
      'Progressing',
      'installplan install-1 Installing',
    ],
    [
      'Progressing before OLM has looked',
      aWaitingSnapshot({ subscriptions: [fresh], installPlans: [] }),
      'Progressing',
      'not resolved yet',
    ],
    [
      'Progressing with a condition that is not so',
      aWaitingSnapshot({ subscriptions: [resolved], installPlans: [] }),
      'Progressing',
      'not resolved yet',
    ],
    [
      'Failed where OLM cannot resolve it',
      aWaitingSnapshot({ subscriptions: [unresolved], installPlans: [] }),
      'Failed',
      'ResolutionFailed: ConstraintsNotSatisfiable',
    ],
    [
      'Failed where OLM cannot unpack it',
      aWaitingSnapshot({ subscriptions: [withCondition({}, 'BundleUnpackFailed', 'DeadlineExceeded')], installPlans: [] }),
      'Failed',
      'BundleUnpackFailed: DeadlineExceeded',
    ],
    [
      'Progressing while a catalogue is down',
      aWaitingSnapshot({ subscriptions: [withCondition({}, 'CatalogSourcesUnhealthy', 'UnhealthyCatalogSourceFound')], installPlans: [] }),
      'Progressing',
      'CatalogSourcesUnhealthy: UnhealthyCatalogSourceFound',
    ],
    ['Progressing without an OperatorGroup, whatever waits', aWaitingSnapshot({ operatorGroups: [] }), 'Progressing', 'no OperatorGroup'],
    [
      'Progressing while its CSV wants more, although it is AtLatestKnown',
      aHealthySnapshot({ clusterServiceVersions: [pendingCsv], deployments: [] }),
      'Progressing',
      'csv Pending: RequirementsNotMet',
    ],
    [
      'Progressing while its CSV is new',
      aHealthySnapshot({ clusterServiceVersions: [{ ...aCsv(), status: undefined }], deployments: [] }),
      'Progressing',
      'csv new',
    ],
    [
      'Progressing while its CSV is only a copy from another namespace',
      aHealthySnapshot({ clusterServiceVersions: [aCsv({ metadata: { labels: { 'olm.copiedFrom': 'elsewhere' } } })] }),
      'Progressing',
      'installplan install-1 Complete',
    ],
  ])('is %s', (_, snapshot, health, reason) => {
    expect(healthIn(snapshot)).toEqual({ health, reason });
  });
});

describe('an operator whose installed CSV is between two states', () => {
  const inPhase = (phase: CsvPhase, reason?: string) => aCsv({ status: { phase, reason, conditions: once } });

  it.each<[string, Snapshot, string]>([
    [
      'being replaced',
      aHealthySnapshot({ clusterServiceVersions: [inPhase('Replacing', 'BeingReplaced')] }),
      'csv Replacing: BeingReplaced',
    ],
    [
      'being replaced by a new one that is not up yet',
      anUpgradeSnapshot({
        installPlans: [anInstallPlan({ metadata: { name: 'install-2' }, spec: { approved: true }, status: { phase: 'Complete' } })],
        clusterServiceVersions: [
          aCsv({ metadata: { name: old }, status: { phase: 'Replacing', reason: 'BeingReplaced' } }),
          aCsv({ status: { phase: 'Pending', reason: 'RequirementsNotMet' } }),
        ],
      }),
      'csv Replacing: BeingReplaced',
    ],
    ['pending after a change', aHealthySnapshot({ clusterServiceVersions: [inPhase('Pending')] }), 'csv Pending'],
    [
      'pending while its next version waits for approval',
      anUpgradeSnapshot({ clusterServiceVersions: [aCsv({ metadata: { name: old }, status: { phase: 'Pending', conditions: once } })] }),
      'csv Pending: InstallSucceeded',
    ],
    [
      'pending, and it has no Deployments',
      aHealthySnapshot({
        clusterServiceVersions: [aCsv({ spec: { install: undefined }, status: { phase: 'Pending', conditions: once } })],
        deployments: [],
      }),
      'csv Pending: InstallSucceeded',
    ],
  ])('is Progressing while all its Deployments are up: %s', (_, snapshot, reason) => {
    expect(healthIn(snapshot)).toEqual({ health: 'Progressing', reason });
  });

  it('is Degraded while one of them is gone', () => {
    expect(healthIn(aHealthySnapshot({ clusterServiceVersions: [inPhase('Replacing')], deployments: [] }))).toEqual({
      health: 'Degraded',
      reason: 'deployment harbor-controller is gone',
    });
  });
});

describe('isRunning', () => {
  it.each<[string, Snapshot, boolean]>([
    ['a healthy operator', aHealthySnapshot(), true],
    [
      'one scaled to none on purpose',
      aHealthySnapshot({ deployments: [aDeployment({ spec: { replicas: 0 }, status: { availableReplicas: 0 } })] }),
      true,
    ],
    ['one whose Deployment is down', aHealthySnapshot({ deployments: [aDeployment({ status: downStatus })] }), false],
    ['one whose Deployment is gone', aHealthySnapshot({ deployments: [] }), false],
    ['one whose CSV is missing', aHealthySnapshot({ clusterServiceVersions: [] }), false],
    ['one that is only pending', aWaitingSnapshot({ subscriptions: [aSubscription({ status: pendingStatus() })] }), false],
    ['one whose installed CSV is another', aHealthySnapshot({ subscriptions: [aSubscription({ status: installedStatus(old) })] }), false],
  ])('%s: %s', (_, snapshot, expected) => {
    expect(isRunning(firstView(snapshot))).toBe(expected);
  });
});
