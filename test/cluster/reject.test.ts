import { describe, expect, it } from 'vitest';
import { installPlans } from '../../shared/model/install-plan.ts';
import { subscriptions } from '../../shared/model/subscription.ts';
import { threeVersions, until, useLab } from '../support/lab.ts';

const lab = useLab();

/** The plans of a namespace that wait, by name. */
async function waitingIn(namespace: string): Promise<string[]> {
  const plans = await lab.admin.list(installPlans, { namespace });
  return plans.filter(({ spec, status }) => !spec.approved && status?.phase === 'RequiresApproval').map(({ metadata }) => metadata.name);
}

describe('kubectl ext reject', () => {
  it('deletes the plan that waits, in the name of whoever has the role, and OLM makes another', async () => {
    const namespace = await lab.namespace();
    const name = lab.name('operator');
    await lab.offer(namespace, ...threeVersions(name));
    await lab.ext(['install', name, '-n', namespace, '--version', '1.1.0', '--yes']);
    await until(async () => (await lab.admin.list(subscriptions, { namespace }))[0]?.status?.state === 'UpgradePending');
    const [plan] = await waitingIn(namespace);
    const user = await lab.userWith('ext-operator-admin');
    const words = ['reject', name, '-n', namespace, '--as', user];

    const dry = await lab.ext([...words, '--dry-run=server']);
    expect(dry).toMatchObject({ code: 0, stdout: `installplan.operators.coreos.com/${plan} deleted (server dry run)\n` });
    expect(await waitingIn(namespace)).toEqual([plan]);

    const rejected = await lab.ext([...words, '--yes']);
    expect(rejected).toMatchObject({ code: 0, stdout: `installplan.operators.coreos.com/${plan} deleted\n` });
    expect(rejected.stderr).toContain('OLM will make a plan anew');
    await until(async () => (await waitingIn(namespace)).some((other) => other !== plan));
  });

  it('says unchanged where nothing waits', async () => {
    const namespace = await lab.namespace();
    const name = lab.name('operator');
    await lab.offer(namespace, ...threeVersions(name));
    await lab.ext(['install', name, '-n', namespace, '--yes']);
    const rejected = await lab.ext(['reject', name, '-n', namespace, '--yes']);
    expect(rejected).toMatchObject({ code: 0, stdout: `subscription.operators.coreos.com/${name}-subs unchanged\n` });
  });

  it('refuses a plan that also concerns an operator that was not named', async () => {
    const namespace = await lab.namespace();
    const [one, two] = [lab.name('one'), lab.name('two')];
    await lab.offer(namespace, ...threeVersions(one), ...threeVersions(two));
    for (const name of [one, two]) await lab.ext(['install', name, '-n', namespace, '--no-approve', '--allow-shared-namespace', '--yes']);
    const before = await lab.admin.list(installPlans, { namespace });

    const refused = await lab.ext(['reject', one, '-n', namespace, '--yes']);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain(`kubectl ext reject ${one} -n ${namespace} --include-neighbours`);
    expect(await lab.admin.list(installPlans, { namespace })).toHaveLength(before.length);
  });
});
