import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { binariesIn, cacheFolder } from '../../scripts/control-plane/binaries.ts';
import { clusterServiceVersions } from '../../shared/model/cluster-service-version.ts';
import { operatorGroups } from '../../shared/model/operator-group.ts';
import { subscriptions } from '../../shared/model/subscription.ts';
import { startWorld, type World } from '../platform/world.ts';
import { threeVersions, useLab } from '../support/lab.ts';

let world: World | undefined;

// A second cluster beside the shared one, without anything of the platform.
beforeAll(async () => {
  world = await startWorld(binariesIn(cacheFolder(process.env), process.env), { name: 'plain', shape: 'plain' });
});
afterAll(() => world?.stop());

const lab = useLab({ kubeconfigOf: () => world?.plane.kubernetes.kubeconfig ?? '' });

describe('kubectl ext install on a cluster that is not of the platform', () => {
  it('makes the OperatorGroup itself, marked as its own, and writes no annotation of the platform', async () => {
    const namespace = await lab.namespace();
    const name = lab.name('operator');
    await lab.offer(namespace, ...threeVersions(name));

    const { code, stdout } = await lab.ext(['install', name, '-n', namespace, '--yes']);

    expect(code).toBe(0);
    expect(stdout).toContain(`operatorgroup.operators.coreos.com/${name}-og created\n`);
    const groups = await lab.admin.list(operatorGroups, { namespace });
    expect(groups.map(({ metadata, spec }) => [metadata.labels, spec?.targetNamespaces])).toEqual([
      [expect.objectContaining({ 'ext.cpaas.io/created-by': 'kubectl-ext' }), undefined],
    ]);
    const [subscription] = await lab.admin.list(subscriptions, { namespace });
    expect(subscription?.metadata.annotations ?? {}).not.toHaveProperty(['cpaas.io/target-namespaces']);
    expect((await lab.admin.get(clusterServiceVersions, `${name}.v1.2.0`, namespace))?.status?.phase).toBe('Succeeded');
  });

  it('lets Automatic go to the head by itself, for an operator of somebody else', async () => {
    const namespace = await lab.namespace();
    const name = lab.name('operator');
    await lab.offer(namespace, ...threeVersions(name, { installModes: ['OwnNamespace', 'SingleNamespace'] }));
    const words = ['install', name, '-n', namespace, '--approval', 'Automatic', '--yes'];

    const everywhere = await lab.ext(words);
    expect(everywhere.code).toBe(4);
    expect(everywhere.stderr).toContain('AllNamespaces');

    const own = await lab.ext([...words, '--target-namespaces', namespace]);
    expect(own.code).toBe(0);
    const [group] = await lab.admin.list(operatorGroups, { namespace });
    expect(group?.spec?.targetNamespaces).toEqual([namespace]);
    expect(await lab.ext([...words, '--target-namespaces', namespace])).toMatchObject({
      code: 0,
      stdout: expect.not.stringContaining('created'),
    });
  });
});
