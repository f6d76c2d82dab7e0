import { describe, expect, it } from 'vitest';
import { actionContext } from '../../test/support/action-context.ts';
import { aNamespace, aPackage, aSubscription, harbor, installedStatus } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { aClusterModule, aModuleConfig, aModuleInfo, aModulePlugin, aPlatformCluster } from '../../test/support/module-builders.ts';
import { recordedCluster } from '../../test/support/recorded-cluster.ts';
import { clusterWith, type Content, globalPaths } from '../../test/support/seeded-cluster.ts';
import { message } from '../messages/message.ts';
import type { KubeObject } from '../model/object.ts';
import { checkWritten, type CheckOptions } from './policy-check.ts';

const platform: Content = {
  packages: [aPackage()],
  clusters: [aPlatformCluster()],
  clusterModules: [aClusterModule()],
  modulePlugins: [aModulePlugin()],
  moduleConfigs: [aModuleConfig()],
};

/** Judges objects on the global cluster of a platform, and keeps what was said and asked. */
async function checked(objects: readonly object[], content: Content = {}, options: Partial<CheckOptions> = {}) {
  const cluster = recordedCluster(await clusterWith({ ...platform, ...content }, { paths: globalPaths, namespace: 'apps' }));
  const context = actionContext(cluster);
  const written = objects.map((object, index) => ({ file: 'a.yaml', document: index + 1, object: object as KubeObject }));
  const writes = await checkWritten({ written, catalogNamespaces: [], ...options }, context);
  return { writes, context, cluster };
}

/** The rules that say something of one object. */
async function rulesAgainst(object: object, content?: Content): Promise<string[]> {
  const { writes } = await checked([object], content);
  return writes.flatMap(({ defaults, findings, unasked }) => [...defaults, ...findings, ...unasked].map(({ rule }) => rule));
}

/** A Subscription as a file holds it, with a part of its spec. */
function inFile(spec: object, metadata: object = {}) {
  return { ...aSubscription(), metadata: { ...aSubscription().metadata, ...metadata }, spec };
}

const { spec } = aSubscription();
const { installPlanApproval: _, ...withoutApproval } = spec;

describe('an object that is not there', () => {
  it('is judged as new', async () => {
    const { writes } = await checked([aSubscription(), aModuleInfo()]);
    expect(writes).toEqual([
      {
        object: `subscription.operators.coreos.com/${harbor}-subs`,
        namespace: harbor,
        file: 'a.yaml',
        operation: 'CREATE',
        defaults: [],
        findings: [],
        unasked: [],
      },
      expect.objectContaining({ namespace: null, operation: 'CREATE', findings: [], unasked: [] }),
    ]);
  });

  it('gets its defaults first, and is judged with them', async () => {
    expect((await checked([inFile(withoutApproval)])).writes).toMatchObject([
      {
        defaults: [
          {
            rule: 'subscription.default-approval',
            path: 'spec.installPlanApproval',
            warning: message('rule.subscription.default-approval', { operator: harbor, namespace: harbor }),
          },
        ],
        findings: [],
      },
    ]);
  });

  it('gets a label where there are none', async () => {
    const { metadata, ...module } = aModuleInfo();
    const labels = { 'cpaas.io/cluster-name': 'business', 'cpaas.io/module-name': 'gpu-device-plugin' };
    expect((await checked([{ ...module, metadata: { ...metadata, labels } }])).writes).toMatchObject([
      { defaults: [{ rule: 'module-info.default-type-label', path: 'metadata.labels[cpaas.io/module-type]' }], findings: [] },
    ]);
  });

  it('goes to the namespace of the context, where it names none', async () => {
    const { writes } = await checked([inFile(spec, { namespace: undefined }), aModuleInfo({ metadata: { namespace: 'apps' } })]);
    expect(writes.map(({ namespace }) => namespace)).toEqual(['apps', null]);
  });

  it('is judged without the status that the file holds', async () => {
    const unpublished = aSubscription({ spec: { startingCSV: 'harbor-ce-operator.v9.9.9' }, status: installedStatus() });
    expect(await rulesAgainst(unpublished)).toEqual(['subscription.channel-exists']);
  });

  it('is judged without what is null', async () => {
    expect(await rulesAgainst(inFile({ ...spec, channel: null, startingCSV: null }))).toEqual([]);
  });
});

