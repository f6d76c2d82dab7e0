import { describe, expect, it } from 'vitest';
import {
  aNamespace,
  anOperatorGroup,
  aPackage,
  aSubscription,
  csvName,
  harbor,
  installedStatus,
  kedaPackage,
  noPublishers,
  pendingStatus,
} from '../../test/support/builders.ts';
import { aBareCluster, aWish } from '../../test/support/install-wish.ts';
import { message } from '../messages/message.ts';
import { operatorGroups } from '../model/operator-group.ts';
import { subscriptions } from '../model/subscription.ts';
import { namespaces } from '../model/workload.ts';
import { planInstall } from './install-operator.ts';
import type { InstallFacts, InstallWish } from './install-wish.ts';
import { writes } from './step.ts';

const subs = `${harbor}-subs`;
const target = { namespace: harbor, subscription: subs, csv: csvName() };
const guard = { packages: [harbor], includeNeighbours: false };
const group = anOperatorGroup({ metadata: { labels: { 'ext.cpaas.io/created-by': 'kubectl-ext' } } });

/** The actions of a plan with the kinds of what they are about: `create Subscription`. */
function outline(wish: InstallWish, facts: InstallFacts): string[] {
  return planInstall(wish, facts).steps.map((step) => ('resource' in step ? `${step.action} ${step.resource.kind}` : step.action));
}

/** The Subscription that a plan creates. */
function created(wish: InstallWish, facts: InstallFacts) {
  return planInstall(wish, facts).steps.find((step) => step.action === 'create' && step.resource.kind === 'Subscription');
}

it('a plan names the publisher as the platform does where the package carries no mark', () => {
  const publishers = { ...noPublishers, platform: [{ name: 'keda', catalog: 'custom', type: 'curated' }] };
  const { title } = planInstall(aWish({ manifest: kedaPackage, namespace: 'keda' }), aBareCluster({ publishers }));
  expect(title.data).toMatchObject({ operator: 'keda', source: 'Curated' });
});

describe('a first install off the platform', () => {
  it('makes everything, approves exactly its CSV and waits for it', () => {
    expect(planInstall(aWish(), aBareCluster())).toEqual({
      title: message('plan.install', { operator: harbor, version: '2.12.11', source: 'Alauda', catalog: 'platform', channel: 'stable' }),
      steps: [
        { action: 'create', resource: namespaces, object: aNamespace() },
        { action: 'create', resource: operatorGroups, object: group },
        {
          action: 'create',
          resource: subscriptions,
          object: aSubscription({ spec: { startingCSV: csvName() } }),
          remark: message('plan.subscription.manual', { csv: csvName() }),
        },
        { action: 'approve', ...target, guard },
        { action: 'await', ...target, orNewer: false },
        { action: 'hold-dependencies', namespace: harbor, subscription: subs, onlyAlauda: false },
      ],
      warnings: [],
    });
  });

  it('keeps what is there', () => {
    const facts = aBareCluster({ namespaceExists: true, operatorGroups: [anOperatorGroup()] });
    expect(outline(aWish(), facts)).toEqual([
      'keep Namespace',
      'keep OperatorGroup',
      'create Subscription',
      'approve',
      'await',
      'hold-dependencies',
    ]);
  });

  it('writes no annotation of the platform', () => {
    expect(created(aWish(), aBareCluster())).not.toHaveProperty('object.metadata.annotations');
  });

  it('starts below the head where a version is named', () => {
    const entry = { name: csvName('2.12.10'), version: '2.12.10' };
    const { steps, title } = planInstall(aWish({ entry }), aBareCluster());
    expect(title.data).toMatchObject({ version: '2.12.10' });
    expect(steps).toMatchObject([{}, {}, { object: { spec: { startingCSV: entry.name } } }, { csv: entry.name }, { csv: entry.name }, {}]);
  });

  it('names a version by its CSV where the catalogue tells no number', () => {
    expect(planInstall(aWish({ entry: { name: 'harbor-odd' } }), aBareCluster()).title.data).toMatchObject({ version: 'harbor-odd' });
  });

  it('takes the catalogue and its namespace from the package', () => {
    expect(created(aWish({ manifest: kedaPackage }), aBareCluster())).toMatchObject({
      object: { metadata: { name: 'keda-subs' }, spec: { source: 'custom', sourceNamespace: 'cpaas-system' } },
    });
  });
});

