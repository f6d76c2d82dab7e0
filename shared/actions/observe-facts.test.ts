import { describe, expect, it } from 'vitest';
import { aPackage, aSubscription, clickhousePackage, harbor, kedaPackage } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import type { MemoryClusterOptions } from '../../test/support/memory-cluster.ts';
import { aClusterModule, aModuleConfig, aModuleInfo, aModulePlugin, aPlatformCluster, gpu } from '../../test/support/module-builders.ts';
import { recordedCluster, refusal, type Request } from '../../test/support/recorded-cluster.ts';
import { clusterWith, type Content, globalPaths } from '../../test/support/seeded-cluster.ts';
import type { ErrorCode } from '../errors.ts';
import type { Facts } from '../model/facts.ts';
import { isSubscription } from '../model/subscription.ts';
import { type FactOptions, type JudgedObject, observeFacts } from './observe-facts.ts';

const harborSub = aSubscription();
const kedaSub = aSubscription({ spec: { name: 'keda', source: 'custom' } });

/** What is asked about publishers. */
const ofPublishers = ['get configmaps in ext-system', 'get productbases'];

const content: Content = {
  packages: [aPackage(), clickhousePackage, kedaPackage],
  subscriptions: [harborSub, kedaSub],
  clusters: [aPlatformCluster(), aPlatformCluster({ name: 'global', labels: { 'is-global': 'true' } })],
  clusterModules: [aClusterModule()],
  modulePlugins: [aModulePlugin()],
  moduleConfigs: [aModuleConfig(), aModuleConfig({ plugin: 'nfs' })],
  modules: [aModuleInfo(), aModuleInfo({ cluster: 'edge' }), aModuleInfo({ plugin: 'nfs', metadata: { labels: {} } })],
};

interface Setting extends Partial<FactOptions> {
  readonly paths?: MemoryClusterOptions['paths'];
  readonly before?: (request: Request) => unknown;
}

/** The facts about each object, and what was asked for them. */
async function observed(objects: readonly JudgedObject[], { paths = globalPaths, before, ...options }: Setting = {}) {
  const cluster = recordedCluster(await clusterWith(content, { paths }), before);
  const about = await observeFacts(cluster, objects, { catalogNamespaces: [], ...options });
  const requests = cluster.requests.map(({ verb, resource, namespace }) => `${verb} ${resource}${namespace ? ` in ${namespace}` : ''}`);
  return { facts: objects.map(about), requests: requests.toSorted() };
}

async function factsOf(object: JudgedObject, setting?: Setting): Promise<Facts> {
  return (await observed([object], setting)).facts[0] ?? {};
}

/** What is known where a list ends in an error of this code. */
function without(resource: string, code: ErrorCode = 'forbidden'): Setting {
  return {
    before: (request) => {
      if (request.resource === resource) throw refusal(code);
    },
  };
}

function known(facts: Facts): string[] {
  return Object.entries(facts).flatMap(([name, fact]) => (fact === undefined ? [] : [name]));
}

describe('the facts about a Subscription', () => {
  it('are its package, whose catalogues may be used, and its neighbours', async () => {
    expect(await factsOf(harborSub)).toMatchObject({
      operatorPackage: { status: { packageName: harbor, catalogSource: 'platform' } },
      publishedByAlauda: true,
      catalogNamespaces: ['cpaas-system'],
      subscriptions: [{ metadata: { name: `${harbor}-subs` } }],
    });
  });

  it.each([
    ['a name that no catalogue has', { name: 'nobody' }],
    ['another catalogue', { source: 'custom' }],
    ['a catalogue of another namespace', { sourceNamespace: 'olm' }],
    ['what is no name', { name: 'A,b=c' }],
    ['no namespace', { sourceNamespace: '' }],
  ])('lack the package of %s: nobody can tell that there is none', async (_, spec) => {
    const { facts, requests } = await observed([aSubscription({ spec })]);
    expect(facts[0]).toMatchObject({ operatorPackage: undefined, publishedByAlauda: undefined });
    expect(requests).not.toContain('list packagemanifests');
  });

  it('have no bounds for catalogues on a cluster that is not of the platform', async () => {
    expect(await factsOf(harborSub, { paths: {} })).toMatchObject({ catalogNamespaces: null });
  });

  it('have the bounds that were asked for', async () => {
    expect(await factsOf(harborSub, { catalogNamespaces: ['olm'] })).toMatchObject({ catalogNamespaces: ['olm'] });
  });

  it('are read for all at once, every list once', async () => {
    const { facts, requests } = await observed([harborSub, kedaSub, aSubscription({ metadata: { name: 'again' } })]);
    expect(requests).toEqual([...ofPublishers, 'list packagemanifests in cpaas-system', 'list subscriptions']);
    expect(facts.map(({ subscriptions = [] }) => subscriptions.map(({ metadata }) => metadata.name))).toEqual([
      [`${harbor}-subs`],
      ['keda-subs'],
      [`${harbor}-subs`],
    ]);
  });

  it('hold the neighbours in those namespaces that may be seen', async () => {
    const before = ({ resource, namespace }: Request) => {
      if (resource === 'subscriptions' && namespace !== 'keda') throw refusal('forbidden');
    };
    const { facts } = await observed([harborSub, kedaSub], { before });
    expect(facts.map(({ subscriptions }) => subscriptions?.length)).toEqual([undefined, 1]);
  });

  it('take for granted what has been read', async () => {
    const { facts, requests } = await observed([harborSub], { known: { subscriptions: [harborSub, kedaSub] } });
    expect(requests).toEqual([...ofPublishers, 'list packagemanifests in cpaas-system']);
    expect(facts).toMatchObject([{ subscriptions: [harborSub] }]);
  });
});

