import { describe, expect, it } from 'vitest';
import { clusterServiceVersions } from '../../shared/model/cluster-service-version.ts';
import { installPlans } from '../../shared/model/install-plan.ts';
import { operatorGroups } from '../../shared/model/operator-group.ts';
import { subscriptions } from '../../shared/model/subscription.ts';
import { namespaces } from '../../shared/model/workload.ts';
import { threeVersions, until, useLab } from '../support/lab.ts';

const lab = useLab();

/** The requests of a run that change something, from the lines of `-v=6`. */
function writesIn(stderr: string): string[] {
  return stderr.split('\n').filter((line) => /\b(POST|PUT|PATCH|DELETE)\b https?:/.test(line) && !line.includes('selfsubject'));
}

describe('kubectl ext install', () => {
  it('installs the version that was asked for, below the head, leaves the newer plan unapproved, and run again sends no write', async () => {
    const namespace = await lab.namespace();
    const name = lab.name('operator');
    await lab.offer(namespace, ...threeVersions(name));
    // Whoever has the role that `deploy/` ships can do all this.
    const user = await lab.userWith('ext-operator-admin');
    const words = ['install', name, '-n', namespace, '--version', 'v1.1.0', '--yes', '-v=6', '--as', user];

    const first = await lab.ext(words);

    expect(first.code).toBe(0);
    expect(first.stdout).toContain(`subscription.operators.coreos.com/${name}-subs created\n`);
    expect(writesIn(first.stderr).length).toBeGreaterThan(0);
    const csv = await lab.admin.get(clusterServiceVersions, `${name}.v1.1.0`, namespace);
    expect(csv?.status?.phase).toBe('Succeeded');
    const [subscription] = await lab.admin.list(subscriptions, { namespace });
    expect(subscription?.metadata.annotations).toMatchObject({ 'cpaas.io/target-namespaces': '' });
    expect(subscription?.spec).toMatchObject({ installPlanApproval: 'Manual', startingCSV: `${name}.v1.1.0` });
    // The platform makes the OperatorGroup; a second one would stop OLM.
    expect(first.stdout).not.toContain('operatorgroup');
    expect(await lab.admin.list(operatorGroups, { namespace })).toHaveLength(1);
    const unapproved = async () => (await lab.admin.list(installPlans, { namespace })).filter(({ spec }) => !spec.approved);
    await until(async () => (await unapproved()).length > 0);
    expect((await unapproved()).map(({ spec }) => spec.clusterServiceVersionNames)).toEqual([[`${name}.v1.2.0`]]);

    const second = await lab.ext(words);

    expect(second.code).toBe(0);
    expect(second.stdout).toContain(`subscription.operators.coreos.com/${name}-subs unchanged\n`);
    expect(writesIn(second.stderr)).toEqual([]);
    expect(await unapproved()).toHaveLength(1);
  });

  it('with --no-approve leaves the plan alone and exits 3 with the command that approves', async () => {
    const namespace = await lab.namespace();
    const name = lab.name('operator');
    await lab.offer(namespace, ...threeVersions(name));

    const { code, stderr } = await lab.ext(['install', name, '-n', namespace, '--no-approve', '--yes']);

    expect(code).toBe(3);
    expect(stderr).toContain(`kubectl ext approve ${name} -n ${namespace}`);
    expect((await lab.admin.list(installPlans, { namespace })).map(({ spec }) => spec.approved)).toEqual([false]);
  });

  it('a dry run prints manifests that kubectl applies, and writes nothing', async () => {
    const namespace = await lab.namespace();
    const name = lab.name('operator');
    await lab.offer(namespace, ...threeVersions(name));

    const dry = await lab.ext(['install', name, '-n', namespace, '--dry-run=client', '-o', 'yaml']);
    expect(dry.code).toBe(0);
    expect(await lab.admin.list(subscriptions, { namespace })).toEqual([]);

    const applied = await lab.kubectl(['apply', '-f', '-'], { input: dry.stdout });
    expect(applied).toMatchObject({ code: 0 });
    const after = await lab.ext(['install', name, '-n', namespace, '--yes']);
    expect(after).toMatchObject({ code: 0 });
    expect(after.stdout).toContain(`subscription.operators.coreos.com/${name}-subs unchanged`);
  });

  it('a server dry run sends every object and stores none', async () => {
    const namespace = await lab.namespace();
    const name = lab.name('operator');
    await lab.offer(namespace, ...threeVersions(name));

    const { code, stdout } = await lab.ext(['install', name, '-n', namespace, '--dry-run=server']);

    expect(code).toBe(0);
    expect(stdout).toContain(`subscription.operators.coreos.com/${name}-subs created (server dry run)`);
    expect(await lab.admin.list(subscriptions, { namespace })).toEqual([]);
  });
});