describe('a first install on the platform', () => {
  const platform = aBareCluster({ onPlatform: true });

  it('makes no OperatorGroup, because the platform does', () => {
    expect(outline(aWish(), platform)).toEqual(['create Namespace', 'create Subscription', 'approve', 'await', 'hold-dependencies']);
  });

  it.each([
    [[], ''],
    [['a'], 'a'],
    [['b', 'a'], 'b,a'],
  ])('tells the platform the target namespaces %j as "%s"', (targets, annotation) => {
    const manifest = aPackage({ installModes: ['SingleNamespace', 'MultiNamespace', 'AllNamespaces'] });
    expect(created(aWish({ manifest, targets }), platform)).toMatchObject({
      object: { metadata: { annotations: { 'cpaas.io/target-namespaces': annotation } } },
    });
  });

  it('makes the OperatorGroup where that is asked for', () => {
    expect(outline(aWish({ createOperatorGroup: true }), platform)).toContain('create OperatorGroup');
  });

  it('keeps the OperatorGroup that is there', () => {
    expect(outline(aWish(), { ...platform, operatorGroups: [anOperatorGroup()] })).toContain('keep OperatorGroup');
  });
});

describe('approval', () => {
  it('Automatic starts at no CSV, approves nothing and is content with a newer one', () => {
    const { steps } = planInstall(aWish({ approval: 'Automatic', manifest: kedaPackage, namespace: 'keda' }), aBareCluster());
    const { startingCSV: _, ...spec } = {
      ...aSubscription({ spec: { name: 'keda', source: 'custom', installPlanApproval: 'Automatic' } }).spec,
    };
    expect(steps.slice(2)).toEqual([
      {
        action: 'create',
        resource: subscriptions,
        object: { ...aSubscription({ spec: { name: 'keda' } }), spec },
        remark: message('plan.subscription.automatic'),
      },
      { action: 'await', namespace: 'keda', subscription: 'keda-subs', csv: csvName('2.17.2', 'keda'), orNewer: true, version: '2.17.2' },
      { action: 'hold-dependencies', namespace: 'keda', subscription: 'keda-subs', onlyAlauda: true },
    ]);
  });

  it('can be left to somebody else', () => {
    expect(outline(aWish({ noApprove: true }), aBareCluster())).toEqual([
      'create Namespace',
      'create OperatorGroup',
      'create Subscription',
      'await-approval',
      'await',
    ]);
  });

  it('that is Automatic is left to nobody', () => {
    const wish = aWish({ approval: 'Automatic', manifest: kedaPackage, noApprove: true });
    expect(outline(wish, aBareCluster())).not.toContain('await-approval');
  });

  it('is guarded as the wish says', () => {
    const { steps } = planInstall(aWish({ includeNeighbours: true, expect: [csvName()] }), aBareCluster());
    expect(steps).toContainEqual({
      action: 'approve',
      ...target,
      guard: { packages: [harbor], includeNeighbours: true, expect: [csvName()] },
    });
  });
});

