import { describe, expect, it } from 'vitest';
import { actionContext } from '../../test/support/action-context.ts';
import {
  aCsv,
  aDeployment,
  anInstallPlan,
  aPackage,
  aSubscription,
  clickhousePackage,
  csvName,
  downStatus,
  harbor,
  installedStatus,
  kedaPackage,
} from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { recordedCluster, refusal } from '../../test/support/recorded-cluster.ts';
import { clusterWith, type Content } from '../../test/support/seeded-cluster.ts';
import { aHealthySnapshot, anUpgradeSnapshot } from '../../test/support/snapshots.ts';
import { listExtensions, type ListOptions } from './list.ts';

const plain: ListOptions = { available: false, outdated: false, pending: false, failed: false };
const packages = [aPackage(), clickhousePackage, kedaPackage, aPackage({ name: 'hidden', catalog: 'system' })];

/** Keda beside a healthy harbor: installed below the head, its Deployment down, made by a label. */
function both(): Content {
  const old = csvName('2.16.0', 'keda');
  const healthy = aHealthySnapshot();
  return {
    ...healthy,
    packages,
    subscriptions: [
      ...(healthy.subscriptions ?? []),
      aSubscription({
        metadata: { namespace: harbor, labels: { team: 'a' } },
        spec: { name: 'keda', source: 'custom', installPlanApproval: undefined },
        status: installedStatus(old, 'install-0'),
      }),
    ],
    clusterServiceVersions: [
      aCsv(),
      aCsv({
        metadata: { name: old },
        spec: { displayName: 'KEDA', version: '2.16.0', install: { strategy: 'deployment', spec: { deployments: [{ name: 'keda' }] } } },
      }),
    ],
    deployments: [aDeployment(), aDeployment({ metadata: { name: 'keda' }, status: downStatus })],
  };
}

async function rows(content: Content, options: Partial<ListOptions> = {}) {
  const cluster = await clusterWith(content);
  return (await listExtensions({ ...plain, ...options }, actionContext(cluster))).items;
}

async function names(content: Content, options: Partial<ListOptions>) {
  return (await rows(content, options)).map(({ name }) => name);
}

describe('what is installed', () => {
  it('is told with everything known about it', async () => {
    expect(await rows({ ...aHealthySnapshot(), packages })).toEqual([
      {
        cluster: null,
        kind: 'operator',
        name: harbor,
        namespace: harbor,
        subscription: `${harbor}-subs`,
        displayName: 'Alauda Build of Harbor',
        source: 'Alauda',
        catalog: 'platform',
        channel: 'stable',
        lifecycle: null,
        version: '2.12.11',
        latest: '2.12.11',
        approval: 'Manual',
        health: 'Healthy',
        reason: null,
        status: null,
        plan: null,
      },
    ]);
  });

  it('is told with the plan that waits', async () => {
    expect(await rows({ ...anUpgradeSnapshot(), packages })).toMatchObject([
      { health: 'Healthy', reason: 'upgrade pending', plan: { name: 'install-2', csvs: [csvName()], approved: false } },
    ]);
  });

  it('comes in the order of names, with absence of an approval as what it means', async () => {
    expect(await rows(both())).toMatchObject([
      { name: harbor, source: 'Alauda', approval: 'Manual', health: 'Healthy' },
      { name: 'keda', source: '<unknown>', approval: 'Automatic', health: 'Degraded', version: '2.16.0', latest: '2.17.2' },
    ]);
  });

  it('has no latest version where its catalogue lacks the package', async () => {
    const elsewhere = [aPackage({ catalog: 'custom' })];
    expect(await rows({ ...aHealthySnapshot(), packages: elsewhere })).toMatchObject([
      { source: '<unknown>', latest: null, channel: 'stable' },
    ]);
  });

  it('follows the default channel where none is written', async () => {
    const subscriptions = [aSubscription({ spec: { channel: '' }, status: installedStatus() })];
    expect(await rows({ ...aHealthySnapshot({ subscriptions }), packages })).toMatchObject([{ channel: 'stable', latest: '2.12.11' }]);
  });

  it.each<[string, Partial<ListOptions>, string[]]>([
    ['pending', { pending: true }, []],
    ['failed', { failed: true }, ['keda']],
    ['outdated', { outdated: true }, ['keda']],
    ['of a source, in any letters', { source: 'alauda' }, [harbor]],
    ['of a catalogue', { catalog: 'custom' }, ['keda']],
    ['with a label', { labelSelector: 'team=a' }, ['keda']],
    ['of a namespace', { namespace: 'elsewhere' }, []],
    ['both failed and of a source', { failed: true, source: 'Alauda' }, []],
  ])('can be only what is %s', async (_, options, expected) => {
    expect(await names(both(), options)).toEqual(expected);
  });

  it('can be only what waits', async () => {
    expect(await names(anUpgradeSnapshot(), { pending: true })).toEqual([harbor]);
  });
});

