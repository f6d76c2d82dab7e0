import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { webhookManifests } from '../../shared/plan/webhook/index.ts';
import { usualWish, type Manifest, type WebhookWish } from '../../shared/plan/webhook/manifest.ts';
import { webhookMonitoring } from '../../shared/plan/webhook/monitoring.ts';
import { helm } from '../support/helm.ts';
import { useLab } from '../support/lab.ts';

const lab = useLab();
const release = ['ext-webhook', 'deploy/chart', '--namespace', 'ext-system'];

/** What a wish makes, as it is sent. */
function wished(wish: Partial<WebhookWish> = {}): Manifest[] {
  return Object.values(webhookManifests({ ...usualWish, ...wish })).flat();
}

/** Objects by what they are, whatever their order. */
function byName(objects: readonly Manifest[]): Readonly<Record<string, unknown>> {
  const sent = JSON.parse(JSON.stringify(objects)) as Manifest[];
  return Object.fromEntries(sent.map((object) => [`${object.kind}/${object.metadata.name}`, object]));
}

function objectsIn(text: string): Manifest[] {
  return parseAllDocuments(text).flatMap((document) => (document.contents === null ? [] : [document.toJS() as Manifest]));
}

/** What Kustomize makes of a folder, by the one that kubectl brings. */
async function kustomized(folder: string): Promise<string> {
  const { code, stdout, stderr } = await lab.kubectl(['kustomize', folder]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

/** What the chart is to whoever renders it without a cluster. */
async function charted(...settings: readonly string[]): Promise<Manifest[]> {
  const { code, output } = await helm(['template', ...release, ...settings.flatMap((each) => ['--set', each])]);
  expect({ code, output }).toMatchObject({ code: 0 });
  return objectsIn(output);
}

/** The folders of which each is an installation, and the wish that it is made of. */
const installations: readonly [folder: string, wish: Partial<WebhookWish>][] = [
  ['base', {}],
  ['overlays/workload', { role: 'workload' }],
  ['overlays/ha', { replicas: 3 }],
  ['overlays/own-secret', { tls: 'secret' }],
  ['overlays/cert-manager', { tls: 'cert-manager' }],
  ['overlays/workload-own-secret', { role: 'workload', tls: 'secret' }],
  ['overlays/workload-cert-manager', { role: 'workload', tls: 'cert-manager' }],
];

it('every overlay is an installation', () => {
  const overlays = installations.flatMap(([folder]) => (folder === 'base' ? [] : [folder.replace('overlays/', '')]));
  expect(readdirSync('deploy/overlays').toSorted()).toEqual(overlays.toSorted());
});

describe('Kustomize makes what the functions make:', () => {
  it.each(installations)('%s', async (folder, wish) => {
    const objects = objectsIn(await kustomized(`deploy/${folder}`));
    expect(byName(objects)).toEqual(byName(wished(wish)));
    expect(objects).toHaveLength(wished(wish).length);
  });

  it('monitoring', async () => {
    expect(byName(objectsIn(await kustomized('deploy/monitoring')))).toEqual(byName(webhookMonitoring()));
  });
});

describe('the chart makes what the functions make,', () => {
  // Helm makes the namespace itself.
  const installed = (wish: Partial<WebhookWish>) => byName(wished(wish).filter(({ kind }) => kind !== 'Namespace'));

  it.each<[string[], Partial<WebhookWish>]>([
    [['role=global'], {}],
    [['role=workload'], { role: 'workload' }],
    [['role=global', 'replicas=3'], { replicas: 3 }],
    [['role=workload', 'replicas=3'], { role: 'workload', replicas: 3 }],
    [['role=global', 'image=mine/webhook:1', 'imagePullSecrets[0].name=mine'], { image: 'mine/webhook:1', pullSecret: 'mine' }],
    [['role=global', 'tls.mode=own'], {}],
    [['role=global', 'tls.mode=secret'], { tls: 'secret' }],
    [['role=workload', 'tls.mode=secret', 'replicas=3'], { role: 'workload', tls: 'secret', replicas: 3 }],
    [['role=global', 'tls.mode=secret', 'tls.caBundle=LS0tCg=='], { tls: 'secret', caBundle: 'LS0tCg==' }],
    [['role=workload', 'tls.mode=secret', 'tls.caBundle=LS0tCg=='], { role: 'workload', tls: 'secret', caBundle: 'LS0tCg==' }],
    [['role=global', 'tls.mode=cert-manager'], { tls: 'cert-manager' }],
    [['role=workload', 'tls.mode=cert-manager'], { role: 'workload', tls: 'cert-manager' }],
  ])('with %j', async (settings, wish) => {
    const objects = await charted(...settings);
    expect(byName(objects)).toEqual(installed(wish));
    expect(objects).toHaveLength(Object.keys(installed(wish)).length);
  });

  it('with monitoring', async () => {
    expect(byName(await charted('role=global', 'monitoring.enabled=true'))).toEqual({ ...installed({}), ...byName(webhookMonitoring()) });
  });

  it('with policies that only warn', async () => {
    const bindings = (await charted('role=global', 'policies.actions={Warn,Audit}')).filter(
      ({ kind }) => kind === 'ValidatingAdmissionPolicyBinding',
    );
    expect(bindings.length).toBeGreaterThan(0);
    for (const { spec } of bindings) expect(spec).toMatchObject({ validationActions: ['Warn', 'Audit'] });
  });
});

it.each([
  ['global', 'own'],
  ['workload', 'own'],
  ['global', 'secret'],
  ['workload', 'cert-manager'],
])('Helm has nothing against the chart, role %s, certificate %s', async (role, tls) => {
  const settings = `role=${role},tls.mode=${tls},monitoring.enabled=true`;
  expect(await helm(['lint', 'deploy/chart', '--strict', '--namespace', 'ext-system', '--set', settings])).toMatchObject({ code: 0 });
});

describe('the chart refuses', () => {
  it.each([
    ['to guess the role', release, "'/role': value must be one of 'global', 'workload'"],
    ['a value it does not know', [...release, '--set', 'role=global,replica=3'], "additional properties 'replica' not allowed"],
    [
      'another way to a certificate',
      [...release, '--set', 'role=global,tls.mode=self'],
      "'/tls/mode': value must be one of 'own', 'secret', 'cert-manager'",
    ],
    [
      'to be told whom to trust by two',
      [...release, '--set', 'role=global,tls.caBundle=LS0tCg=='],
      "'/tls/caBundle': maxLength: got 8, want 0",
    ],
    [
      'another namespace',
      ['ext-webhook', 'deploy/chart', '--namespace', 'default', '--set', 'role=global'],
      'ext-webhook lives in the namespace ext-system, not in default: add --namespace ext-system',
    ],
  ])('%s', async (_, words, complaint) => {
    const { code, output } = await helm(['template', ...words]);
    expect(code).toBe(1);
    expect(output).toContain(complaint);
  });
});

describe('the API server takes', () => {
  // This cluster has no cert-manager: of its kinds only the form above is known.
  it.each(installations)('%s, without a warning', async (folder) => {
    const objects = objectsIn(await kustomized(`deploy/${folder}`)).filter(({ apiVersion }) => apiVersion !== 'cert-manager.io/v1');
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    const { code, stdout, stderr } = await lab.kubectl(['apply', '--dry-run=server', '-f', '-'], { input });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.match(/\(server dry run\)/g)).toHaveLength(objects.length);
  });

  const templateOf = (wish: Partial<WebhookWish>) =>
    wished(wish).find(({ kind }) => kind === 'Deployment')?.['spec'] as { template: { spec: { containers: object[] } } };
  const template = templateOf({});

  /** Puts a pod into the namespace of the webhook, with the labels that it ships with, and takes it back. */
  function tryPod(spec: object) {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: lab.name('trial'), namespace: 'ext-system' }, spec };
    return lab.kubectl(['apply', '--dry-run=server', '-f', '-'], { input: JSON.stringify(pod) });
  }

  it.each(['own', 'secret'] as const)('a pod of the Deployment (%s), whose namespace takes restricted ones only', async (tls) => {
    expect(await tryPod(templateOf({ tls }).template.spec)).toMatchObject({ code: 0, stderr: '' });
  });

  it('no pod there that may do more', async () => {
    const [container] = template.template.spec.containers;
    const { code, stderr } = await tryPod({ ...template.template.spec, containers: [{ ...container, securityContext: {} }] });
    expect(code).toBe(1);
    expect(stderr).toContain('violates PodSecurity "restricted:latest"');
  });
});
