import { describe, expect, it } from 'vitest';
import { actionContext } from '../../test/support/action-context.ts';
import { aPackage, aSubscription, harbor, kedaPackage } from '../../test/support/builders.ts';
import { aClusterModule, aModuleConfig, aModuleInfo, aModulePlugin, aPlatformCluster } from '../../test/support/module-builders.ts';
import type { MemoryClusterOptions } from '../../test/support/memory-cluster.ts';
import { recordedCluster, refusal, type Request } from '../../test/support/recorded-cluster.ts';
import { clusterWith, type Content, globalPaths } from '../../test/support/seeded-cluster.ts';
import { message } from '../messages/message.ts';
import { type AuditOptions, auditStored } from './policy-audit.ts';

const content: Content = {
  packages: [aPackage(), kedaPackage],
  subscriptions: [aSubscription({ spec: { name: 'keda', source: 'custom' } }), aSubscription()],
  clusters: [aPlatformCluster()],
  clusterModules: [aClusterModule()],
  modulePlugins: [aModulePlugin()],
  moduleConfigs: [aModuleConfig()],
  modules: [aModuleInfo()],
};

interface Setting extends Partial<AuditOptions> {
  readonly more?: Content;
  readonly cluster?: MemoryClusterOptions;
  readonly before?: (request: Request) => unknown;
}

async function audited({ more, cluster: options, before, ...asked }: Setting = {}) {
  const cluster = recordedCluster(await clusterWith({ ...content, ...more }, { paths: globalPaths, ...options }), before);
  const context = actionContext(cluster);
  const writes = await auditStored({ catalogNamespaces: [], ...asked }, context);
  return { writes, context, cluster };
}

const moduleName = `moduleinfo.cluster.alauda.io/${aModuleInfo().metadata.name}`;
const subscriptionName = (name: string) => `subscription.operators.coreos.com/${name}-subs`;

describe('policy audit', () => {
  it('judges everything that is stored as new, in the order of the places', async () => {
    const { writes, context } = await audited();
    expect(writes.map(({ object, namespace, operation, findings }) => [object, namespace, operation, findings])).toEqual([
      [subscriptionName(harbor), harbor, 'CREATE', []],
      [subscriptionName('keda'), 'keda', 'CREATE', []],
      [moduleName, null, 'CREATE', []],
    ]);
    expect(context.events).toEqual([]);
  });

  it('judges the Subscriptions of one namespace, and then nothing that has none', async () => {
    const { writes, cluster } = await audited({ namespace: 'keda' });
    expect(writes.map(({ object }) => object)).toEqual([subscriptionName('keda')]);
    expect(cluster.requests.map(({ resource }) => resource)).not.toContain('moduleinfoes');
  });

  it('judges no ModuleInfo where they are nothing but objects', async () => {
    const { writes } = await audited({ cluster: { paths: {} } });
    expect(writes.map(({ object }) => object)).toEqual([subscriptionName(harbor), subscriptionName('keda')]);
  });

  it('applies no default: what lacks an approval is Automatic', async () => {
    const { writes } = await audited({
      more: { subscriptions: [aSubscription({ spec: { installPlanApproval: undefined } })], modules: [] },
    });
    expect(writes).toMatchObject([{ defaults: [], findings: [{ rule: 'subscription.manual-approval', severity: 'deny' }] }]);
  });

  it('tells of what stands twice, and of a version that cannot be installed', async () => {
    const twins = [aModuleInfo(), aModuleInfo({ metadata: { name: 'twin' } })];
    const moduleConfigs = [aModuleConfig({ status: { readyForDeploy: false } })];
    const { writes } = await audited({ more: { subscriptions: [], modules: twins, moduleConfigs } });
    expect(writes.map(({ findings }) => findings.map(({ rule }) => rule))).toEqual([
      ['module-info.version-published', 'module-info.once-per-cluster'],
      ['module-info.canonical-name', 'module-info.version-published', 'module-info.once-per-cluster'],
    ]);
  });

  it('leaves out what is on its way out', async () => {
    const metadata = { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['x'] };
    const { writes } = await audited({ more: { subscriptions: [aSubscription({ metadata })], modules: [] } });
    expect(writes).toEqual([]);
  });

  it('reads every list once, and writes nothing', async () => {
    const { cluster } = await audited();
    const asked = cluster.requests.map(({ verb, resource }) => `${verb} ${resource}`).toSorted();
    expect(asked).toEqual([
      'get configmaps',
      'get productbases',
      'list clustermodules',
      'list clusters',
      'list moduleconfigs',
      'list moduleinfoes',
      'list moduleplugins',
      'list packagemanifests',
      'list subscriptions',
    ]);
  });
});

describe('whoever may not see everything', () => {
  it('is told that only the namespace of the context was judged', async () => {
    const before = ({ resource, namespace }: Request) => {
      if (resource === 'subscriptions' && namespace === undefined) throw refusal('forbidden');
    };
    const { writes, context } = await audited({ before, cluster: { namespace: 'keda' }, more: { modules: [] } });
    expect(writes.map(({ object }) => object)).toEqual([subscriptionName('keda')]);
    expect(context.events).toEqual([{ state: 'warning', message: message('policy.narrower', { namespace: 'keda' }) }]);
  });

  it('is told that no ModuleInfo was judged', async () => {
    const before = ({ resource }: Request) => {
      if (resource === 'moduleinfoes') throw refusal('forbidden');
    };
    const { writes, context } = await audited({ before });
    expect(writes).toHaveLength(2);
    expect(context.events).toEqual([{ state: 'warning', message: message('policy.no-modules') }]);
  });

  it('is told which rules were not asked', async () => {
    const before = ({ resource }: Request) => {
      if (resource === 'moduleplugins') throw refusal('forbidden');
    };
    const { writes, context } = await audited({ before });
    expect(writes.at(-1)?.unasked.map(({ fact }) => fact)).toEqual(['modulePlugin', 'modulePlugin']);
    expect(context.events).toEqual([
      {
        state: 'warning',
        message: message('policy.not-checked', { fact: 'modulePlugin', rules: ['names-a-plugin', 'version-published'] }),
      },
    ]);
  });
});