describe('an orphan', () => {
  const orphan = aCsv({ metadata: { name: csvName('1.0.0', 'left'), namespace: 'left' }, spec: { displayName: 'Left', version: '1.0.0' } });
  const copy = aCsv({ metadata: { namespace: 'left', labels: { 'olm.copiedFrom': harbor } } });
  const content = { ...aHealthySnapshot({ clusterServiceVersions: [aCsv(), orphan, copy] }), packages };

  it('is a CSV without a Subscription, and never Healthy', async () => {
    const [, row, ...more] = await rows(content);
    expect(row).toMatchObject({
      name: 'left.v1.0.0',
      namespace: 'left',
      subscription: null,
      version: '1.0.0',
      health: 'Unknown',
      reason: 'orphan: csv Succeeded without a Subscription',
    });
    expect(more).toEqual([]);
  });

  it('is not the CSV that a Subscription moves to or comes from', async () => {
    const moving = anUpgradeSnapshot({ clusterServiceVersions: [aCsv(), aCsv({ metadata: { name: csvName('2.12.10') } })] });
    expect(await names(moving, {})).toEqual([harbor]);
  });

  it('is not the CSV that an upgrade has just replaced', async () => {
    const old = aCsv({ metadata: { name: csvName('2.12.10') }, status: { phase: 'Deleting' } });
    const upgraded = aHealthySnapshot({ clusterServiceVersions: [aCsv({ spec: { replaces: csvName('2.12.10') } }), old] });
    expect(await names(upgraded, {})).toEqual([harbor]);
  });

  it('is known by its namespace too', async () => {
    const twin = aCsv({ metadata: { namespace: 'elsewhere' } });
    expect(await rows(aHealthySnapshot({ clusterServiceVersions: [aCsv(), twin] }))).toMatchObject([
      { name: harbor },
      { name: csvName(), namespace: 'elsewhere' },
    ]);
  });

  it('is left out where a label is asked for', async () => {
    expect(await names(content, { labelSelector: 'team=a' })).toEqual([]);
  });
});

describe('what could be installed', () => {
  it('is every package but those of the hidden catalogue', async () => {
    expect(await rows(both(), { available: true })).toMatchObject([
      { name: 'clickhouse-operator', source: 'Community', catalog: 'platform', latest: '0.18.2', status: 'Ready', health: null },
      { name: harbor, source: 'Alauda', channel: 'stable', latest: '2.12.11', status: 'Installed' },
      { name: 'keda', source: '<unknown>', catalog: 'custom', status: 'Installed' },
    ]);
  });

  it('is also the hidden one when it is asked for', async () => {
    expect(await names(both(), { available: true, catalog: 'system' })).toEqual(['hidden']);
  });

  it('is Ready in one catalogue where another one’s is installed', async () => {
    const content = { ...aHealthySnapshot(), packages: [aPackage(), aPackage({ catalog: 'custom', catalogNamespace: 'catalogs' })] };
    expect(await rows(content, { available: true })).toMatchObject([
      { catalog: 'custom', status: 'Ready' },
      { catalog: 'platform', status: 'Installed' },
    ]);
  });
});

