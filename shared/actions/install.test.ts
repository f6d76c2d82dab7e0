import { describe, expect, it } from 'vitest';
import { aNamespace, anOperatorGroup, aPackage, aSubscription, csvName, harbor } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { createdLines, installed, installWorld, linesOf, type World } from '../../test/support/install-world.ts';
import { historyWrites, writesOf } from '../../test/support/recorded-cluster.ts';
import type { Script } from '../../test/support/scripted-olm.ts';
import type { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { installPlans } from '../model/install-plan.ts';
import { operatorGroups } from '../model/operator-group.ts';
import { subscriptions, type Subscription } from '../model/subscription.ts';

describe('install', () => {
  it('makes everything, approves the plan and returns when the operator runs', async () => {
    const { cluster, context, install } = await installWorld();
    expect(linesOf(await install())).toEqual([...createdLines, `approved ${installed.plan}`]);
    expect(writesOf(cluster)).toEqual([
      'create namespaces',
      'create operatorgroups',
      'create subscriptions',
      'patch installplans',
      ...historyWrites,
    ]);
    expect(context.questions).toEqual([message('ask.proceed')]);
    expect(context.said('wait.running.done')).toMatchObject([{ data: { csv: csvName() } }]);
  });

  it('says each step as soon as it is done, after showing the plan', async () => {
    const { context, install } = await installWorld();
    const { steps } = await install();
    expect(context.events.flatMap(({ step }) => step ?? [])).toEqual(steps);
    expect(context.events.filter(({ state }) => state === 'planned').map(({ message: { id } }) => id)).toEqual([
      'plan.install',
      'plan.create',
      'plan.create',
      'plan.create',
      'plan.approve',
    ]);
  });

  it('run again says unchanged, writes nothing and asks nothing', async () => {
    const { cluster, context, install } = await installWorld();
    await install();
    const [written, asked] = [writesOf(cluster).length, context.questions.length];
    expect(linesOf(await install())).toEqual([
      `unchanged ${installed.namespace}`,
      `unchanged ${installed.group}`,
      `unchanged ${installed.subscription}`,
    ]);
    expect([writesOf(cluster).length, context.questions.length]).toEqual([written, asked]);
  });

  it('stays below the head where a version is named, also when run again', async () => {
    const { memory, cluster, install } = await installWorld();
    await install({ version: 'v2.12.10' });
    expect(await memory.get(subscriptions, `${harbor}-subs`, harbor)).toMatchObject({ status: { installedCSV: csvName('2.12.10') } });
    const written = writesOf(cluster).length;
    expect(linesOf(await install({ version: '2.12.10' }))).toContain(`unchanged ${installed.subscription}`);
    expect(writesOf(cluster)).toHaveLength(written);
  });

  it('approves nothing itself where the approval is Automatic', async () => {
    const { cluster, install } = await installWorld();
    const result = await install({ name: 'keda', approval: 'Automatic' });
    expect(result.steps.map(({ result: done }) => done)).toEqual(['created', 'created', 'created']);
    expect(writesOf(cluster)).not.toContain('patch installplans');
  });

  it('goes to the namespace the package suggests, unless one is named', async () => {
    const suggesting = [aPackage({ suggestedNamespace: 'registry' })];
    expect(linesOf(await (await installWorld({ content: { packages: suggesting } })).install())).toContain('created namespace/registry');
    expect(linesOf(await (await installWorld({ content: { packages: suggesting } })).install({ namespace: 'mine' }))).toContain(
      'created namespace/mine',
    );
  });

  it('goes on with a Subscription that waits since an earlier call', async () => {
    const content = {
      namespaces: [aNamespace()],
      operatorGroups: [anOperatorGroup()],
      subscriptions: [aSubscription({ spec: { startingCSV: csvName() } })],
    };
    const { cluster, install } = await installWorld({ content });
    expect(linesOf(await install()).at(-1)).toBe(`approved ${installed.plan}`);
    expect(writesOf(cluster)).toEqual(['patch installplans', ...historyWrites]);
  });

  it('takes for done what somebody makes in the meantime', async () => {
    const before: World['before'] = async ({ verb, resource }, memory) => {
      if (verb === 'create' && resource === 'operatorgroups') await memory.create(operatorGroups, anOperatorGroup());
    };
    const { install } = await installWorld({ before });
    expect(linesOf(await install())).toContain(`unchanged ${installed.group}`);
  });

  it('makes no second OperatorGroup beside one that somebody makes in the meantime', async () => {
    const before: World['before'] = async ({ verb, resource }, memory) => {
      if (verb !== 'create' || resource !== 'namespaces') return;
      await memory.create(operatorGroups, anOperatorGroup({ metadata: { name: 'theirs' } }));
    };
    const { cluster, install } = await installWorld({ before });
    expect(linesOf(await install())).toContain('unchanged operatorgroup.operators.coreos.com/theirs');
    expect(writesOf(cluster)).not.toContain('create operatorgroups');
  });

  it.each<[string, Partial<Subscription['spec']>]>([
    ['spec.channel', { channel: 'harbor-2' }],
    ['spec.channel', { channel: undefined }],
    ['spec.source', { source: 'custom' }],
    ['spec.sourceNamespace', { sourceNamespace: 'elsewhere' }],
    ['spec.installPlanApproval', { installPlanApproval: 'Automatic' }],
    ['spec.installPlanApproval', { installPlanApproval: undefined }],
  ])('goes no further where a Subscription of its name that appears meanwhile differs in %s: %j', async (field, spec) => {
    const before: World['before'] = async ({ verb, resource }, memory) => {
      if (verb === 'create' && resource === 'subscriptions') await memory.create(subscriptions, aSubscription({ spec }));
    };
    const { install } = await installWorld({ before });
    expect(await errorOf(() => install())).toMatchObject({
      code: 'unmet',
      sentence: message('install.differs', { operator: harbor, fields: [field] }),
      details: {
        object: `subscription/${harbor}-subs`,
        hints: [`kubectl edit subscriptions.operators.coreos.com ${harbor}-subs -n ${harbor}`],
      },
    });
  });

  it.each<[string, string, string]>([
    ['the same package', harbor, `unchanged ${installed.subscription}`],
    ['another package', 'keda', 'conflict'],
  ])('judges a Subscription of its name that appears meanwhile by its package: %s', async (_, name, outcome) => {
    const before: World['before'] = async ({ verb, resource }, memory) => {
      if (verb !== 'create' || resource !== 'subscriptions') return;
      await memory.create(subscriptions, aSubscription({ metadata: { name: `${harbor}-subs`, namespace: harbor }, spec: { name } }));
    };
    const { install } = await installWorld({ before });
    const ended = install().then(linesOf, (error: ExtError) => [error.code]);
    expect(await ended).toContain(outcome);
  });

  it('sets the dependencies that OLM made to Manual', async () => {
    const before: World['before'] = async ({ verb }, memory) => {
      if (verb !== 'patch' || (await memory.list(subscriptions)).length > 1) return;
      const metadata = { namespace: harbor, annotations: { 'olm.generated-by': 'install-1' } };
      await memory.create(subscriptions, aSubscription({ metadata, spec: { name: 'redis', installPlanApproval: 'Automatic' } }));
    };
    const { install } = await installWorld({ before, script: { brings: ['redis.v1'] } });
    const lines = linesOf(await install({ includeNeighbours: true }));
    expect(lines.slice(3)).toEqual([`approved ${installed.plan}`, 'configured subscription.operators.coreos.com/redis-subs']);
  });

  it('run again after an interruption still holds the dependencies', async () => {
    const { memory, install } = await installWorld();
    await install();
    const metadata = { namespace: harbor, annotations: { 'olm.generated-by': 'install-1' } };
    await memory.create(subscriptions, aSubscription({ metadata, spec: { name: 'redis', installPlanApproval: 'Automatic' } }));
    expect(linesOf(await install()).at(-1)).toBe('configured subscription.operators.coreos.com/redis-subs');
  });

  it('returns after the approval where it is not to wait', async () => {
    const { context, install } = await installWorld({ script: { planStatus: { phase: 'Installing' } } });
    expect(linesOf(await install({ wait: false }))).toEqual([...createdLines, `approved ${installed.plan}`]);
    expect(context.said('wait.running.done')).toEqual([]);
  });
});

describe('install on the platform', () => {
  it('leaves the OperatorGroup to the platform', async () => {
    const before: World['before'] = async ({ verb, resource }, memory) => {
      if (verb === 'follow' && resource === 'operatorgroups' && (await memory.list(operatorGroups)).length === 0) {
        await memory.create(operatorGroups, anOperatorGroup());
      }
    };
    const { cluster, install } = await installWorld({ options: { paths: { '/apis/app.alauda.io': {} } }, before });
    expect(linesOf(await install())).toEqual([
      `created ${installed.namespace}`,
      `created ${installed.subscription}`,
      `approved ${installed.plan}`,
    ]);
    expect(writesOf(cluster)).not.toContain('create operatorgroups');
  });
});

describe('install ends', () => {
  it.each([true, false])('as pending where the approval is left to somebody else, also when it is not to wait: %s', async (wait) => {
    const { memory, install } = await installWorld();
    const { code, details } = await errorOf(() => install({ noApprove: true, wait }));
    expect([code, details.hints]).toEqual(['pending', [`kubectl ext approve ${harbor} -n ${harbor}`]]);
    expect(await memory.get(installPlans, 'install-1', harbor)).toMatchObject({ spec: { approved: false } });
  });

  it('well where somebody else has approved meanwhile', async () => {
    const { install } = await installWorld({ script: { approves: true } });
    expect(linesOf(await install({ noApprove: true, wait: false }))).toEqual(createdLines);
  });

  it('without an approval where the plan brings what was not named', async () => {
    const { memory, cluster, install } = await installWorld({ script: { brings: ['keda.v2.17.2'] } });
    expect(await errorOf(() => install())).toMatchObject({
      code: 'unmet',
      sentence: { id: 'approve.neighbour', data: { role: 'dependency' } },
    });
    expect(await memory.get(installPlans, 'install-1', harbor)).toMatchObject({ spec: { approved: false } });
    expect(writesOf(cluster)).not.toContain('patch installplans');
  });

  it('well where the plan brings what was accepted', async () => {
    const { install } = await installWorld({ script: { brings: ['keda.v2.17.2'] } });
    expect(linesOf(await install({ includeNeighbours: true }))).toContain(`approved ${installed.plan}`);
  });

  const webhook = 'admission webhook "vpolicy.kyverno.svc" denied the request: no latest tags';

  it.each<[string, Script, object]>([
    [
      'unmet when the plan Failed',
      { planStatus: { phase: 'Failed', message: 'does not fit' } },
      { code: 'unmet', details: { because: 'does not fit' } },
    ],
    [
      'denied when admission stopped the plan',
      { planStatus: { phase: 'Failed', message: webhook } },
      { code: 'denied', details: { rule: 'vpolicy.kyverno.svc' } },
    ],
    ['broken when the CSV Failed for good', { csvStatus: { phase: 'Failed', reason: 'UnsupportedOperatorGroup' } }, { code: 'broken' }],
  ])('%s', async (_, script, error) => {
    const { install } = await installWorld({ script });
    expect(await errorOf(() => install())).toMatchObject(error);
  });

  it('at the time limit, with the command that goes on', async () => {
    const { install } = await installWorld({ script: { csvStatus: { phase: 'Installing' } } });
    const { code, details } = await errorOf(() => install({ timeout: 60 }));
    expect([code, details.hints]).toEqual(['timeout', ['kubectl ext again']]);
  });
});