describe('the facts about a ModuleInfo', () => {
  it('are those of its plugin and its cluster', async () => {
    expect(await factsOf(aModuleInfo())).toMatchObject({
      onGlobal: true,
      clusters: [{ metadata: { name: 'business' } }, { metadata: { name: 'global' } }],
      modulePlugin: { metadata: { name: gpu } },
      moduleConfigs: [{ spec: { name: gpu } }],
      modules: [{ metadata: { name: aModuleInfo().metadata.name } }],
      clusterModule: { metadata: { name: 'business' } },
    });
  });

  it('say what is not there', async () => {
    expect(await factsOf(aModuleInfo({ cluster: 'nowhere', plugin: 'nothing' }))).toMatchObject({
      modulePlugin: null,
      moduleConfigs: [],
      modules: [],
      clusterModule: null,
    });
  });

  it('count an installation that names no cluster to the global one', async () => {
    const { modules = [] } = await factsOf(aModuleInfo({ cluster: 'global' }));
    expect(modules.map(({ metadata }) => metadata.labels)).toEqual([{}]);
  });

  it('are read for all at once, every list once', async () => {
    const { requests } = await observed([aModuleInfo(), aModuleInfo({ cluster: 'edge' })]);
    expect(requests).toEqual(['list clustermodules', 'list clusters', 'list moduleconfigs', 'list moduleinfoes', 'list moduleplugins']);
  });

  it('take for granted what has been read', async () => {
    const { facts, requests } = await observed([aModuleInfo()], { known: { modules: [] } });
    expect(requests).not.toContain('list moduleinfoes');
    expect(facts).toMatchObject([{ modules: [] }]);
  });

  it('tell a cluster that is not the global one', async () => {
    expect(await factsOf(aModuleInfo(), { paths: {} })).toMatchObject({ onGlobal: false });
  });
});

describe('what could not be read', () => {
  const subscription = ['operatorPackage', 'publishedByAlauda', 'catalogNamespaces', 'subscriptions'];
  const module = ['onGlobal', 'clusters', 'modulePlugin', 'moduleConfigs', 'modules', 'clusterModule'];

  it.each<[string, JudgedObject, readonly string[]]>([
    ['packagemanifests', harborSub, ['operatorPackage', 'publishedByAlauda']],
    ['productbases', kedaSub, ['publishedByAlauda']],
    ['subscriptions', harborSub, ['subscriptions']],
    ['clusters', aModuleInfo(), ['clusters', 'modules']],
    ['moduleplugins', aModuleInfo(), ['modulePlugin']],
    ['moduleconfigs', aModuleInfo(), ['moduleConfigs']],
    ['moduleinfoes', aModuleInfo(), ['modules']],
    ['clustermodules', aModuleInfo(), ['clusterModule']],
  ])('of %s is not known, and everything else is', async (resource, object, missing) => {
    const all = isSubscription(object) ? subscription : module;
    expect(known(await factsOf(object, without(resource))).toSorted()).toEqual(all.filter((name) => !missing.includes(name)).toSorted());
  });

  it.each<ErrorCode>(['forbidden', 'not-found', 'failure'])('is not known, whether for %s', async (code) => {
    expect(known(await factsOf(harborSub, without('packagemanifests', code)))).not.toContain('operatorPackage');
  });

  it.each<ErrorCode>(['unreachable', 'unauthenticated'])('is an error where the cluster answers nobody: %s', async (code) => {
    expect(await errorOf(() => factsOf(harborSub, without('packagemanifests', code)))).toMatchObject({ code });
  });
});

it('nothing is asked about nothing', async () => {
  expect((await observed([])).requests).toEqual([]);
});
