import { describe, expect, it } from 'vitest';
import {
  aCsv,
  aDeployment,
  anInstallPlan,
  aSubscription,
  csvName,
  downStatus,
  harbor,
  installedStatus,
  installStrategy,
  pendingStatus,
} from '../../test/support/builders.ts';
import { aHealthySnapshot, anUpgradeSnapshot, aWaitingSnapshot } from '../../test/support/snapshots.ts';
import { message, type Message } from '../messages/message.ts';
import type { InstallPlan } from '../model/install-plan.ts';
import { approvedGoal, planGoal, runningGoal, type WaitTarget } from './goal.ts';
import type { Snapshot } from './snapshot.ts';

const [now, old] = [csvName(), csvName('2.12.10')];
const waitingPlan = anInstallPlan();
const target: WaitTarget = { namespace: harbor, subscription: `${harbor}-subs`, csv: now, orNewer: false, since: 0 };
const fresh = aSubscription();

function planned(snapshot: Snapshot) {
  return planGoal(snapshot, target);
}

describe('planGoal', () => {
  it.each<[string, Snapshot, InstallPlan | null]>([
    ['with the plan that waits', aWaitingSnapshot(), waitingPlan],
    ['with the plan that waits for an upgrade', anUpgradeSnapshot(), anInstallPlan({ metadata: { name: 'install-2' } })],
    [
      'without a plan where somebody has approved it',
      aWaitingSnapshot({ installPlans: [anInstallPlan({ spec: { approved: true } })] }),
      null,
    ],
    ['without a plan where the CSV is installed', aHealthySnapshot(), null],
    [
      'without a plan where the CSV is installed and the next one waits',
      aWaitingSnapshot({ subscriptions: [aSubscription({ status: pendingStatus(csvName('2.13.0'), { installed: now }) })] }),
      null,
    ],
  ])('is reached %s', (_, snapshot, result) => {
    expect(planned(snapshot)).toEqual({ state: 'done', result });
  });

  it.each<[string, Snapshot, Message]>([
    ['the Subscription', aWaitingSnapshot({ subscriptions: [] }), message('wait.subscription', { name: `${harbor}-subs` })],
    [
      'the Subscription of its namespace',
      aWaitingSnapshot({ subscriptions: [aSubscription({ metadata: { namespace: 'elsewhere' } })] }),
      message('wait.subscription', { name: `${harbor}-subs` }),
    ],
    ['a plan', aWaitingSnapshot({ subscriptions: [fresh] }), message('wait.plan', { state: 'new' })],
    ['the plan to appear', aWaitingSnapshot({ installPlans: [] }), message('wait.plan', { state: 'UpgradePending' })],
    [
      'the plan to be made',
      aWaitingSnapshot({ installPlans: [anInstallPlan({ status: { phase: 'Planning' } })] }),
      message('wait.plan', { state: 'UpgradePending' }),
    ],
    [
      'a plan of this CSV and no other',
      aWaitingSnapshot({ installPlans: [anInstallPlan({ spec: { clusterServiceVersionNames: [csvName('2.12.1')] } })] }),
      message('wait.plan', { state: 'UpgradePending' }),
    ],
  ])('waits for %s', (_, snapshot, awaited) => {
    expect(planned(snapshot)).toMatchObject({ state: 'waiting', awaited, stops: [] });
  });

  it('tells what stands in the way of a plan', () => {
    expect(planned(aWaitingSnapshot({ subscriptions: [fresh], operatorGroups: [] }))).toMatchObject({
      stops: [{ id: 'operator-groups-0' }],
    });
  });
});

