import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { binariesIn, cacheFolder } from '../../scripts/control-plane/binaries.ts';
import { installCrds } from '../../scripts/control-plane/setup.ts';
import { startControlPlane, type ControlPlane } from '../../scripts/control-plane/start.ts';
import { undoAll, type Step } from '../../scripts/control-plane/undo.ts';
import { mutatingConfigurations, policyBindings, validatingConfigurations } from '../../shared/model/admission.ts';
import { pods } from '../../shared/model/pod.ts';
import { secrets } from '../../shared/model/secret.ts';
import { deployments, namespaces } from '../../shared/model/workload.ts';
import { usualWish, webhookName, webhookNamespace } from '../../shared/plan/webhook/manifest.ts';
import { everyManifest } from '../../shared/plan/webhook/observed.ts';
import { resourceOf } from '../../shared/plan/webhook/resources.ts';
import { startNode } from '../platform/node.ts';
import { until, useLab, type Lab, type Spoken } from '../support/lab.ts';
import { anAuthority } from '../support/scripted-webhook.ts';

/** A Subscription that nothing speaks against, tried or written. */
function write(lab: Lab, name: string, words: readonly string[] = []): Promise<Spoken> {
  const object = {
    apiVersion: 'operators.coreos.com/v1alpha1',
    kind: 'Subscription',
    metadata: { name, namespace: 'default' },
    spec: { name, source: 'platform', sourceNamespace: 'cpaas-system', channel: 'stable' },
  };
  return lab.kubectl(['create', '-f', '-', '-o', 'jsonpath={.spec.installPlanApproval}', ...words], { input: JSON.stringify(object) });
}

/** The objects that an answer names, by what became of them. */
function byResult({ stdout }: Spoken): Record<string, string[]> {
  const rows = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' '));
  return Object.fromEntries(
    [...Map.groupBy(rows, ([, result = '']) => result)].map(([result, of]) => [result, of.map(([object = '']) => object)]),
  );
}

const registrations = ['mutating', 'validating'].map((kind) => `${kind}webhookconfiguration.admissionregistration.k8s.io/${webhookName}`);

