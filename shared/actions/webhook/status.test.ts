import { describe, expect, it } from 'vitest';
import { refusal } from '../../../test/support/recorded-cluster.ts';
import { webhookWorld } from '../../../test/support/webhook-world.ts';
import { mutatingConfigurations, policyBindings, validatingConfigurations } from '../../model/admission.ts';
import { configMaps } from '../../model/config-map.ts';
import { events, type KubeEvent } from '../../model/pod.ts';
import { secrets } from '../../model/secret.ts';
import { deployments } from '../../model/workload.ts';
import { authoritySecret, own, webhookName, webhookNamespace } from '../../plan/webhook/manifest.ts';

const inNamespace = (name = webhookName) => ({ name, namespace: webhookNamespace });

describe('webhook status', () => {
  it('of nothing', async () => {
    expect(await webhookWorld().status()).toMatchObject({ health: 'Absent', faults: [], role: null, replicas: null, authority: null });
  });

  it('of one that stands', async () => {
    const { install, status } = webhookWorld();
    await install();
    expect(await status()).toMatchObject({
      ...{ health: 'Healthy', faults: [], role: 'global', replicas: { ready: 2, wanted: 2 }, modes: [], disabled: null },
      authority: { notBefore: '2026-01-01T09:00:00.000Z', notAfter: '2027-01-01T09:05:00.000Z' },
      registrations: [
        { kind: 'MutatingWebhookConfiguration', failurePolicies: ['Ignore'], trusted: true },
        { kind: 'ValidatingWebhookConfiguration', failurePolicies: ['Fail'], trusted: true },
      ],
    });
  });

  it('without a ready replica', async () => {
    const { install, status, memory } = webhookWorld();
    await install();
    await memory.patch(deployments, inNamespace(), { spec: { replicas: 0 }, status: { readyReplicas: 0, availableReplicas: 0 } });
    expect(await status()).toMatchObject({ health: 'Failed', faults: ['NoReplicaReady'] });
  });

  it('without a registration that nobody has disabled', async () => {
    const { install, status, memory } = webhookWorld();
    await install();
    await memory.delete(mutatingConfigurations, webhookName);
    expect(await status()).toMatchObject({ health: 'Failed', faults: ['RegistrationMissing'] });
  });

  it('of one that is not trusted, whose authority is gone', async () => {
    const { install, status, memory } = webhookWorld();
    await install();
    await memory.patch(secrets, inNamespace(authoritySecret), { data: { 'tls.crt': Buffer.from('another').toString('base64') } });
    expect(await status()).toMatchObject({ health: 'Failed', faults: ['BundleMismatch'], authority: null });
    await memory.delete(secrets, authoritySecret, webhookNamespace);
    expect(await status()).toMatchObject({ health: 'Failed', faults: ['BundleMismatch'], authority: null });
  });

  it('without a policy, that does not fail closed, with modes nobody understands', async () => {
    const { install, status, memory } = webhookWorld();
    await install();
    await memory.delete(policyBindings, 'ext-type-label');
    const webhooks = (await memory.get(validatingConfigurations, webhookName))?.webhooks?.map((each) => ({
      ...each,
      failurePolicy: 'Ignore',
    }));
    await memory.patch(validatingConfigurations, { name: webhookName }, { webhooks });
    const data = { 'subscription.manual-approval': 'never' };
    await memory.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: own('ext-webhook-modes'), data });
    const { health, faults, modes, policies } = await status();
    expect([health, faults, modes]).toEqual(['Failed', ['PolicyMissing', 'NotFailClosed', 'ModesUnreadable'], null]);
    expect(policies).toContainEqual({ name: 'ext-type-label', rule: 'module-info.type-label', actions: null });
  });

  it('of one that was disabled', async () => {
    const { install, status, disable } = webhookWorld();
    await install();
    await disable({ policies: true });
    const disabled = { reason: 'a test', time: '2026-01-02T12:00:00.000Z', by: 'somebody' };
    expect(await status()).toMatchObject({ health: 'Disabled', faults: [], disabled });
  });

  it('tells the modes that are not the usual ones, and the version of the law', async () => {
    const { install, status, memory } = webhookWorld();
    await install({ mode: 'enforce' });
    await memory.patch(configMaps, inNamespace('ext-webhook-modes'), { data: { status: '{"policyVersion":"7","hash":"x"}' } });
    expect(await status()).toMatchObject({
      policyVersion: '7',
      modes: [
        { rule: 'module-info.config-form', mode: 'enforce' },
        { rule: 'module-info.upgrade-path', mode: 'enforce' },
        { rule: 'module-info.dependencies', mode: 'enforce' },
      ],
    });
    await memory.patch(configMaps, inNamespace('ext-webhook-modes'), { data: { status: 'soon' } });
    expect((await status()).policyVersion).toBeNull();
  });

  it('counts by rule what only a mode let pass, in Events of the webhook', async () => {
    const { status, memory } = webhookWorld();
    const tell = (name: string, rules: string, more: Partial<KubeEvent> = {}) =>
      memory.create(events, {
        ...{ apiVersion: 'v1', kind: 'Event', involvedObject: { kind: 'Subscription', name: 'x' }, reason: 'WouldDeny' },
        metadata: { name, namespace: 'default', annotations: { 'ext.cpaas.io/rules': rules } },
        source: { component: 'ext-webhook' },
        ...more,
      });
    await tell('one', 'module-info.affinity,module-info.config-form', { count: 2 });
    await tell('two', 'module-info.config-form');
    await tell('theirs', 'module-info.affinity', { source: { component: 'somebody' } });
    expect((await status()).wouldDeny).toEqual([
      { rule: 'module-info.config-form', count: 3 },
      { rule: 'module-info.affinity', count: 2 },
    ]);
  });

  it('says what it may not see', async () => {
    let mayRead = true;
    const { install, status, context } = webhookWorld({
      before({ resource }) {
        if (!mayRead && ['secrets', 'events'].includes(resource)) throw refusal('forbidden');
      },
    });
    await install();
    mayRead = false;
    expect(await status()).toMatchObject({
      ...{ health: 'Healthy', authority: null, wouldDeny: null, warnings: ['not checked: Secret'] },
      registrations: [{ trusted: null }, { trusted: null }],
    });
    expect(context.said('webhook-status.no-secret')).toHaveLength(1);
  });
});
