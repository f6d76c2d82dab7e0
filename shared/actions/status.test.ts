import { describe, expect, it } from 'vitest';
import { actionContext } from '../../test/support/action-context.ts';
import { aCsv, anOperatorGroup, aSubscription, csvName, harbor, installedStatus, pendingStatus } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { aPod, aWarning } from '../../test/support/pods.ts';
import { recordedCluster, refusal } from '../../test/support/recorded-cluster.ts';
import { clusterWith, type Content } from '../../test/support/seeded-cluster.ts';
import { aHealthySnapshot, anUpgradeSnapshot, aWaitingSnapshot } from '../../test/support/snapshots.ts';
import { events, pods } from '../model/pod.ts';
import { deployments } from '../model/workload.ts';
import { statusOf, type StatusOptions } from './status.ts';

async function itemsIn(content: Content, options: Partial<StatusOptions> = {}) {
  const context = actionContext(await clusterWith(content));
  return (await statusOf({ names: [], ...options }, context)).items;
}

/** Harbor and keda, each in its namespace. */
function both(): Content {
  const healthy = aHealthySnapshot();
  const keda = aSubscription({ metadata: { labels: { team: 'a' } }, spec: { name: 'keda' }, status: installedStatus('keda.v2.17.2') });
  return {
    ...healthy,
    subscriptions: [...(healthy.subscriptions ?? []), keda],
    operatorGroups: [anOperatorGroup(), anOperatorGroup({ metadata: { namespace: 'keda' } })],
  };
}

describe('status', () => {
  it('is a document with everything about an operator', async () => {
    const context = actionContext(await clusterWith(aHealthySnapshot()));
    const document = await statusOf({ names: [harbor] }, context);
    const [item] = document.items;
    expect(document).toEqual({ apiVersion: 'ext.cpaas.io/v1', kind: 'DiagnosisList', items: [item], errors: [], warnings: [] });
    expect(item).toMatchObject({
      cluster: null,
      kind: 'operator',
      name: harbor,
      namespace: harbor,
      health: 'Healthy',
      reason: null,
      subscription: {
        name: `${harbor}-subs`,
        state: 'AtLatestKnown',
        installedCSV: csvName(),
        currentCSV: csvName(),
        installPlan: 'install-1',
        installPlanPending: false,
      },
      csv: { name: csvName(), displayName: 'Alauda Build of Harbor', version: '2.12.11', replaces: null, phase: 'Succeeded' },
      tree: { object: `subscription/${harbor}-subs` },
    });
  });

  it('of what OLM has not looked at says what is not known', async () => {
    const content = aWaitingSnapshot({ subscriptions: [aSubscription()], installPlans: [] });
    expect(await itemsIn(content)).toMatchObject([
      {
        health: 'Progressing',
        subscription: { state: null, installedCSV: null, currentCSV: null, installPlan: null, installPlanPending: false },
        csv: null,
      },
    ]);
  });

  it('tells the condition that a plan is pending', async () => {
    const conditions = [{ type: 'InstallPlanPending', status: 'True' }];
    const content = aWaitingSnapshot({ subscriptions: [aSubscription({ status: { ...pendingStatus(), conditions } })] });
    expect(await itemsIn(content)).toMatchObject([{ health: 'NeedsApproval', subscription: { installPlanPending: true } }]);
  });

  it.each([
    ['the installed CSV during an upgrade', [aCsv({ metadata: { name: csvName('2.12.10') } }), aCsv()], csvName('2.12.10')],
    ['the incoming one where nothing else is there', [aCsv()], csvName()],
  ])('shows %s', async (_, clusterServiceVersions, name) => {
    expect(await itemsIn(anUpgradeSnapshot({ clusterServiceVersions }))).toMatchObject([{ csv: { name } }]);
  });
});

