import { describe, expect, it } from 'vitest';
import { errorOf } from '../../../test/support/error-of.ts';
import { linesOf } from '../../../test/support/install-world.ts';
import { refusal, writesOf } from '../../../test/support/recorded-cluster.ts';
import { webhookWorld, type WebhookWorld } from '../../../test/support/webhook-world.ts';
import { message } from '../../messages/message.ts';
import { mutatingConfigurations, policyBindings, validatingConfigurations, type WebhookConfiguration } from '../../model/admission.ts';
import { configMaps } from '../../model/config-map.ts';
import { pods } from '../../model/pod.ts';
import { namespaces } from '../../model/workload.ts';
import { webhookName, webhookNamespace } from '../../plan/webhook/manifest.ts';

/** A cluster with the webhook, whose later writes are to be looked at. */
async function installed(world: WebhookWorld = {}) {
  const all = webhookWorld(world);
  await all.install();
  const before = writesOf(all.cluster).length;
  const saved = async () => (await all.memory.get(configMaps, 'ext-webhook-disabled', webhookNamespace))?.data;
  return { ...all, saved, later: () => writesOf(all.cluster).slice(before) };
}

interface Saved {
  readonly items: readonly WebhookConfiguration[];
}

const kindsIn = (data: Readonly<Record<string, string>> | undefined) =>
  (JSON.parse(data?.['objects.json'] ?? '') as Saved).items.map(({ kind }) => kind);

describe('webhook disable', () => {
  it('saves both registrations, then deletes the one that denies, then the other', async () => {
    const { disable, later, saved, memory } = await installed();
    const stored = await memory.get(validatingConfigurations, webhookName);
    await disable({ reason: 'no node takes its pods' });
    expect(later()).toEqual(['create configmaps', 'delete validatingwebhookconfigurations', 'delete mutatingwebhookconfigurations']);
    const data = await saved();
    expect(data).toMatchObject({ reason: 'no node takes its pods', time: '2026-01-02T12:00:00.000Z', by: 'somebody' });
    const { items } = JSON.parse(data?.['objects.json'] ?? '') as Saved;
    expect(items[0]).toEqual({ ...stored, metadata: { name: webhookName } });
    expect(JSON.parse(data?.['objects.json'] ?? '')).toMatchObject({ apiVersion: 'v1', kind: 'List' });
  });

  it('looks at nothing that the webhook, or its pods, would have to be alive for', async () => {
    const { disable, cluster } = await installed();
    const before = cluster.requests.length;
    await disable();
    const asked = cluster.requests.slice(before).map(({ resource }) => resource);
    expect(asked).not.toContain(pods.plural);
    expect(asked).not.toContain('subscriptions');
  });

  it('run again changes nothing', async () => {
    const { disable, later, context } = await installed();
    await disable();
    const [written, asked] = [later().length, context.questions.length];
    expect(linesOf(await disable({ reason: 'another' }))).toEqual([
      'unchanged validatingwebhookconfiguration.admissionregistration.k8s.io/ext-webhook',
      'unchanged mutatingwebhookconfiguration.admissionregistration.k8s.io/ext-webhook',
    ]);
    expect([later().length, context.questions.length]).toEqual([written, asked]);
  });

  it('takes away what makes policies deny, too, and keeps what it saved before', async () => {
    const { disable, saved, memory } = await installed();
    await disable();
    await disable({ policies: true });
    expect(await memory.list(policyBindings)).toEqual([]);
    expect(new Set(kindsIn(await saved()))).toEqual(
      new Set(['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration', 'ValidatingAdmissionPolicyBinding']),
    );
  });

  it('deletes nothing where nothing can be saved, and says how to go on', async () => {
    const { disable, later } = await installed({
      before({ verb, resource }) {
        if (verb === 'create' && resource === 'configmaps') throw refusal('forbidden', 'the namespace is being terminated');
      },
    });
    const error = await errorOf(() => disable());
    expect(error).toMatchObject({ code: 'forbidden', sentence: message('webhook-disable.not-saved') });
    expect(error.details.hints).toEqual([message('webhook-disable.not-saved.hint')]);
    expect(later()).toEqual(['create configmaps']);
  });

  it('makes the namespace where somebody has deleted it', async () => {
    const { disable, memory, saved } = await installed();
    await memory.delete(namespaces, webhookNamespace);
    expect(linesOf(await disable())[0]).toBe('created namespace/ext-system');
    expect(kindsIn(await saved())).toHaveLength(2);
  });

  it('goes on where it was interrupted between two deletions', async () => {
    let failing = true;
    const { disable, memory, saved } = await installed({
      before({ verb, resource }) {
        if (failing && verb === 'delete' && resource === mutatingConfigurations.plural) throw refusal('unreachable');
      },
    });
    await errorOf(() => disable());
    failing = false;
    await disable();
    expect(kindsIn(await saved())).toEqual(['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration']);
    expect(await memory.get(mutatingConfigurations, webhookName)).toBeNull();
  });

  it('works though nobody is to be told from another, and though what was saved cannot be read', async () => {
    const { disable, memory, cluster, saved } = await installed();
    await disable();
    await memory.patch(configMaps, { name: 'ext-webhook-disabled', namespace: webhookNamespace }, { data: { 'objects.json': '{' } });
    const whoAmI = () => Promise.reject(refusal('forbidden'));
    Object.assign(cluster, { whoAmI });
    await disable({ policies: true });
    expect(await saved()).toMatchObject({ by: '' });
  });
});

