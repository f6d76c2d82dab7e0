import { describe, expect, it } from 'vitest';
import { errorOf } from '../../../test/support/error-of.ts';
import { linesOf } from '../../../test/support/install-world.ts';
import { refusal, writesOf } from '../../../test/support/recorded-cluster.ts';
import { certificate } from '../../../test/support/scripted-webhook.ts';
import { webhookWorld } from '../../../test/support/webhook-world.ts';
import { message } from '../../messages/message.ts';
import { mutatingConfigurations, policyBindings, validatingConfigurations } from '../../model/admission.ts';
import { configMaps } from '../../model/config-map.ts';
import { deployments, namespaces } from '../../model/workload.ts';
import { own, webhookName, webhookNamespace } from '../../plan/webhook/manifest.ts';

describe('webhook install', () => {
  it('applies everything, the registrations last, and says that the webhook answers', async () => {
    const { cluster, context, install } = webhookWorld();
    const { result, pending } = await install();
    expect(pending).toBeUndefined();
    expect(linesOf(result).slice(0, 2)).toEqual(['created namespace/ext-system', 'created serviceaccount/ext-webhook']);
    const writes = writesOf(cluster);
    expect(writes.slice(-2)).toEqual(['create mutatingwebhookconfigurations', 'create validatingwebhookconfigurations']);
    expect(writes.slice(0, -2).every((write) => write.startsWith('apply '))).toBe(true);
    expect(context.questions).toEqual([message('ask.proceed')]);
    expect(context.said('webhook-probe.answers')).toHaveLength(1);
  });

  it('tells the API server whom to trust', async () => {
    const { memory, install } = webhookWorld();
    await install();
    for (const resource of [mutatingConfigurations, validatingConfigurations]) {
      const { webhooks = [] } = (await memory.get(resource, webhookName)) ?? {};
      expect(webhooks.map(({ clientConfig }) => Buffer.from(clientConfig.caBundle ?? '', 'base64').toString())).toEqual([
        certificate,
        certificate,
      ]);
    }
  });

  it('run again says unchanged, writes nothing and asks nothing', async () => {
    const { cluster, context, install } = webhookWorld();
    await install({ mode: 'warn' });
    const [written, asked] = [writesOf(cluster).length, context.questions.length];
    for (const options of [{}, { mode: 'warn' }] as const) {
      const { result } = await install(options);
      expect(new Set(result.steps.map(({ result: done }) => done))).toEqual(new Set(['unchanged']));
    }
    expect([writesOf(cluster).length, context.questions.length]).toEqual([written, asked]);
  });

  it('leaves what is not said as it is', async () => {
    const { memory, install } = webhookWorld();
    await install({ image: 'mine/ext:v1', pullSecret: 'mine', replicas: 3, mode: 'audit' });
    await install({ role: 'workload' });
    expect((await memory.get(deployments, webhookName, webhookNamespace))?.spec).toMatchObject({
      replicas: 3,
      template: { spec: { imagePullSecrets: [{ name: 'mine' }], containers: [{ image: 'mine/ext:v1', args: ['--role=workload'] }] } },
    });
    expect((await memory.get(policyBindings, 'ext-global-only'))?.spec?.validationActions).toEqual(['Audit']);
  });

  it('takes away what another role had, and replaces its registrations', async () => {
    const { memory, context, install } = webhookWorld();
    await install();
    const { result } = await install({ role: 'workload' });
    expect(linesOf(result)).toEqual(
      expect.arrayContaining([
        'created validatingadmissionpolicy.admissionregistration.k8s.io/ext-global-only',
        'deleted validatingadmissionpolicy.admissionregistration.k8s.io/ext-type-label',
        'deleted validatingadmissionpolicybinding.admissionregistration.k8s.io/ext-type-label',
        'configured validatingwebhookconfiguration.admissionregistration.k8s.io/ext-webhook',
      ]),
    );
    const { webhooks = [] } = (await memory.get(validatingConfigurations, webhookName)) ?? {};
    expect(webhooks.map(({ name, clientConfig }) => [name, clientConfig.caBundle !== undefined])).toEqual([
      ['subscriptions.ext.cpaas.io', true],
    ]);
    expect(context.said('webhook-install.other-role')).toEqual([
      message('webhook-install.other-role', { before: 'global', role: 'workload' }),
    ]);
  });

  it('gives every rule a mode, and takes out what would keep the webhook from heeding it', async () => {
    const { memory, install } = webhookWorld();
    const data = { 'subscription.gone': 'warn', status: '{}' };
    await memory.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: own('ext-webhook-modes'), data });
    expect(await errorOf(() => install())).toMatchObject({ code: 'unmet', sentence: { id: 'webhook-install.bad-mode' } });
    await install({ mode: 'audit' });
    const { data: modes = {} } = (await memory.get(configMaps, 'ext-webhook-modes', webhookNamespace)) ?? {};
    expect(modes).toMatchObject({ status: '{}', 'module-info.config-form': 'audit' });
    expect(modes).not.toHaveProperty(['subscription.gone']);
    expect((await memory.get(policyBindings, 'ext-type-label'))?.spec?.validationActions).toEqual(['Audit']);
  });

  it('takes nothing out of a list of packages that cannot be read', async () => {
    const { memory, install } = webhookWorld();
    const data = { 'exempt-packages': 'keda;redis' };
    await memory.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: own('ext-webhook-modes'), data });
    for (const ask of [{}, { mode: 'audit' } as const]) {
      expect(await errorOf(() => install(ask))).toMatchObject({
        code: 'unmet',
        sentence: message('webhook-install.bad-mode', { configMap: 'ext-webhook-modes', key: 'exempt-packages', value: 'keda;redis' }),
        details: { hints: ['kubectl edit configmap ext-webhook-modes -n ext-system'] },
      });
    }
  });

  it('without waiting registers nothing, and says so', async () => {
    const { memory, cluster, install } = webhookWorld();
    const { result, pending } = await install({ wait: false });
    expect(pending).toMatchObject({ code: 'pending', details: { hints: ['kubectl ext webhook install --role global'] } });
    expect(linesOf(result).some((line) => line.includes('webhookconfiguration'))).toBe(false);
    expect(await memory.get(validatingConfigurations, webhookName)).toBeNull();
    expect((await install()).pending).toBeUndefined();
    const again = await install({ wait: false });
    expect([again.pending, writesOf(cluster).slice(-1)]).toEqual([undefined, ['create validatingwebhookconfigurations']]);
  });

  it('names what it waited for when the time is over', async () => {
    const { memory, install } = webhookWorld();
    const error = await errorOf(() => install({ image: 'registry/fail-image-pull/ext:v1', timeout: 0 }));
    expect(error).toMatchObject({
      code: 'timeout',
      details: { because: message('webhook-wait.replicas', { ready: 0, wanted: 2, pods: ['<none>'] }) },
    });
    expect(error.details.hints).toContain('kubectl get pods -n ext-system');
    expect(await memory.get(validatingConfigurations, webhookName)).toBeNull();
  });

  it('enables what was disabled, and says so', async () => {
    const { memory, context, install, disable } = webhookWorld();
    await install();
    await disable();
    await install();
    expect(context.said('webhook-install.disabled')).toEqual([message('webhook-install.disabled', { reason: 'a test' })]);
    expect(await memory.get(configMaps, 'ext-webhook-disabled', webhookNamespace)).toBeNull();
    expect(await memory.get(mutatingConfigurations, webhookName)).not.toBeNull();
  });

  it.each(['client', 'server'] as const)('dry run by the %s writes nothing and returns what kubectl can apply', async (dryRun) => {
    const { cluster, context, install } = webhookWorld();
    const { result } = await install({ dryRun, mode: 'warn', wait: false });
    expect([writesOf(cluster), context.questions]).toEqual([[], []]);
    const kinds = result.manifests.map((object) => (object as { kind: string }).kind);
    expect([kinds[0], kinds.at(-1)]).toEqual(['Namespace', 'ValidatingWebhookConfiguration']);
    expect(kinds.indexOf('ConfigMap')).toBe(kinds.indexOf('ValidatingAdmissionPolicy') - 1);
  });

  it('marks what the server could not check, because the namespace is not there yet', async () => {
    const { context, install } = webhookWorld({
      before({ dryRun, namespace }) {
        if (dryRun === true && namespace === webhookNamespace) throw refusal('not-found');
      },
    });
    await install({ dryRun: 'server' });
    expect(context.said('step.unchecked')).toContainEqual(message('step.unchecked', { object: 'deployment/ext-webhook' }));
  });

  it('does not begin in a namespace that is being deleted', async () => {
    const { memory, cluster, install } = webhookWorld();
    const metadata = { name: webhookNamespace, deletionTimestamp: '2026-01-02T11:00:00Z' };
    await memory.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata });
    expect(await errorOf(() => install())).toMatchObject({ code: 'unmet', sentence: { id: 'webhook-install.namespace-ends' } });
    expect(writesOf(cluster)).toEqual([]);
  });

  it('names all rights that are missing before it asks', async () => {
    const { cluster, context, install } = webhookWorld({ allows: async ({ resource }) => resource.group !== 'rbac.authorization.k8s.io' });
    const error = await errorOf(() => install());
    expect(error).toMatchObject({ code: 'forbidden', details: { hints: [message('webhook-plan.forbidden.hint')] } });
    expect(error.sentence.data['missing']).toContain('create clusterroles');
    expect([writesOf(cluster), context.questions]).toEqual([[], []]);
  });
});
