import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { binariesIn, cacheFolder } from '../../scripts/control-plane/binaries.ts';
import { mutatingWebhooks, validatingWebhooks } from '../../scripts/control-plane/resources.ts';
import { events } from '../../shared/model/pod.ts';
import { secrets } from '../../shared/model/secret.ts';
import { generatedByAnnotation, subscriptions } from '../../shared/model/subscription.ts';
import { authoritySecret, webhookName, webhookNamespace } from '../../shared/plan/webhook/manifest.ts';
import { startWorld, type World } from '../platform/world.ts';
import { aSubscription } from '../support/builders.ts';
import { threeVersions, until, useLab, type Spoken } from '../support/lab.ts';
import { aModuleInfo } from '../support/module-builders.ts';
import { beyondRights, callsIn, unusedRights } from '../support/webhook-rights.ts';

let world: World | undefined;

// The shared clusters are global ones.
beforeAll(async () => {
  const options = { name: 'workload', shape: 'platform', role: 'workload', webhook: true } as const;
  world = await startWorld(binariesIn(cacheFolder(process.env), process.env), options);
});
afterAll(() => world?.stop());

const lab = useLab({ kubeconfigOf: () => world?.plane.kubernetes.kubeconfig ?? '' });
const object = aModuleInfo({ metadata: { name: 'business-temporary-name', labels: { 'cpaas.io/module-type': 'plugin' } } });
const refusal =
  "The moduleinfoes \"business-temporary-name\" is invalid: : ValidatingAdmissionPolicy 'ext-global-only' with binding 'ext-global-only' " +
  'denied request: module-info.global-only: metadata.name: a ModuleInfo is carried out on the global cluster only; ' +
  'use the context of the global cluster; the label cpaas.io/cluster-name names the target\n';

function create(words: readonly string[] = []): Promise<Spoken> {
  return lab.kubectl(['create', '-f', '-', ...words], { input: JSON.stringify(object) });
}

it('a workload cluster takes no ModuleInfo, not even where its kind comes after the policy, but from the platform', async () => {
  expect(await lab.kubectl(['apply', '-f', 'test/platform/fixtures/crd-moduleinfoes.yaml'])).toMatchObject({ code: 0 });
  expect(await lab.kubectl(['wait', '--for=condition=Established', 'crd/moduleinfoes.cluster.alauda.io', '--timeout=20s'])).toMatchObject({
    code: 0,
  });

  // The API server hears of a policy a moment after it has stored it.
  await expect.poll(async () => (await create(['--dry-run=server'])).stderr, { timeout: 20_000 }).toBe(refusal);
  expect(await create()).toEqual({ code: 1, stdout: '', stderr: refusal });

  const asPlatform = [
    '--as=system:serviceaccount:cpaas-system:base',
    '--as-group=system:serviceaccounts:cpaas-system',
    '--as-group=system:masters',
  ];
  expect(await create(asPlatform)).toMatchObject({ code: 0, stderr: '' });
});

/** What OLM made while nobody could be asked, and its approval at any time. */
async function generateAutomatic(namespace: string): Promise<() => Promise<string | undefined>> {
  onTestFinished(await lab.without(mutatingWebhooks, webhookName));
  onTestFinished(await lab.without(validatingWebhooks, 'check-subscription.cpaas.io'));
  const generated = aSubscription({
    metadata: { namespace, annotations: { [generatedByAnnotation]: 'install-x' } },
    spec: { installPlanApproval: 'Automatic' },
  });
  const { metadata } = await lab.admin.create(subscriptions, generated);
  return async () => (await lab.admin.get(subscriptions, metadata.name, namespace))?.spec.installPlanApproval;
}

/** A denial is told, and counted when it happens again. */
async function beDeniedTwice(namespace: string): Promise<void> {
  const written = aSubscription({ metadata: { name: 'denied', namespace }, spec: { installPlanApproval: 'Automatic' } });
  const beDenied = () => lab.kubectl(['create', '-f', '-'], { input: JSON.stringify(written) });
  expect((await beDenied()).stderr).toContain('subscription.manual-approval');
  await until(async () => (await lab.admin.list(events, { namespace, fieldSelector: `source=${webhookName}` })).length > 0);
  await beDenied();
}

it('the rights of its webhook are exactly what that uses', async () => {
  const namespace = await lab.namespace();
  const approval = await generateAutomatic(namespace);
  const place = { name: authoritySecret, namespace: webhookNamespace };
  const authority = async () => (await lab.admin.get(secrets, place.name, place.namespace))?.data?.['tls.crt'];
  const before = await authority();
  await lab.admin.patch(secrets, place, { metadata: { annotations: { 'ext.cpaas.io/rotate': 'now' } } });
  await lab.offer(namespace, ...threeVersions(lab.name('operator')));
  await until(async () => (await approval()) === 'Manual' && (await authority()) !== before);
  await beDeniedTwice(namespace);

  const calls = () => callsIn(world?.plane.kubernetes.auditLog ?? '');
  // What is known of the operator that has just come is saved a moment later.
  await expect.poll(() => unusedRights(calls(), 'workload'), { timeout: 20_000, interval: 200 }).toEqual([]);
  expect(beyondRights(calls(), 'workload')).toEqual([]);
  expect(calls().filter(({ isAllowed }) => !isAllowed)).toEqual([]);
});