describe('kubectl ext webhook on a cluster that has none', () => {
  const undo: Step[] = [];
  let plane: ControlPlane | undefined;

  // Kubernetes without OLM, whose node says that pods run and runs none: nobody answers in the name of the webhook.
  beforeAll(async () => {
    const binaries = binariesIn(cacheFolder(process.env), process.env);
    plane = await startControlPlane(binaries, { name: 'webhook-command', catalogNamespace: null });
    undo.push(() => plane?.stop());
    await installCrds(plane.admin, binaries.crds);
    const account = await plane.connectAs({ namespace: 'kube-system', name: 'node', rules: 'cluster-admin' });
    undo.push(() => account.close());
    const node = await startNode(account);
    undo.push(() => node.stop());
  });
  afterAll(() => undoAll(undo));

  const lab = useLab({ kubeconfigOf: () => plane?.kubernetes.kubeconfig ?? '', keep: true });
  const readyReplicas = async () => (await lab.admin.get(deployments, webhookName, webhookNamespace))?.status?.readyReplicas ?? 0;

  it('tries an installation out, and leaves nothing behind', async () => {
    const { code, stdout, stderr } = await lab.ext(['webhook', 'install', '--role', 'global', '--mode', 'warn', '--dry-run=server']);
    expect(code).toBe(0);
    expect(stdout).toContain('validatingadmissionpolicy.admissionregistration.k8s.io/ext-type-label created (server dry run)\n');
    expect(stderr).toContain('warning: deployment/ext-webhook was not checked by the server: its namespace does not exist yet\n');
    for (const object of everyManifest()) {
      expect(await lab.admin.get(resourceOf(object), object.metadata.name, object.metadata.namespace)).toBeNull();
    }
    const { stdout: input } = await lab.ext(['webhook', 'install', '--role', 'global', '--dry-run=client', '-o', 'yaml']);
    expect(await lab.kubectl(['apply', '--dry-run=client', '-f', '-'], { input })).toMatchObject({ code: 0 });
  });

  it('waits no longer than it may, and says for what', async () => {
    const image = 'registry.example.com/fail-image-pull/kubectl-ext-webhook:v0.1.0';
    const spoken = await lab.ext(['webhook', 'install', '--role', 'workload', '--image', image, '--timeout', '3s', '--yes']);
    expect(spoken.code).toBe(7);
    expect(spoken.stderr).toMatch(/^cause: waiting for the webhook: 0\/2 replicas available, pods: (ErrImagePull|ImagePullBackOff)$/m);
    expect(await lab.admin.get(validatingConfigurations, webhookName)).toBeNull();
    expect((await write(lab, 'unhindered', ['--dry-run=server'])).code).toBe(0);
  });

  it('waits for every replica, registers last, and fails where nobody answers', async () => {
    // What the replicas would make, which do not run here.
    await lab.admin.create(secrets, anAuthority());
    const spoken = await lab.ext(['webhook', 'install', '--role', 'workload', '--image', usualWish.image, '--yes']);
    expect(byResult(spoken)['configured']).toEqual(['deployment.apps/ext-webhook']);
    expect(await readyReplicas()).toBe(2);
    expect(byResult(spoken)['created']?.slice(-2)).toEqual(registrations);
    for (const resource of [mutatingConfigurations, validatingConfigurations]) {
      const { webhooks = [] } = (await lab.admin.get(resource, webhookName)) ?? {};
      expect(webhooks.map(({ clientConfig }) => clientConfig.caBundle)).toEqual([anAuthority().data?.['tls.crt']]);
    }
    expect(spoken.code).toBe(4);
    expect(spoken.stderr).toContain('error: the API server does not get an answer from the webhook\n');
    expect(spoken.stderr).toContain('failed calling webhook "subscriptions.ext.cpaas.io"');
    expect((await write(lab, 'denied')).stderr).toContain('failed calling webhook "subscriptions.ext.cpaas.io"');
  });

  it('finds everything as it was applied', async () => {
    const spoken = await lab.ext(['webhook', 'install', '--role', 'workload', '--wait=false']);
    expect(spoken.code).toBe(0);
    expect(Object.keys(byResult(spoken))).toEqual(['unchanged']);
    expect(await lab.ext(['webhook', 'status'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Mutating:        Ignore, trusted\n'),
    });
  });

  it('becomes that of another role', async () => {
    const words = ['webhook', 'install', '--role', 'global', '--mode', 'audit', '--wait=false', '--yes'];
    const changed = await lab.ext(words);
    expect(changed.code).toBe(3);
    expect(byResult(changed)['deleted']).toEqual([
      'validatingadmissionpolicybinding.admissionregistration.k8s.io/ext-global-only',
      'validatingadmissionpolicy.admissionregistration.k8s.io/ext-global-only',
    ]);
    const actions = (await lab.admin.list(policyBindings)).map(({ spec }) => spec?.validationActions);
    expect(new Set(actions.map((each) => JSON.stringify(each)))).toEqual(new Set(['["Audit"]']));
    expect(Object.keys(byResult(await lab.ext(words)))).toEqual(['unchanged']);
  });

  it('breaks the glass with every pod gone, and does not mend it until one is ready', async () => {
    await lab.kubectl(['scale', `deployment/${webhookName}`, '-n', webhookNamespace, '--replicas=0']);
    await until(async () => (await lab.admin.list(pods, { namespace: webhookNamespace })).length === 0);
    const status = await lab.ext(['webhook', 'status', '-o', 'jsonpath={.health} {.faults[*]}']);
    expect([status.code, status.stdout]).toEqual([4, 'Failed NoReplicaReady']);

    const words = ['webhook', 'disable', '--reason', 'no pods', '--yes'];
    expect(byResult(await lab.ext(words))).toEqual({ created: ['configmap/ext-webhook-disabled'], deleted: registrations.toReversed() });
    await until(async () => (await write(lab, 'tried', ['--dry-run=server'])).code === 0);
    expect(byResult(await lab.ext(words))).toEqual({ unchanged: registrations.toReversed() });
    expect(await lab.ext(['webhook', 'status'])).toMatchObject({ code: 0, stdout: expect.stringContaining('no pods') });

    const enable = await lab.ext(['webhook', 'enable', '--yes']);
    expect([enable.code, enable.stderr]).toEqual([4, expect.stringContaining('error: no replica of the webhook is ready\n')]);
    await lab.kubectl(['scale', `deployment/${webhookName}`, '-n', webhookNamespace, '--replicas=1']);
    await until(async () => (await readyReplicas()) === 1);
    // That nobody answers here is seen only now.
    const enabled = await lab.ext(['webhook', 'enable', '--yes']);
    expect([enabled.code, byResult(enabled)]).toEqual([4, { created: registrations, deleted: ['configmap/ext-webhook-disabled'] }]);
  });

  it('can be put back by hand', async () => {
    await lab.ext(['webhook', 'disable', '--policies', '--reason', 'by hand', '--yes']);
    const template = String.raw`jsonpath={.data.objects\.json}`;
    const { stdout: input } = await lab.kubectl(['get', 'configmap', 'ext-webhook-disabled', '-n', webhookNamespace, '-o', template]);
    expect(await lab.kubectl(['apply', '-f', '-'], { input })).toMatchObject({ code: 0 });
    const both = 'validatingwebhookconfigurations,mutatingwebhookconfigurations';
    expect(await lab.kubectl(['delete', both, webhookName])).toMatchObject({ code: 0 });
    expect(await lab.admin.get(validatingConfigurations, webhookName)).toBeNull();
    expect(await lab.kubectl(['apply', '-f', '-'], { input })).toMatchObject({ code: 0 });
    expect(await lab.admin.get(validatingConfigurations, webhookName)).not.toBeNull();
    expect(await lab.admin.list(policyBindings)).toHaveLength(4);
  });

  it('goes, and leaves nothing', async () => {
    const { code } = await lab.ext(['webhook', 'uninstall', '--yes']);
    expect(code).toBe(0);
    expect(await lab.admin.get(namespaces, webhookNamespace)).toBeNull();
    for (const object of everyManifest()) {
      expect(await lab.admin.get(resourceOf(object), object.metadata.name, object.metadata.namespace)).toBeNull();
    }
    await until(async () => (await write(lab, 'written')).code === 0);
    expect(Object.keys(byResult(await lab.ext(['webhook', 'uninstall', '--yes'])))).toEqual(['unchanged']);
  });
});

describe('kubectl ext webhook where the webhook answers', () => {
  const lab = useLab();
  // Whatever fails here, other tests of this cluster want it back.
  afterEach(() => lab.ext(['webhook', 'enable', '--yes']));

  it('says that it stands', async () => {
    const { code, stdout } = await lab.ext(['webhook', 'status', '-o', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ health: 'Healthy', role: 'global', replicas: { ready: 2, wanted: 2 } },
      registrations: [{ trusted: true }, { trusted: true }],
    });
  });

  it('sees no difference to what kubectl applied, besides what leads to this machine', async () => {
    const results = byResult(await lab.ext(['webhook', 'install', '--role', 'global', '--dry-run=server']));
    expect(results['configured']).toEqual(['service/ext-webhook', ...registrations]);
    expect(Object.keys(results).toSorted()).toEqual(['configured', 'unchanged']);
  });

  it('is disabled, and enabled again, which it proves', async () => {
    const tried = () => write(lab, 'harbor-ce-operator', ['--dry-run=server']);
    expect((await tried()).stdout).toBe('Manual');
    expect((await lab.ext(['webhook', 'disable', '--reason', 'a test', '--yes'])).code).toBe(0);
    await until(async () => (await tried()).stdout === '');
    const { code, stderr } = await lab.ext(['webhook', 'enable', '--yes']);
    expect([code, stderr]).toEqual([0, expect.stringContaining('the API server asks the webhook, and it answers\n')]);
    expect((await tried()).stdout).toBe('Manual');
  });

  it('is out of reach for whoever administers operators only', async () => {
    const user = await lab.userWith('ext-operator-admin');
    const { code } = await lab.ext(['webhook', 'disable', '--reason', 'a test', '--yes', '--as', user]);
    expect(code).toBe(8);
    expect(await lab.admin.get(validatingConfigurations, webhookName)).not.toBeNull();
  });
});
