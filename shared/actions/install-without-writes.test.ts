import { describe, expect, it } from 'vitest';
import { actionContext } from '../../test/support/action-context.ts';
import { aNamespace, aProductBase, aSubscription, csvName, harbor, installedStatus } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { createdLines, installOptions, installWorld, linesOf } from '../../test/support/install-world.ts';
import { refusal, writesOf } from '../../test/support/recorded-cluster.ts';
import { type Content, globalPaths } from '../../test/support/seeded-cluster.ts';
import { aHealthySnapshot } from '../../test/support/snapshots.ts';
import { productBases } from '../model/product-base.ts';
import { subscriptions } from '../model/subscription.ts';
import { installOperator, type InstallOptions } from './install.ts';

describe('install writes nothing', () => {
  const taken = {
    namespaces: [aNamespace()],
    subscriptions: [aSubscription({ metadata: { namespace: harbor }, spec: { name: 'keda' }, status: installedStatus('keda.v1') })],
  };

  it.each<[string, Partial<InstallOptions>, Content, object]>([
    ['for a package nobody has', { name: 'nothing' }, {}, { code: 'not-found' }],
    ['for a version nobody has', { version: '2.12.1' }, {}, { code: 'not-found' }],
    [
      'for Automatic below the head',
      { approval: 'Automatic', version: '2.12.10' },
      {},
      { code: 'usage', sentence: { id: 'install.automatic-below-head' } },
    ],
    ['for Automatic of Alauda’s', { approval: 'Automatic' }, {}, { code: 'denied', details: { rule: 'subscription.manual-approval' } }],
    ['in a namespace that is no name', { namespace: 'No_Name' }, {}, { code: 'usage', sentence: { id: 'install.bad-namespace' } }],
    [
      'in a namespace whose name is too long',
      { namespace: 'a'.repeat(64) },
      {},
      { code: 'usage', sentence: { id: 'install.bad-namespace' } },
    ],
    ['beside another Subscription', {}, taken, { code: 'unmet', sentence: { id: 'install.shared-namespace' } }],
    [
      'under a name that the Subscription of another package has',
      { allowSharedNamespace: true },
      { subscriptions: [aSubscription({ metadata: { name: `${harbor}-subs`, namespace: harbor }, spec: { name: 'keda' } })] },
      { code: 'unmet', sentence: { id: 'install.name-taken' } },
    ],
    ['over another version', { version: '2.12.10' }, aHealthySnapshot(), { code: 'unmet', sentence: { id: 'install.other-version' } }],
  ])('%s', async (_, options, content, error) => {
    const { cluster, context, install } = await installWorld({ content });
    expect(await errorOf(() => install(options))).toMatchObject(error);
    expect(writesOf(cluster)).toEqual([]);
    expect(context.questions).toEqual([]);
  });

  it('for Automatic of what the platform says is Alauda’s', async () => {
    const { memory, cluster, install } = await installWorld({ options: { paths: globalPaths } });
    await memory.create(productBases, aProductBase('keda'));
    const error = await errorOf(() => install({ name: 'keda', approval: 'Automatic' }));
    expect(error).toMatchObject({ code: 'denied', details: { rule: 'subscription.manual-approval' } });
    expect(writesOf(cluster)).toEqual([]);
  });

  it('when the person says no', async () => {
    const { cluster } = await installWorld();
    const context = actionContext(cluster, { ask: () => Promise.reject(refusal('declined')) });
    expect(await errorOf(() => installOperator(installOptions(), context))).toMatchObject({ code: 'declined' });
    expect(writesOf(cluster)).toEqual([]);
  });

  it('when the server would forbid some of it, and does not ask first', async () => {
    const { cluster } = await installWorld();
    const context = actionContext({ ...cluster, allows: async ({ verb }) => verb !== 'patch' });
    expect(await errorOf(() => installOperator(installOptions(), context))).toMatchObject({ code: 'forbidden' });
    expect([writesOf(cluster), context.questions]).toEqual([[], []]);
  });
});

describe('install that is interrupted', () => {
  it('finishes the request in flight, makes nothing more and says how to go on', async () => {
    const controller = new AbortController();
    const { cluster } = await installWorld({ before: ({ verb }) => verb === 'create' && controller.abort() });
    const context = actionContext(cluster, { signal: controller.signal });
    const { code, details } = await errorOf(() => installOperator(installOptions(), context));
    expect([code, details.hints]).toEqual(['interrupted', ['kubectl ext again']]);
    expect(writesOf(cluster)).toEqual(['create namespaces']);
  });
});

describe('a dry run of install', () => {
  const manifests = [aNamespace(), { kind: 'OperatorGroup' }, aSubscription({ spec: { startingCSV: csvName() } })];

  it('in the client sends no write, asks nothing and shows the manifests', async () => {
    const { cluster, context, install } = await installWorld();
    const result = await install({ dryRun: 'client' });
    expect(linesOf(result)).toEqual(createdLines);
    expect(result).toMatchObject({ dryRun: 'client', manifests });
    expect(cluster.requests.filter(({ verb }) => verb !== 'list' && verb !== 'get')).toEqual([]);
    expect(context.questions).toEqual([]);
  });

  it('in the server has each object checked and nothing stored', async () => {
    const { memory, cluster, context, install } = await installWorld();
    const result = await install({ dryRun: 'server' });
    expect(linesOf(result)).toEqual(createdLines);
    expect(result).toMatchObject({ dryRun: 'server', manifests });
    expect(cluster.requests.filter(({ verb }) => verb === 'create').map(({ dryRun }) => dryRun)).toEqual([true, true, true]);
    expect(await memory.list(subscriptions)).toEqual([]);
    expect(context.questions).toEqual([]);
  });

  it('in the server says what a namespace that is not there yet leaves unchecked', async () => {
    const { context, install } = await installWorld({
      before: ({ verb, namespace }) => verb === 'create' && namespace !== undefined && absent(),
    });
    expect(linesOf(await install({ dryRun: 'server' }))).toEqual(createdLines);
    expect(context.said('step.unchecked').map(({ data }) => data['object'])).toEqual([
      `operatorgroup/${harbor}-og`,
      `subscription/${harbor}-subs`,
    ]);
  });

  it('in the server ends where the server denies', async () => {
    const { install } = await installWorld({
      before: ({ resource, verb }) => verb === 'create' && resource === 'subscriptions' && absent('denied'),
    });
    expect(await errorOf(() => install({ dryRun: 'server' }))).toMatchObject({ code: 'denied' });
  });
});

function absent(code: 'not-found' | 'denied' = 'not-found'): never {
  throw refusal(code);
}
