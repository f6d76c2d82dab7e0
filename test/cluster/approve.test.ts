import { describe, expect, it } from 'vitest';
import { clusterServiceVersions } from '../../shared/model/cluster-service-version.ts';
import { installPlans } from '../../shared/model/install-plan.ts';
import { subscriptions } from '../../shared/model/subscription.ts';
import { threeVersions, until, useLab } from '../support/lab.ts';

const lab = useLab();

/** An operator at 1.0.0 with an upgrade that waits. */
async function withWaitingUpgrade(namespace: string): Promise<string> {
  const name = lab.name('operator');
  await lab.offer(namespace, ...threeVersions(name));
  const { code } = await lab.ext(['install', name, '-n', namespace, '--version', '1.0.0', '--yes']);
  expect(code).toBe(0);
  await until(async () => (await lab.admin.list(subscriptions, { namespace }))[0]?.status?.state === 'UpgradePending');
  return name;
}

/** Two operators in one namespace, whose first plans are one plan. */
async function withJointPlan(namespace: string): Promise<[string, string]> {
  const names: [string, string] = [lab.name('one'), lab.name('two')];
  await lab.offer(namespace, ...names.flatMap((name) => threeVersions(name)));
  for (const name of names) await lab.ext(['install', name, '-n', namespace, '--no-approve', '--allow-shared-namespace', '--yes']);
  return names;
}

describe('kubectl ext approve', () => {
  it('approves the waiting plan of the operator that is named, and waits until it runs', async () => {
    const namespace = await lab.namespace();
    const name = await withWaitingUpgrade(namespace);

    const { code, stdout } = await lab.ext(['approve', name, '-n', namespace, '--yes']);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^installplan\.operators\.coreos\.com\/\S+ approved\n$/);
    const csv = await lab.admin.get(clusterServiceVersions, `${name}.v1.1.0`, namespace);
    expect(csv?.status?.phase).toBe('Succeeded');
  });

  it('with nothing waiting says unchanged and exits 0', async () => {
    const namespace = await lab.namespace();
    const name = lab.name('operator');
    await lab.offer(namespace, ...threeVersions(name));
    await lab.ext(['install', name, '-n', namespace, '--yes']);

    const { code, stdout } = await lab.ext(['approve', name, '-n', namespace, '--yes']);

    expect({ code, stdout }).toEqual({ code: 0, stdout: `subscription.operators.coreos.com/${name}-subs unchanged\n` });
  });

  it('refuses a plan that also changes an operator that was not named, and shows it', async () => {
    const namespace = await lab.namespace();
    const [one, two] = await withJointPlan(namespace);

    const { code, stderr } = await lab.ext(['approve', one, '-n', namespace, '--yes']);

    expect(code).toBe(4);
    expect(stderr).toContain('also changes an operator you did not name (neighbour)');
    expect(stderr).toMatch(new RegExp(`${two} +<none> → v1\\.2\\.0 +neighbour`));
    expect(stderr).toContain(`kubectl ext approve ${one} -n ${namespace} --include-neighbours`);
    expect((await lab.admin.list(installPlans, { namespace })).filter(({ spec }) => spec.approved)).toEqual([]);
  });

  it('approves a joint plan once when both are named, or when neighbours are accepted', async () => {
    const namespace = await lab.namespace();
    const names = await withJointPlan(namespace);

    const { code, stdout } = await lab.ext(['approve', ...names, '-n', namespace, '--yes']);

    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });

  it('approves nothing when the plan does not hold exactly what was expected', async () => {
    const namespace = await lab.namespace();
    const name = await withWaitingUpgrade(namespace);

    const { code } = await lab.ext(['approve', name, '-n', namespace, '--expect', `${name}.v1.2.0`, '--yes']);

    expect(code).toBe(4);
    const upgrade = (await lab.admin.list(installPlans, { namespace })).find(({ spec }) => spec.clusterServiceVersionNames.includes(`${name}.v1.1.0`));
    expect(upgrade?.spec.approved).toBe(false);
  });

  it('a server dry run approves nothing', async () => {
    const namespace = await lab.namespace();
    const name = await withWaitingUpgrade(namespace);

    const { code, stdout } = await lab.ext(['approve', name, '-n', namespace, '--dry-run=server']);

    expect(code).toBe(0);
    expect(stdout).toContain('approved (server dry run)');
    expect((await lab.admin.list(installPlans, { namespace })).filter(({ spec }) => !spec.approved)).toHaveLength(1);
  });

  it('does not know what is not installed, and says what is', async () => {
    const { code, stderr } = await lab.ext(['approve', 'not-installed-anywhere', '--yes']);
    expect(code).toBe(4);
    expect(stderr).toContain('not-installed-anywhere');
  });
});