describe('webhook enable', () => {
  it('puts back what was saved, with the authority of now, and forgets it', async () => {
    const { disable, enable, memory, saved, context } = await installed();
    const before = await memory.get(validatingConfigurations, webhookName);
    await disable({ policies: true });
    await enable();
    const after = await memory.get(validatingConfigurations, webhookName);
    expect(after).toMatchObject({ webhooks: before?.webhooks });
    expect(await memory.list(policyBindings)).toHaveLength(4);
    expect(await saved()).toBeUndefined();
    expect(context.said('webhook-probe.answers')).toHaveLength(2);
  });

  it('where all is in place changes nothing', async () => {
    const { enable, later } = await installed();
    expect(new Set((await enable()).steps.map(({ result }) => result))).toEqual(new Set(['unchanged']));
    expect(later()).toEqual([]);
  });

  it('registers anew where nothing was saved, for the role of the Deployment', async () => {
    const { install, enable, memory } = webhookWorld();
    await install({ role: 'workload' });
    for (const resource of [mutatingConfigurations, validatingConfigurations]) await memory.delete(resource, webhookName);
    await enable();
    const { webhooks = [] } = (await memory.get(validatingConfigurations, webhookName)) ?? {};
    expect(webhooks.map(({ name, clientConfig }) => [name, clientConfig.caBundle !== undefined])).toEqual([
      ['subscriptions.ext.cpaas.io', true],
    ]);
  });

  it('refuses while no replica is ready, and says how to see why', async () => {
    const { cluster, install, enable } = webhookWorld();
    await install({ image: 'registry/fail-image-pull/ext:v1', wait: false });
    const written = writesOf(cluster).length;
    const error = await errorOf(() => enable());
    expect(error).toMatchObject({ code: 'unmet', sentence: { id: 'webhook-enable.not-ready' } });
    expect(error.details.hints).toEqual(['kubectl get pods -n ext-system', 'kubectl logs -n ext-system deployment/ext-webhook']);
    expect(writesOf(cluster)).toHaveLength(written);
  });

  it('refuses where there is nothing to answer at all, or what was saved cannot be read', async () => {
    const { enable, disable, install, memory } = webhookWorld();
    expect(await errorOf(() => enable())).toMatchObject({ code: 'unmet', sentence: { id: 'webhook-enable.not-installed' } });
    await install();
    await disable();
    await memory.patch(configMaps, { name: 'ext-webhook-disabled', namespace: webhookNamespace }, { data: { 'objects.json': '{' } });
    expect(await errorOf(() => enable())).toMatchObject({ code: 'unmet', sentence: { id: 'webhook-enable.unreadable' } });
  });
});
