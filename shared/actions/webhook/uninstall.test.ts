import { describe, expect, it } from 'vitest';
import { errorOf } from '../../../test/support/error-of.ts';
import { linesOf } from '../../../test/support/install-world.ts';
import { writesOf } from '../../../test/support/recorded-cluster.ts';
import { webhookWorld } from '../../../test/support/webhook-world.ts';
import { message } from '../../messages/message.ts';
import { leases } from '../../model/lease.ts';
import { namespaces } from '../../model/workload.ts';
import { own, webhookNamespace } from '../../plan/webhook/manifest.ts';

describe('webhook uninstall', () => {
  it('takes everything away, the registrations first, the namespace last', async () => {
    const { cluster, install, uninstall } = webhookWorld();
    await install();
    const { steps } = await uninstall();
    const deletions = writesOf(cluster).filter((write) => write.startsWith('delete '));
    expect(deletions.slice(0, 2)).toEqual(['delete validatingwebhookconfigurations', 'delete mutatingwebhookconfigurations']);
    expect(deletions.at(-1)).toBe('delete namespaces');
    expect(deletions.indexOf('delete validatingadmissionpolicybindings')).toBeLessThan(
      deletions.indexOf('delete validatingadmissionpolicies'),
    );
    expect(new Set(steps.map(({ result }) => result))).toEqual(new Set(['deleted']));
  });

  it('says how many claims go with the namespace', async () => {
    const { memory, context, install, uninstall } = webhookWorld();
    await install();
    for (const name of ['ext-claim-1', 'ext-claim-2', 'ext-webhook'])
      await memory.create(leases, { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: own(name), spec: {} });
    await uninstall({ dryRun: 'client' });
    expect(context.events.map(({ remark }) => remark)).toContainEqual(message('webhook-uninstall.with-claims', { claims: 2 }));
  });

  it('run again changes nothing, also of another role', async () => {
    const { cluster, install, uninstall } = webhookWorld();
    await install({ role: 'workload' });
    await uninstall();
    const written = writesOf(cluster).length;
    expect(linesOf(await uninstall())).toEqual([
      'unchanged validatingwebhookconfiguration.admissionregistration.k8s.io/ext-webhook',
      'unchanged mutatingwebhookconfiguration.admissionregistration.k8s.io/ext-webhook',
      'unchanged namespace/ext-system',
    ]);
    expect(writesOf(cluster)).toHaveLength(written);
  });

  it('waits until the namespace is gone, and deletes no namespace that is on its way', async () => {
    const { memory, cluster, uninstall } = webhookWorld();
    const metadata = { name: webhookNamespace, deletionTimestamp: '2026-01-02T11:00:00Z', finalizers: ['kubernetes'] };
    await memory.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata });
    expect(await errorOf(() => uninstall({ timeout: 0 }))).toMatchObject({
      code: 'timeout',
      details: { because: message('webhook-wait.gone', { namespace: webhookNamespace }) },
    });
    expect(linesOf(await uninstall({ wait: false }))).toContain('unchanged namespace/ext-system');
    expect(writesOf(cluster)).toEqual([]);
  });
});
