import { describe, expect, it } from 'vitest';
import type { FindingItem, FindingList } from '../../shared/actions/result.ts';
import type { KubeObject } from '../../shared/model/object.ts';
import { subscriptions, type Subscription } from '../../shared/model/subscription.ts';
import { aSubscription } from '../support/builders.ts';
import { useLab } from '../support/lab.ts';
import { aModuleInfo } from '../support/module-builders.ts';

const lab = useLab();

const asPlatform = [
  '--as=system:serviceaccount:cpaas-system:marketplace',
  '--as-group=system:serviceaccounts:cpaas-system',
  '--as-group=system:masters',
];

/** A Subscription of harbor-ce-operator, with what a test says about its spec. */
function harborIn(namespace: string, name: string, spec: Partial<Subscription['spec']> = {}): Subscription {
  return aSubscription({ metadata: { name, namespace }, spec });
}

/** A ModuleInfo for a cluster that the platform does not have. */
const nowhere = aModuleInfo({ cluster: 'nowhere', metadata: { name: 'nowhere-temporary-name' } });

function asFile(objects: readonly KubeObject[]): { input: string } {
  return { input: objects.map((object) => JSON.stringify(object)).join('\n---\n') };
}

/** What `policy check` says of objects as data, and its exit code. */
async function checked(objects: readonly KubeObject[], ...words: string[]) {
  const { stdout, stderr, code } = await lab.ext(['policy', 'check', '-f', '-', '-o', 'json', ...words], asFile(objects));
  return { items: (JSON.parse(stdout) as FindingList).items, stderr, code };
}

async function applied(object: KubeObject) {
  return lab.kubectl(['apply', '--dry-run=server', '-f', '-'], asFile([object]));
}

describe('kubectl ext policy check', () => {
  it('says in one go, word for word, what kubectl apply is told of each object', async () => {
    const namespace = await lab.namespace({ mayOffer: false });
    const { installPlanApproval: _, ...open } = harborIn(namespace, 'open').spec;
    const lawful = harborIn(namespace, 'lawful');
    const automatic = harborIn(namespace, 'automatic', { installPlanApproval: 'Automatic' });
    const elsewhere = harborIn(namespace, 'elsewhere', { sourceNamespace: 'default' });
    const left = { ...harborIn(namespace, 'open'), spec: open };
    const { items, stderr, code } = await checked([lawful, automatic, elsewhere, left, nowhere]);

    expect(code).toBe(9);
    const verdicts = items.map(({ object, verdict, rule }) => [object.slice(object.indexOf('/') + 1), verdict, rule]);
    expect(verdicts).toEqual([
      ['lawful', 'allow', null],
      ['automatic', 'deny', 'subscription.manual-approval'],
      ['elsewhere', 'deny', 'subscription.catalog-namespace'],
      ['elsewhere', 'unknown', 'subscription.manual-approval'],
      ['elsewhere', 'unknown', 'subscription.channel-exists'],
      ['elsewhere', 'unknown', 'subscription.all-namespaces'],
      ['open', 'warn', 'subscription.default-approval'],
      ['nowhere-temporary-name', 'warn', 'module-info.canonical-name'],
      ['nowhere-temporary-name', 'deny', 'module-info.cluster-exists'],
    ]);
    expect(stderr).toBe(
      'warning: not checked: publishedByAlauda (manual-approval)\n' +
        'warning: not checked: operatorPackage (channel-exists, all-namespaces)\n',
    );

    const said = (name: string): FindingItem | undefined =>
      items.find(({ object, rule }) => object.endsWith(`/${name}`) && rule !== 'module-info.canonical-name');
    const ofWebhook = (item: FindingItem | undefined) => `${item?.path}: ${item?.rule}: ${item?.message}\n`;
    const ofPolicy = (item: FindingItem | undefined) => `${item?.rule}: ${item?.path}: ${item?.message}\n`;
    expect(await applied(lawful)).toMatchObject({ code: 0, stderr: '' });
    expect((await applied(automatic)).stderr).toBe(`The Subscription "automatic" is invalid: ${ofWebhook(said('automatic'))}`);
    expect((await applied(elsewhere)).stderr).toContain(`denied request: ${ofPolicy(said('elsewhere'))}`);
    expect(await applied(left)).toMatchObject({ code: 0, stderr: `Warning: ${said('open')?.message}\n` });
    expect((await applied(nowhere)).stderr).toBe(
      `The ModuleInfo "nowhere-temporary-name" is invalid: ${ofWebhook(said('nowhere-temporary-name'))}`,
    );
  });

  it('judges the update of what is stored, and writes nothing', async () => {
    const namespace = await lab.namespace();
    expect(await lab.kubectl(['apply', '-f', '-'], asFile([harborIn(namespace, 'harbor')]))).toMatchObject({ code: 0 });
    const before = await lab.admin.get(subscriptions, 'harbor', namespace);

    const { items } = await checked([harborIn(namespace, 'harbor', { channel: 'edge' })]);

    expect(items).toMatchObject([{ operation: 'UPDATE', verdict: 'deny', rule: 'subscription.channel-exists', path: 'spec.channel' }]);
    expect(await lab.admin.list(subscriptions, { namespace })).toMatchObject([{ spec: before?.spec }]);
  });

  it('needs no more than the rights of a viewer', async () => {
    const namespace = await lab.namespace();
    const viewer = await lab.userWith('ext-viewer');
    const { items, stderr } = await checked([harborIn(namespace, 'harbor'), nowhere], `--as=${viewer}`);
    expect({ stderr, verdicts: items.map(({ verdict }) => verdict) }).toEqual({ stderr: '', verdicts: ['allow', 'warn', 'deny'] });
  });
});

describe('kubectl ext policy audit', () => {
  it('finds what was stored although the rules deny it', async () => {
    const namespace = await lab.namespace();
    const words = ['policy', 'audit', '-n', namespace];
    expect(await lab.ext(words)).toEqual({ code: 0, stdout: '', stderr: 'nothing found; objects judged: 0\n' });

    const stored = asFile([harborIn(namespace, 'edge', { channel: 'edge' })]);
    expect(await lab.kubectl(['create', '-f', '-', ...asPlatform], stored)).toMatchObject({ code: 0 });

    const viewer = await lab.userWith('ext-viewer');
    const { code, stdout, stderr } = await lab.ext([...words, `--as=${viewer}`]);
    expect({ code, stderr }).toEqual({ code: 9, stderr: '' });
    expect(stdout.trimEnd().split('\n').slice(1)).toEqual([
      expect.stringMatching(
        /^subscription\/edge +\S+ +deny +subscription\.channel-exists +spec\.channel +harbor-ce-operator has no channel edge; its channels: /,
      ),
    ]);
  });

  it('judges the whole cluster with the rights of a viewer', async () => {
    const viewer = await lab.userWith('ext-viewer');
    const { code, stdout, stderr } = await lab.ext(['policy', 'audit', '-o', 'json', `--as=${viewer}`]);
    expect([0, 9]).toContain(code);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'FindingList', judged: expect.any(Number) });
  });
});