describe('kubectl ext install refuses', () => {
  it('a name that no catalogue offers, with the nearest one', async () => {
    const { code, stderr, stdout } = await lab.ext(['install', 'harbour-ce-operator', '--yes']);
    expect(code).toBe(4);
    expect(stdout).toBe('');
    expect(stderr).toContain('harbor-ce-operator');
  });

  it.each([
    ['channel', ['-c', 'edge'], 'harbor-2'],
    ['version', ['--version', '9.9.9'], '2.12.11'],
  ])('a %s that does not exist, with what there is', async (_what, words, offered) => {
    const { code, stderr } = await lab.ext(['install', 'harbor-ce-operator', ...words, '--yes']);
    expect(code).toBe(4);
    expect(stderr).toContain(offered);
  });

  it('Automatic for an operator of Alauda, before any write', async () => {
    const [home, elsewhere, name] = [await lab.namespace(), lab.name('elsewhere'), lab.name('operator')];
    await lab.offer(home, ...threeVersions(name, { annotations: { 'provider-type': 'platform' } }));

    const { code, stderr } = await lab.ext(['install', name, '-n', elsewhere, '--approval', 'Automatic', '--yes']);

    expect(code).toBe(9);
    expect(stderr).toContain('subscription.manual-approval');
    expect(await lab.admin.get(namespaces, elsewhere)).toBeNull();
  });

  it('Automatic below the head, because OLM would go on at once', async () => {
    const { code } = await lab.ext(['install', 'keda', '--approval', 'Automatic', '--version', '2.16.0', '--yes']);
    expect(code).toBe(2);
    expect(await lab.admin.get(namespaces, 'keda')).toBeNull();
  });

  it('a namespace that holds another operator, with the way through', async () => {
    const namespace = await lab.namespace();
    const [one, two] = [lab.name('one'), lab.name('two')];
    await lab.offer(namespace, ...threeVersions(one), ...threeVersions(two));
    await lab.ext(['install', one, '-n', namespace, '--version', '1.0.0', '--yes']);

    const { code, stderr } = await lab.ext(['install', two, '-n', namespace, '--yes']);

    expect(code).toBe(4);
    expect(stderr).toContain('--allow-shared-namespace');
    expect((await lab.admin.list(subscriptions, { namespace })).map(({ spec }) => spec.name)).toEqual([one]);
  });

  it('a plan that also changes a neighbour', async () => {
    const namespace = await lab.namespace();
    const [one, two] = [lab.name('one'), lab.name('two')];
    await lab.offer(namespace, ...threeVersions(one), ...threeVersions(two));
    await lab.ext(['install', one, '-n', namespace, '--version', '1.2.0', '--no-approve', '--yes']);

    const { code, stderr } = await lab.ext(['install', two, '-n', namespace, '--allow-shared-namespace', '--yes']);

    expect(code).toBe(4);
    expect(stderr).toContain('--include-neighbours');
    expect((await lab.admin.list(installPlans, { namespace })).filter(({ spec }) => spec.approved)).toEqual([]);
  });

  it('a namespace with two OperatorGroups', async () => {
    const namespace = await lab.namespace();
    const name = lab.name('operator');
    await lab.offer(namespace, ...threeVersions(name));
    for (const group of ['one', 'two']) {
      const object = {
        apiVersion: 'operators.coreos.com/v1',
        kind: 'OperatorGroup',
        metadata: { name: group, namespace },
        spec: {},
      } as const;
      await lab.admin.create(operatorGroups, object);
    }

    const { code, stderr } = await lab.ext(['install', name, '-n', namespace, '--yes']);

    expect(code).toBe(4);
    expect(stderr).toContain('OperatorGroup');
    expect(await lab.admin.list(subscriptions, { namespace })).toEqual([]);
  });

  it('to ask nobody: without a terminal it wants --yes', async () => {
    const namespace = await lab.namespace();
    const name = lab.name('operator');
    await lab.offer(namespace, ...threeVersions(name));

    const { code, stderr } = await lab.ext(['install', name, '-n', namespace]);

    expect(code).toBe(2);
    expect(stderr).toContain('--yes');
    expect(await lab.admin.list(subscriptions, { namespace })).toEqual([]);
  });
});