describe('status is about', () => {
  it.each<[string, Partial<StatusOptions>, string[]]>([
    ['everything', {}, [harbor, 'keda']],
    ['what is named, in that order', { names: ['keda', harbor] }, ['keda', harbor]],
    ['one namespace', { namespace: 'keda' }, ['keda']],
    ['what has a label', { labelSelector: 'team=a' }, ['keda']],
    ['nothing where there is nothing', { namespace: 'nowhere' }, []],
  ])('%s', async (_, options, names) => {
    expect((await itemsIn(both(), options)).map(({ name }) => name)).toEqual(names);
  });

  it('no name that is not installed', async () => {
    expect(await errorOf(() => itemsIn(both(), { names: ['redis'] }))).toMatchObject({ code: 'not-found' });
  });
});

describe('status reads', () => {
  it.each<[string, readonly string[], string | undefined]>([
    ['one namespace for one operator', ['keda'], 'keda'],
    ['all of them in one round for several', ['keda', harbor], undefined],
  ])('%s', async (_, names, namespace) => {
    const cluster = recordedCluster(await clusterWith(both()));
    await statusOf({ names }, actionContext(cluster));
    const asked = cluster.requests.filter(({ resource }) => ['pods', 'events', 'deployments'].includes(resource));
    expect(asked.map((request) => request.namespace)).toEqual([namespace, namespace, namespace]);
  });

  it.each<[string, string[], string, (string | undefined)[], string[]]>([
    ['what the Subscriptions were read in', [], 'subscriptions', ['keda'], ['Progressing']],
    ['everything where all Subscriptions could be read', [], 'deployments', [undefined], ['Unknown', 'Unknown']],
    ['everything for operators of two namespaces', ['keda', harbor], 'deployments', [undefined], ['Unknown', 'Unknown']],
  ])('%s, and no narrower', async (_, names, plural, namespaces, health) => {
    const cluster = recordedCluster(await clusterWith(both(), { namespace: 'keda' }), ({ resource, namespace }) => {
      if (resource === plural && namespace === undefined) throw refusal('forbidden');
    });
    const { items } = await statusOf({ names }, actionContext(cluster));
    const asked = cluster.requests.filter(({ resource }) => resource === 'deployments');
    expect(asked.map(({ namespace }) => namespace)).toEqual(namespaces);
    expect(items.map((item) => item.health)).toEqual(health);
  });

  it('only the namespace that was reached, also where nothing is installed there', async () => {
    const cluster = recordedCluster(await clusterWith(aHealthySnapshot(), { namespace: 'empty' }), ({ resource, namespace }) => {
      if (resource === 'subscriptions' && namespace === undefined) throw refusal('forbidden');
    });
    expect((await statusOf({ names: [] }, actionContext(cluster))).items).toEqual([]);
    expect(cluster.requests.filter(({ resource }) => resource === 'pods')).toMatchObject([{ namespace: 'empty' }]);
  });

  it('pods and events into the tree', async () => {
    const cluster = await clusterWith(aHealthySnapshot());
    const selector = { matchLabels: { app: 'harbor' } };
    await cluster.patch(deployments, { name: 'harbor-controller', namespace: harbor }, { spec: { selector } });
    await cluster.create(pods, aPod());
    await cluster.create(events, aWarning(aPod()));
    const tree = JSON.stringify((await statusOf({ names: [harbor] }, actionContext(cluster))).items[0]?.tree);
    expect(tree).toContain('pod/harbor-controller-1');
    expect(tree).toContain('event/harbor-controller-1.1');
  });

  it.each([
    ['pods', 'Healthy'],
    ['events', 'Healthy'],
    ['deployments', 'Unknown'],
  ])('on where %s may not be read', async (plural, health) => {
    const cluster = recordedCluster(await clusterWith(aHealthySnapshot()), ({ resource }) => {
      if (resource === plural) throw refusal('forbidden');
    });
    expect((await statusOf({ names: [harbor] }, actionContext(cluster))).items).toMatchObject([{ health }]);
  });
});