describe('where not everything may be seen', () => {
  const elsewhere = { namespace: 'elsewhere' };
  const keda = aSubscription({ metadata: elsewhere, spec: { name: 'keda' }, status: installedStatus(csvName('2.17.2', 'keda')) });
  const healthy = aHealthySnapshot();
  const content = { ...healthy, packages, subscriptions: [...(healthy.subscriptions ?? []), keda] };

  /** A cluster whose user may see these kinds only in the context's namespace. */
  const narrowed = async (content_: Content, ...plurals: string[]) =>
    recordedCluster(await clusterWith(content_, elsewhere), ({ resource, namespace }) => {
      if (plurals.includes(resource) && namespace === undefined) throw refusal('forbidden');
    });

  it.each(['clusterserviceversions', 'installplans', 'deployments', 'operatorgroups'])(
    'a part of the %s is not taken for all of them',
    async (plural) => {
      const { items } = await listExtensions(plain, actionContext(await narrowed(content, plural)));
      expect(items.map(({ name, health }) => `${name} ${health}`)).toEqual([`${harbor} Unknown`, 'keda Unknown']);
    },
  );

  it('a CSV is no orphan where its Subscription may not be seen', async () => {
    const { items } = await listExtensions(plain, actionContext(await narrowed(healthy, 'subscriptions')));
    expect(items).toEqual([]);
  });

  it('every kind is read as far as the Subscriptions are', async () => {
    const cluster = await narrowed(content, 'subscriptions');
    expect((await listExtensions(plain, actionContext(cluster))).items).toMatchObject([{ name: 'keda' }]);
    const asked = cluster.requests.filter(({ resource }) => ['clusterserviceversions', 'deployments', 'installplans'].includes(resource));
    expect(asked.map(({ namespace }) => namespace)).toEqual(['elsewhere', 'elsewhere', 'elsewhere']);
  });
});

describe('reading', () => {
  const refusing = async (plurals: readonly string[], code: 'forbidden' | 'not-found' | 'unreachable' = 'forbidden') =>
    recordedCluster(await clusterWith({ ...aHealthySnapshot(), packages }), ({ resource }) => {
      if (plurals.includes(resource)) throw refusal(code);
    });

  it.each(['clusterserviceversions', 'installplans', 'deployments', 'operatorgroups'])(
    'makes Unknown, never Healthy, of forbidden %s',
    async (plural) => {
      const { items } = await listExtensions(plain, actionContext(await refusing([plural])));
      expect(items).toMatchObject([{ name: harbor, health: 'Unknown', reason: `cannot read ${plural}` }]);
    },
  );

  it('goes on without packages and catalogues', async () => {
    const { items } = await listExtensions(plain, actionContext(await refusing(['packagemanifests', 'catalogsources'], 'not-found')));
    expect(items).toMatchObject([{ name: harbor, health: 'Healthy', source: '<unknown>', latest: null }]);
  });

  it.each<[string, 'forbidden' | 'unreachable']>([
    ['subscriptions', 'forbidden'],
    ['deployments', 'unreachable'],
  ])('ends where %s are %s', async (plural, code) => {
    expect(await errorOf(async () => listExtensions(plain, actionContext(await refusing([plural], code))))).toMatchObject({ code });
  });

  it('takes one LIST of each kind, whatever the number of rows', async () => {
    const cluster = recordedCluster(await clusterWith(both()));
    await listExtensions(plain, actionContext(cluster));
    expect(cluster.requests.map(({ verb, resource }) => `${verb} ${resource}`).toSorted()).toEqual([
      'get configmaps',
      'get productbases',
      'list catalogsources',
      'list clusterserviceversions',
      'list deployments',
      'list installplans',
      'list operatorgroups',
      'list packagemanifests',
      'list subscriptions',
    ]);
  });

  it('counts as Degraded a Deployment that is not OLM’s', async () => {
    const deployments = [aDeployment({ metadata: { labels: {} } })];
    expect(await rows({ ...aHealthySnapshot({ deployments }), installPlans: [anInstallPlan()] })).toMatchObject([{ health: 'Degraded' }]);
  });
});