describe('target namespaces', () => {
  it('become the OperatorGroup, with a warning', () => {
    const { steps, warnings } = planInstall(aWish({ targets: ['a'] }), aBareCluster());
    expect(steps).toMatchObject([{}, { object: { spec: { targetNamespaces: ['a'] } } }, {}, {}, {}, {}]);
    expect(warnings).toEqual([message('install.targets.warning', { targets: ['a'] })]);
  });

  it('may be those of the OperatorGroup that is there, in any order', () => {
    const manifest = aPackage({ installModes: ['MultiNamespace'] });
    const facts = aBareCluster({ operatorGroups: [anOperatorGroup({ spec: { targetNamespaces: ['b', 'a'] } })] });
    expect(outline(aWish({ manifest, targets: ['b', 'a'] }), facts)).toContain('keep OperatorGroup');
  });

  it('are left to a selector that is there', () => {
    const facts = aBareCluster({ operatorGroups: [anOperatorGroup({ spec: { selector: { matchLabels: {} } } })] });
    expect(outline(aWish({ targets: ['a'] }), facts)).toContain('keep OperatorGroup');
  });

  it('are not judged where the package tells no modes', () => {
    const manifest = aPackage();
    const channel = { name: 'stable', currentCSV: csvName(), entries: [{ name: csvName() }] };
    expect(outline(aWish({ manifest, channel, targets: ['a', 'b'] }), aBareCluster())).toContain('create Subscription');
  });
});

describe('a second install of the same', () => {
  const facts = (status: ReturnType<typeof installedStatus>, spec = {}) =>
    aBareCluster({ namespaceExists: true, operatorGroups: [anOperatorGroup()], subscriptions: [aSubscription({ spec, status })] });

  it('only keeps, waits and goes on holding dependencies', () => {
    const plan = planInstall(aWish(), facts(installedStatus()));
    expect(outline(aWish(), facts(installedStatus()))).toEqual([
      'keep Namespace',
      'keep OperatorGroup',
      'keep Subscription',
      'await',
      'hold-dependencies',
    ]);
    expect(writes(plan)).toBe(false);
  });

  it.each<[string, InstallFacts, string[]]>([
    ['where the next version waits', facts(pendingStatus(csvName('2.13.0'), { installed: csvName() })), ['await', 'hold-dependencies']],
    ['where it began with another version', facts(installedStatus(), { startingCSV: csvName('2.12.9') }), ['await', 'hold-dependencies']],
    [
      'where the channel is the default one and not written',
      facts(installedStatus(), { channel: undefined }),
      ['await', 'hold-dependencies'],
    ],
    ['where the channel is written as empty', facts(installedStatus(), { channel: '' }), ['await', 'hold-dependencies']],
    ['where its plan still waits, and approves it', facts(pendingStatus()), ['approve', 'await', 'hold-dependencies']],
    ['where OLM has not answered, and approves', facts({}, { startingCSV: csvName() }), ['approve', 'await', 'hold-dependencies']],
  ])('keeps the Subscription %s', (_, there, more) => {
    expect(outline(aWish(), there)).toEqual(['keep Namespace', 'keep OperatorGroup', 'keep Subscription', ...more]);
  });

  it('keeps an Automatic one at whatever version', () => {
    const there = facts(installedStatus(csvName('2.12.10')), { installPlanApproval: 'Automatic' });
    expect(outline(aWish({ approval: 'Automatic' }), there)).toEqual([
      'keep Namespace',
      'keep OperatorGroup',
      'keep Subscription',
      'await',
      'hold-dependencies',
    ]);
  });

  it('works with a Subscription of any name', () => {
    const existing = aSubscription({ metadata: { name: 'my-harbor' }, status: pendingStatus() });
    const { steps } = planInstall(aWish(), aBareCluster({ subscriptions: [existing] }));
    expect(steps).toContainEqual({ action: 'keep', resource: subscriptions, object: existing });
    expect(steps.flatMap((step) => ('subscription' in step ? [step.subscription] : []))).toEqual(['my-harbor', 'my-harbor', 'my-harbor']);
  });

  it('that is left to somebody else to approve holds nothing either', () => {
    expect(outline(aWish({ noApprove: true }), facts(pendingStatus()))).toEqual([
      'keep Namespace',
      'keep OperatorGroup',
      'keep Subscription',
      'await-approval',
      'await',
    ]);
  });

  it('that nobody has to approve any more only waits', () => {
    expect(outline(aWish({ noApprove: true }), facts(installedStatus()))).not.toContain('await-approval');
  });
});
