import { describe, expect, it } from 'vitest';
import {
  aCsv,
  aDeployment,
  anInstallPlan,
  anOperatorGroup,
  aSubscription,
  csvName,
  installedStatus,
  pendingStatus,
} from '../../test/support/builders.ts';
import { aHealthySnapshot, anUpgradeSnapshot, aWaitingSnapshot, firstView } from '../../test/support/snapshots.ts';
import type { InstallPlan } from '../model/install-plan.ts';
import type { ObjectMeta, OwnerReference } from '../model/object.ts';
import type { Snapshot } from './snapshot.ts';

const elsewhere = { namespace: 'elsewhere' };

describe('viewOf', () => {
  it('joins what belongs to the Subscription', () => {
    const snapshot = aHealthySnapshot();
    expect(firstView(snapshot)).toEqual({
      subscription: snapshot.subscriptions?.[0],
      installed: snapshot.clusterServiceVersions?.[0],
      incoming: undefined,
      plan: snapshot.installPlans?.[0],
      deployments: snapshot.deployments,
      groups: 1,
      unread: [],
    });
  });

  it('leaves out what is in another namespace', () => {
    const view = firstView({
      subscriptions: [aSubscription({ status: installedStatus() })],
      installPlans: [anInstallPlan({ metadata: elsewhere })],
      clusterServiceVersions: [aCsv({ metadata: elsewhere })],
      operatorGroups: [anOperatorGroup({ metadata: elsewhere })],
      deployments: [aDeployment({ metadata: elsewhere })],
    });
    expect(view).toMatchObject({ installed: undefined, plan: undefined, deployments: [], groups: 0 });
  });

  it('leaves out a CSV that is a copy', () => {
    const copy = aCsv({ metadata: { labels: { 'olm.copiedFrom': 'elsewhere' } } });
    expect(firstView(aHealthySnapshot({ clusterServiceVersions: [copy] })).installed).toBeUndefined();
  });

  it('tells the incoming CSV from the installed one', () => {
    const csvs = ['2.12.10', '2.12.11'].map((version) => aCsv({ metadata: { name: csvName(version) } }));
    const { installed, incoming } = firstView(anUpgradeSnapshot({ clusterServiceVersions: csvs }));
    expect([installed?.metadata.name, incoming?.metadata.name]).toEqual([csvName('2.12.10'), csvName('2.12.11')]);
  });

  describe('the plan', () => {
    const plan = (generation: number, spec: Partial<InstallPlan['spec']> = {}, status: InstallPlan['status'] = {}) =>
      anInstallPlan({ metadata: { name: `install-${generation}` }, spec: { generation, ...spec }, status });
    const others = { clusterServiceVersionNames: ['keda.v2.17.2'] };
    const done = [{ approved: true }, { phase: 'Complete' }] as const;

    it.each<[string, Snapshot, string | undefined]>([
      ['is the one the Subscription refers to', aWaitingSnapshot({ installPlans: [plan(1)] }), 'install-1'],
      [
        'is the newest that brings its CSV, whatever it refers to',
        aWaitingSnapshot({ installPlans: [plan(1), plan(3), plan(2)] }),
        'install-3',
      ],
      ['is the newest also when that is done', aHealthySnapshot({ installPlans: [plan(1), plan(9, ...done)] }), 'install-9'],
      ['is not a newer one of a neighbour', aWaitingSnapshot({ installPlans: [plan(1), plan(9, others)] }), 'install-1'],
      [
        'is not one that goes on waiting with what is installed',
        aHealthySnapshot({ installPlans: [plan(1, ...done), plan(9)] }),
        'install-1',
      ],
      ['is none where only such a one is left', aHealthySnapshot({ installPlans: [plan(1)] }), undefined],
      ['is the one it refers to where none brings its CSV', anUpgradeSnapshot({ installPlans: [plan(2, others)] }), 'install-2'],
      ['is not one of another namespace', aWaitingSnapshot({ installPlans: [anInstallPlan({ metadata: elsewhere })] }), undefined],
      ['is none where OLM has said nothing', aWaitingSnapshot({ subscriptions: [aSubscription()] }), undefined],
    ])('%s', (_, snapshot, name) => {
      expect(firstView(snapshot).plan?.metadata.name).toBe(name);
    });
  });

  describe('the plan of an earlier Subscription', () => {
    const owner = (uid: string, kind = 'Subscription') => ({ apiVersion: 'operators.coreos.com/v1alpha1', kind, name: 'harbor', uid });
    const planSeen = (owners: OwnerReference[] | undefined, metadata: Partial<ObjectMeta> = {}, plan = 'install-9') => {
      const installPlans = [anInstallPlan({ metadata: { ownerReferences: owners } })];
      const subscriptions = [aSubscription({ metadata: { uid: 'ours', ...metadata }, status: pendingStatus(csvName(), { plan }) })];
      return firstView(aWaitingSnapshot({ subscriptions, installPlans })).plan?.metadata.name;
    };

    it('does not count', () => {
      expect(planSeen([owner('theirs')])).toBeUndefined();
      expect(planSeen([owner('theirs'), owner('neighbour')])).toBeUndefined();
    });

    it.each<[string, OwnerReference[] | undefined]>([
      ['is its own', [owner('theirs'), owner('ours')]],
      ['names no Subscription', [owner('theirs', 'ConfigMap')]],
      ['names nothing', []],
      ['tells nothing', undefined],
    ])('counts where it %s', (_, owners) => {
      expect(planSeen(owners)).toBe('install-1');
    });

    it('counts where the Subscription came of it, or refers to it', () => {
      expect(planSeen([owner('parent')], { annotations: { 'olm.generated-by': 'install-1' } })).toBe('install-1');
      expect(planSeen([owner('parent')], {}, 'install-1')).toBe('install-1');
    });
  });

  it('keeps none and unknown apart', () => {
    expect(firstView(aHealthySnapshot({ operatorGroups: [] }))).toMatchObject({ groups: 0, unread: [] });
    expect(firstView(aHealthySnapshot({ operatorGroups: undefined }))).toMatchObject({ groups: undefined, unread: ['operatorgroups'] });
  });
});
