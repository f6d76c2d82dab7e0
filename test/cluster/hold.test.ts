import { describe, expect, it } from 'vitest';
import { installPlans } from '../../shared/model/install-plan.ts';
import { holdOf, subscriptions } from '../../shared/model/subscription.ts';
import { threeVersions, until, useLab } from '../support/lab.ts';

const lab = useLab();

describe('kubectl ext hold', () => {
  it('keeps an operator out of approve --all until unhold, in the name of whoever has the role', async () => {
    const namespace = await lab.namespace();
    const name = lab.name('operator');
    await lab.offer(namespace, ...threeVersions(name));
    await lab.ext(['install', name, '-n', namespace, '--no-approve', '--yes']);
    const user = ['--as', await lab.userWith('ext-operator-admin')];
    const reasonNow = async () => (await lab.admin.list(subscriptions, { namespace })).map((each) => holdOf(each));
    const line = `subscription.operators.coreos.com/${name}-subs`;
    const hold = ['hold', name, '-n', namespace, '--reason', 'until the backup is tested', ...user];

    expect(await lab.ext([...hold, '--dry-run=server'])).toMatchObject({ code: 0, stdout: `${line} configured (server dry run)\n` });
    expect(await reasonNow()).toEqual([undefined]);
    expect(await lab.ext(hold)).toMatchObject({ code: 0, stdout: `${line} configured\n` });
    expect(await lab.ext(hold)).toMatchObject({ code: 0, stdout: `${line} unchanged\n` });
    expect(await reasonNow()).toEqual(['until the backup is tested']);

    const all = await lab.ext(['approve', '--all', '-n', namespace, '--yes', ...user]);
    expect(all).toMatchObject({ code: 0, stdout: `${line} skipped\n` });
    expect(all.stderr).toContain(`${name} is held: until the backup is tested`);
    expect((await lab.admin.list(installPlans, { namespace })).filter(({ spec }) => spec.approved)).toEqual([]);

    expect(await lab.ext(['unhold', name, '-n', namespace, ...user])).toMatchObject({ code: 0, stdout: `${line} configured\n` });
    expect(await reasonNow()).toEqual([undefined]);
    const approved = await lab.ext(['approve', '--all', '-n', namespace, '--yes', ...user]);
    expect(approved).toMatchObject({ code: 0, stdout: expect.stringMatching(/^installplan\.operators\.coreos\.com\/\S+ approved\n$/) });
    await until(async () => (await lab.admin.list(subscriptions, { namespace }))[0]?.status?.installedCSV === `${name}.v1.2.0`);
  });
});
