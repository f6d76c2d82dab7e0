import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { operatorGroups } from '../../shared/model/operator-group.ts';
import { pods } from '../../shared/model/pod.ts';
import { deployments, isAvailable } from '../../shared/model/workload.ts';
import { failAnnotation } from '../platform/pod-fate.ts';
import { threeVersions, until, useLab } from '../support/lab.ts';

const lab = useLab({ keep: true });

/** The row of the only extension of a namespace, as a program reads it. */
async function rowOf(namespace: string, words: readonly string[] = []): Promise<{ health: string; reason: string | null }> {
  const { stdout } = await lab.ext(['list', '-n', namespace, '-o', 'json', ...words]);
  const { items } = JSON.parse(stdout) as { items: { health: string; reason: string | null }[] };
  expect(items).toHaveLength(1);
  return items[0] ?? { health: '', reason: null };
}

describe('kubectl ext list', () => {
  let namespace = '';

  beforeAll(async () => {
    namespace = await lab.namespace();
    const name = lab.name('operator');
    await lab.offer(namespace, ...threeVersions(name));
    expect(await lab.ext(['install', name, '-n', namespace, '--yes'])).toMatchObject({ code: 0 });
  });

  // Each test starts from a healthy operator, so that none passes for what another one left broken.
  beforeEach(() => until(async () => (await rowOf(namespace)).health === 'Healthy'));

  it('shows Healthy for an operator that runs', async () => {
    expect(await rowOf(namespace)).toMatchObject({ health: 'Healthy', reason: null });
  });

  it('shows Unknown, never Healthy, without permission on CSVs', async () => {
    const user = lab.name('user');
    const resources =
      'subscriptions.operators.coreos.com,installplans.operators.coreos.com,operatorgroups.operators.coreos.com,deployments.apps';
    await lab.kubectl(['create', 'role', user, '-n', namespace, '--verb=list', `--resource=${resources}`]);
    await lab.kubectl(['create', 'rolebinding', user, '-n', namespace, `--role=${user}`, `--user=${user}`]);

    expect(await rowOf(namespace, ['--as', user])).toMatchObject({ health: 'Unknown', reason: 'cannot read clusterserviceversions' });
  });

  it('never shows Healthy while a Deployment is not available', async () => {
    const [pod] = await lab.admin.list(pods, { namespace });
    await lab.admin.patch(
      pods,
      { name: pod?.metadata.name ?? '', namespace },
      { metadata: { annotations: { [failAnnotation]: 'crash-loop' } } },
    );
    await until(async () => (await lab.admin.list(deployments, { namespace })).every((deployment) => !isAvailable(deployment)));

    const { health, reason } = await rowOf(namespace);
    expect(['Degraded', 'Failed', 'Progressing']).toContain(health);
    // OLM may have noticed already, and then the CSV leaves Succeeded.
    expect(reason).toMatch(/^deployment \S+ 0\/1 available$|^csv \S+ Failed: ComponentUnhealthy$|^csv (Pending|InstallReady|Installing): /);

    await lab.admin.delete(pods, pod?.metadata.name ?? '', namespace);
    await until(async () => (await rowOf(namespace)).health === 'Healthy');
  });

  it('never shows Healthy once the OperatorGroup is gone', async () => {
    const [group] = await lab.admin.list(operatorGroups, { namespace });
    await lab.admin.delete(operatorGroups, group?.metadata.name ?? '', namespace);
    const { health, reason } = await rowOf(namespace);
    expect(health).not.toBe('Healthy');
    // OLM may have noticed already, and then the CSV has failed for it.
    expect(reason).toMatch(/^no OperatorGroup$|^csv \S+ Failed: NoOperatorGroup$/);
    // What the tests before did to the Deployment may not be over.
    await until(async () => (await rowOf(namespace)).health === 'Degraded');
  });
});