describe('an object that is stored', () => {
  const stored: Content = { subscriptions: [aSubscription({ spec: { channel: 'gone', installPlanApproval: 'Automatic' } })] };

  it('is judged as an update, in which a stored fault hinders no other change', async () => {
    const { writes } = await checked([inFile({ config: { env: [] } })], stored);
    expect(writes).toMatchObject([{ operation: 'UPDATE', findings: [] }]);
  });

  it('is judged with what the file leaves out', async () => {
    expect(await rulesAgainst(inFile({ startingCSV: 'x' }), stored)).toEqual(['subscription.channel-exists']);
    expect(await rulesAgainst(inFile({ channel: 'stable' }), stored)).toEqual([]);
  });

  it('gets its default again where the file takes the approval away', async () => {
    const manual: Content = { subscriptions: [aSubscription()] };
    expect(await rulesAgainst(inFile({ installPlanApproval: null }), manual)).toEqual(['subscription.default-approval']);
  });

  it('tells what its controller has not written yet', async () => {
    const next = aModuleConfig({ spec: { version: 'v4.0.16' } });
    const upgrade = { ...aModuleInfo(), spec: { version: 'v4.0.16' } };
    const { writes, context } = await checked([upgrade], { modules: [aModuleInfo()], moduleConfigs: [aModuleConfig(), next] });
    expect(writes).toMatchObject([{ unasked: [{ rule: 'module-info.upgrade-path', fact: 'availableVersions' }] }]);
    expect(context.said('policy.not-checked')).toEqual([
      message('policy.not-checked', { fact: 'availableVersions', rules: ['upgrade-path'] }),
    ]);
  });
});

describe('what is in a file', () => {
  it('is judged each for itself: nothing of it is there', async () => {
    const twins = [aModuleInfo(), aModuleInfo({ metadata: { name: 'twin' } })];
    const { writes } = await checked(twins);
    // The name is that of nothing the platform would keep, which is only remarked on here.
    expect(writes.map(({ findings }) => findings.map(({ rule, severity }) => [rule, severity]))).toEqual([
      [],
      [['module-info.canonical-name', 'warn']],
    ]);
  });

  it('is named where no rule is about it', async () => {
    const other = { apiVersion: 'apps.example.com/v1', kind: 'Subscription', metadata: { name: 'mail' } };
    const { writes, context } = await checked([aNamespace('a'), aSubscription(), other]);
    expect(writes).toHaveLength(1);
    expect(context.events).toEqual([
      {
        state: 'note',
        message: message('policy.other-kinds', { count: 2, objects: ['namespace/a', 'subscription.apps.example.com/mail'] }),
      },
    ]);
  });

  it('is told by its place where its schema would not take it', async () => {
    expect(await errorOf(() => checked([aNamespace(), inFile({ ...spec, channel: 4 })]))).toMatchObject({
      code: 'usage',
      sentence: message('policy.misshapen', { file: 'a.yaml', document: 2, path: 'spec.channel' }),
      details: { path: 'spec.channel', object: `subscription.operators.coreos.com/${harbor}-subs` },
    });
  });

  it.each([
    ['metadata.name', { name: '../secrets' }],
    ['metadata.namespace', { name: 'a', namespace: 'b/c' }],
  ])('is told by its %s before anything is asked by that name', async (path, metadata) => {
    const cluster = recordedCluster(await clusterWith(platform));
    const written = [{ file: 'a.yaml', document: 1, object: aSubscription({ metadata }) }];
    const check = () => checkWritten({ written, catalogNamespaces: [] }, actionContext(cluster));
    expect(await errorOf(check)).toMatchObject({ code: 'usage', details: { path } });
    expect(cluster.requests).toEqual([]);
  });
});

it('each fact that rules lack is warned of once', async () => {
  const unknown = aSubscription({ spec: { name: 'nobody' } });
  const { writes, context } = await checked([unknown, { ...unknown, metadata: { name: 'again', namespace: 'nobody' } }]);
  expect(writes.map(({ unasked }) => unasked.length)).toEqual([3, 3]);
  expect(context.events).toEqual([
    {
      state: 'warning',
      message: message('policy.not-checked', {
        fact: 'publishedByAlauda',
        rules: ['manual-approval'],
      }),
    },
    {
      state: 'warning',
      message: message('policy.not-checked', {
        fact: 'operatorPackage',
        rules: ['channel-exists', 'all-namespaces'],
      }),
    },
  ]);
});

it('the namespaces of catalogues can be others', async () => {
  const { writes } = await checked([aSubscription()], {}, { catalogNamespaces: ['olm'] });
  expect(writes).toMatchObject([{ findings: [{ rule: 'subscription.catalog-namespace' }] }]);
});

it('nothing is written', async () => {
  const { cluster } = await checked([aSubscription(), inFile(withoutApproval), aModuleInfo()]);
  expect(new Set(cluster.requests.map(({ verb }) => verb))).toEqual(new Set(['get', 'list']));
});
