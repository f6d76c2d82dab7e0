import { describe, expect, it } from 'vitest';
import { clusterServiceVersions } from '../../shared/model/cluster-service-version.ts';
import { configMaps } from '../../shared/model/config-map.ts';
import { installPlans, unpackedIn } from '../../shared/model/install-plan.ts';
import { subscriptions } from '../../shared/model/subscription.ts';
import { threeVersions, until, useLab } from '../support/lab.ts';

const lab = useLab();

describe('kubectl ext approve', () => {
  it('approves nothing but the plan that was meant, waits until it runs, and run again says unchanged', async () => {
    const namespace = await lab.namespace();
    const name = lab.name('operator');
    await lab.offer(namespace, ...threeVersions(name));
    await lab.ext(['install', name, '-n', namespace, '--version', '1.1.0', '--yes']);
    await until(async () => (await lab.admin.list(subscriptions, { namespace }))[0]?.status?.state === 'UpgradePending');
    const unapproved = async () => (await lab.admin.list(installPlans, { namespace })).filter(({ spec }) => !spec.approved);

    const unexpected = await lab.ext(['approve', name, '-n', namespace, '--expect', `${name}.v1.1.0`, '--yes']);
    expect(unexpected.code).toBe(4);
    expect(await unapproved()).toHaveLength(1);

    const dry = await lab.ext(['approve', name, '-n', namespace, '--dry-run=server']);
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringMatching(/ approved \(server dry run\)\n$/) });
    expect(await unapproved()).toHaveLength(1);

    const approved = await lab.ext(['approve', name, '-n', namespace, '--expect', `${name}.v1.2.0`, '--yes']);
    expect(approved).toMatchObject({ code: 0, stdout: expect.stringMatching(/^installplan\.operators\.coreos\.com\/\S+ approved\n$/) });
    expect((await lab.admin.get(clusterServiceVersions, `${name}.v1.2.0`, namespace))?.status?.phase).toBe('Succeeded');

    const again = await lab.ext(['approve', name, '-n', namespace, '--yes']);
    expect(again).toMatchObject({ code: 0, stdout: `subscription.operators.coreos.com/${name}-subs unchanged\n` });
  });

  it('refuses a plan that also changes an operator that was not named, and approves it once when both are', async () => {
    const namespace = await lab.namespace();
    const [one, two] = [lab.name('one'), lab.name('two')];
    await lab.offer(namespace, ...threeVersions(one), ...threeVersions(two));
    for (const name of [one, two]) await lab.ext(['install', name, '-n', namespace, '--no-approve', '--allow-shared-namespace', '--yes']);

    const refused = await lab.ext(['approve', one, '-n', namespace, '--yes']);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain('also changes an operator you did not name (neighbour)');
    expect(refused.stderr).toMatch(new RegExp(`${two} +<none> → v1\\.2\\.0 +neighbour`));
    expect(refused.stderr).toContain(`kubectl ext approve ${one} -n ${namespace} --include-neighbours`);
    expect((await lab.admin.list(installPlans, { namespace })).filter(({ spec }) => spec.approved)).toEqual([]);

    const approved = await lab.ext(['approve', one, two, '-n', namespace, '--yes']);
    expect(approved.code).toBe(0);
    expect(approved.stdout.trim().split('\n')).toHaveLength(1);
  });

  it('refuses a plan whose unpacked bundle is gone, and approves the one that OLM makes after its rejection', async () => {
    const namespace = await lab.namespace();
    const name = lab.name('operator');
    await lab.offer(namespace, ...threeVersions(name, { unpack: 'gzip' }));
    await lab.ext(['install', name, '-n', namespace, '--no-approve', '--yes']);
    const [plan] = await lab.admin.list(installPlans, { namespace });
    const unpacked = plan === undefined ? [] : unpackedIn(plan);
    expect(unpacked).toHaveLength(1);
    for (const each of unpacked) await lab.admin.delete(configMaps, each.name, each.namespace);

    const refused = await lab.ext(['approve', name, '-n', namespace, '--yes']);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain(`cause: ConfigMap ${unpacked[0]?.name} of namespace ${namespace} is gone`);
    expect(refused.stderr).toContain(`hint: kubectl ext reject ${name} -n ${namespace}\n`);

    await lab.ext(['reject', name, '-n', namespace, '--yes']);
    await until(async () => (await lab.ext(['approve', name, '-n', namespace, '--yes'])).stdout.includes(' approved\n'));
    expect((await lab.admin.get(clusterServiceVersions, `${name}.v1.2.0`, namespace))?.status?.phase).toBe('Succeeded');
  });

  it('does not know what is not installed, and says what is', async () => {
    const { code, stderr } = await lab.ext(['approve', 'not-installed-anywhere', '--yes']);
    expect(code).toBe(4);
    expect(stderr).toContain('not-installed-anywhere');
  });
});