describe('approvedGoal', () => {
  it.each<[string, Snapshot]>([
    ['somebody has approved the plan', aWaitingSnapshot({ installPlans: [anInstallPlan({ spec: { approved: true } })] })],
    ['the CSV is installed', aHealthySnapshot()],
  ])('is reached where %s', (_, snapshot) => {
    expect(approvedGoal(snapshot, target)).toEqual({ state: 'done', result: null });
  });

  it('waits for a plan', () => {
    const snapshot = aWaitingSnapshot({ subscriptions: [fresh], installPlans: [] });
    expect(approvedGoal(snapshot, target)).toEqual(planned(snapshot));
  });

  it('ends the wait, as pending, with a plan that waits', () => {
    expect(approvedGoal(aWaitingSnapshot(), target)).toEqual({
      state: 'waiting',
      awaited: message('wait.csv', { plan: 'RequiresApproval', state: 'UpgradePending' }),
      stops: [
        {
          id: 'approval-needed',
          hold: 0,
          code: 'pending',
          sentence: message('wait.stop.approval', { plan: 'install-1' }),
          object: 'installplan/install-1',
          hints: [`kubectl ext approve ${harbor} -n ${harbor}`],
        },
      ],
    });
  });
});

describe('runningGoal', () => {
  it('is reached with the CSV when it is installed and runs', () => {
    expect(runningGoal(aHealthySnapshot(), target)).toEqual({ state: 'done', result: aCsv() });
  });

  it('is reached below the head, where OLM has the next plan ready', () => {
    expect(runningGoal(anUpgradeSnapshot(), { ...target, csv: old })).toMatchObject({ state: 'done', result: { metadata: { name: old } } });
  });

  it.each<[string, Snapshot, Message]>([
    ['before there is a Subscription', aWaitingSnapshot({ subscriptions: [] }), message('wait.subscription', { name: `${harbor}-subs` })],
    ['before there is a plan', aWaitingSnapshot({ subscriptions: [fresh] }), message('wait.csv', { plan: 'none', state: 'new' })],
    [
      'while the plan is carried out',
      aWaitingSnapshot({ installPlans: [anInstallPlan({ spec: { approved: true }, status: { phase: 'Installing' } })] }),
      message('wait.csv', { plan: 'Installing', state: 'UpgradePending' }),
    ],
    [
      'while the CSV is pending',
      aHealthySnapshot({ clusterServiceVersions: [aCsv({ status: { phase: 'Pending' } })] }),
      message('wait.running', { phase: 'Pending', ready: 1, total: 1 }),
    ],
    [
      'while the CSV has no phase',
      aHealthySnapshot({ clusterServiceVersions: [aCsv({ status: { phase: '' } })], deployments: [] }),
      message('wait.running', { phase: 'new', ready: 0, total: 1 }),
    ],
    [
      'while one of two Deployments is down, although the CSV Succeeded',
      aHealthySnapshot({
        clusterServiceVersions: [aCsv({ spec: { install: installStrategy('harbor-controller', 'harbor-webhook') } })],
        deployments: [aDeployment(), aDeployment({ metadata: { name: 'harbor-webhook' }, status: downStatus })],
      }),
      message('wait.running', { phase: 'Succeeded', ready: 1, total: 2 }),
    ],
    [
      'while another version runs',
      aHealthySnapshot({
        subscriptions: [aSubscription({ status: installedStatus(old) })],
        clusterServiceVersions: [aCsv({ metadata: { name: old } })],
      }),
      message('wait.running', { phase: 'Succeeded', ready: 1, total: 1 }),
    ],
  ])('waits %s', (_, snapshot, awaited) => {
    expect(runningGoal(snapshot, target)).toMatchObject({ state: 'waiting', awaited });
  });

  describe('where the next plan waits already', () => {
    const next = csvName('2.13.0');
    const status = pendingStatus(next, { plan: 'install-2', installed: now });
    const waits = anInstallPlan({ metadata: { name: 'install-2' }, spec: { clusterServiceVersionNames: [next], generation: 2 } });
    const brought = (phase: 'Installing' | 'Failed' | 'Complete', spec = {}, metadata = {}) =>
      aHealthySnapshot({
        subscriptions: [aSubscription({ status, metadata: { uid: 'ours' } })],
        installPlans: [anInstallPlan({ metadata, spec: { approved: true, ...spec }, status: { phase } }), waits],
      });

    it('waits for its own plan', () => {
      expect(runningGoal(brought('Installing'), target)).toMatchObject({ state: 'waiting', stops: [] });
    });

    it('stops where its own plan Failed', () => {
      expect(runningGoal(brought('Failed'), target)).toMatchObject({ state: 'waiting', stops: [{ id: 'plan-Failed-install-1' }] });
    });

    const owners = [{ apiVersion: 'operators.coreos.com/v1alpha1', kind: 'Subscription', name: target.subscription, uid: 'theirs' }];

    it.each<[string, Snapshot]>([
      ['its own plan is Complete', brought('Complete')],
      ['its own plan is gone', { ...brought('Complete'), installPlans: [waits] }],
      ['another one, not approved, brings it too', brought('Failed', { approved: false })],
      ['the plan of an earlier Subscription Failed', brought('Failed', {}, { ownerReferences: owners })],
    ])('is reached where %s', (_, snapshot) => {
      expect(runningGoal(snapshot, target)).toMatchObject({ state: 'done' });
    });
  });

  describe('where OLM may go on by itself', () => {
    const [newer, anyNewer] = [csvName('2.13.0'), { ...target, orNewer: true }];
    const arrived = aHealthySnapshot({
      subscriptions: [aSubscription({ status: installedStatus(newer) })],
      clusterServiceVersions: [aCsv({ metadata: { name: newer } })],
    });
    const onItsWay = aHealthySnapshot({
      subscriptions: [aSubscription({ status: { installedCSV: old, currentCSV: newer } })],
      clusterServiceVersions: [aCsv({ metadata: { name: old } })],
    });

    it('is reached with a newer CSV', () => {
      expect(runningGoal(arrived, anyNewer)).toMatchObject({ state: 'done', result: { metadata: { name: newer } } });
      expect(runningGoal(arrived, target)).toMatchObject({ state: 'waiting' });
    });

    it('waits while it is on its way from an older one', () => {
      expect(runningGoal(onItsWay, anyNewer)).toMatchObject({ state: 'waiting' });
    });

    it.each<[string, string, string, 'done' | 'waiting']>([
      ['is not reached with an older one that OLM has not left yet', '2.12.10', '2.12.11', 'waiting'],
      ['is reached with one of the same version', '2.12.11', 'v2.12.11', 'done'],
      ['is reached with a newer one, by its number', '2.13.0', '2.12.11', 'done'],
      ['takes what OLM chose where the numbers do not compare', 'odd', '2.12.11', 'done'],
    ])('%s', (_, installed, version, state) => {
      const name = csvName(installed);
      const snapshot = aHealthySnapshot({
        subscriptions: [aSubscription({ status: installedStatus(name) })],
        clusterServiceVersions: [aCsv({ metadata: { name }, spec: { version: installed } })],
      });
      expect(runningGoal(snapshot, { ...anyNewer, csv: csvName('2.12.11-odd'), version })).toMatchObject({ state });
    });

    it('is reached with a newer one that moves on already', () => {
      const snapshot = aHealthySnapshot({
        subscriptions: [aSubscription({ status: { installedCSV: newer, currentCSV: csvName('2.14.0') } })],
        clusterServiceVersions: [aCsv({ metadata: { name: newer }, spec: { version: '2.13.0' } })],
      });
      expect(runningGoal(snapshot, { ...anyNewer, version: '2.12.11' })).toMatchObject({ state: 'done' });
    });

    it('waits while nothing is installed', () => {
      expect(runningGoal(aWaitingSnapshot({ subscriptions: [fresh] }), anyNewer)).toMatchObject({ state: 'waiting' });
    });
  });

  describe('a plan that waits for somebody else', () => {
    it('ends the wait at once, as pending', () => {
      expect(runningGoal(aWaitingSnapshot(), target)).toMatchObject({
        state: 'waiting',
        stops: [
          {
            id: 'approval-needed',
            hold: 0,
            code: 'pending',
            sentence: message('wait.stop.approval', { plan: 'install-1' }),
            object: 'installplan/install-1',
            hints: [`kubectl ext approve ${harbor} -n ${harbor}`],
          },
        ],
      });
    });

    it.each<[string, InstallPlan]>([
      ['is approved', anInstallPlan({ spec: { approved: true } })],
      ['is of another CSV', anInstallPlan({ spec: { clusterServiceVersionNames: [csvName('2.12.1')] } })],
    ])('does not where it %s', (_, plan) => {
      expect(runningGoal(aWaitingSnapshot({ installPlans: [plan] }), target)).toMatchObject({ state: 'waiting', stops: [] });
    });
  });
});
