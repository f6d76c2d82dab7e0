import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { bundleWebhook } from '../../scripts/bundle-webhook.ts';
import { binariesIn, cacheFolder } from '../../scripts/control-plane/binaries.ts';
import { startDaemon } from '../../scripts/control-plane/daemon.ts';
import type { AnyObject } from '../../scripts/control-plane/resources.ts';
import { installCrds, mintToken } from '../../scripts/control-plane/setup.ts';
import { startControlPlane, type ControlPlane } from '../../scripts/control-plane/start.ts';
import { freePort } from '../../scripts/control-plane/workspace.ts';
import { subscriptions, type Subscription } from '../../shared/model/subscription.ts';
import { errorData } from '../../webhook/log.ts';
import { createAuthority, type Authority } from '../support/api-server/authority.ts';
import { aSubscription } from '../support/builders.ts';
import { helm } from '../support/helm.ts';
import { useLab } from '../support/lab.ts';
import { mountFolder } from '../support/mounted-folder.ts';
import { atPort, isRegistration, leadHere, replicaCommand, webhookAccount } from '../support/webhook.ts';

let started: ControlPlane | undefined;

// The shared cluster has the webhook already, and there is one in a cluster.
beforeAll(async () => {
  started = await startControlPlane(binariesIn(cacheFolder(process.env), process.env), { name: 'delivery', catalogNamespace: null });
});
afterAll(() => started?.stop());

function plane(): ControlPlane {
  if (started === undefined) throw new Error('the cluster is used before it has started');
  return started;
}

const kubeconfigOf = () => plane().kubernetes.kubeconfig;
const lab = useLab({ kubeconfigOf });
const release = ['ext-webhook', '--namespace', 'ext-system'];

async function mustHelm(words: readonly string[]): Promise<string> {
  const { code, output } = await helm(words, kubeconfigOf());
  expect({ code, output }).toMatchObject({ code: 0 });
  return output;
}

async function mustKubectl(words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await lab.kubectl(words);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return stdout;
}

const mutating = 'mutatingwebhookconfiguration/ext-webhook';
const validating = 'validatingwebhookconfiguration/ext-webhook';

/** The authority of the cluster, in the place of the one that the webhook would publish. */
async function publishTrust(): Promise<string> {
  const caBundle = await mustKubectl(['config', 'view', '--raw', '-o', 'jsonpath={.clusters[0].cluster.certificate-authority-data}']);
  const patch = JSON.stringify([{ op: 'add', path: '/webhooks/0/clientConfig/caBundle', value: caBundle }]);
  await mustKubectl(['patch', mutating, '--type=json', '-p', patch]);
  return caBundle;
}

it('Helm installs, upgrades and uninstalls the webhook', async () => {
  const installed = await mustHelm(['install', ...release, 'deploy/chart', '--create-namespace', '--set', 'role=global']);
  expect(installed).toContain('ext-webhook judges Subscriptions and ModuleInfos on this global cluster.');

  // An upgrade leaves the trust that was published, and brings back what was deleted to let everybody write.
  const caBundle = await publishTrust();
  await mustKubectl(['delete', validating]);
  await mustHelm(['upgrade', ...release, 'deploy/chart', '--set', 'role=global,replicas=3']);
  expect(await mustKubectl(['get', 'deployment/ext-webhook', '-n', 'ext-system', '-o', 'jsonpath={.spec.replicas}'])).toBe('3');
  expect(await mustKubectl(['get', mutating, '-o', 'jsonpath={.webhooks[0].clientConfig.caBundle}'])).toBe(caBundle);
  expect(await mustKubectl(['get', validating, '-o', 'name'])).toContain('ext-webhook');

  // While a registration is there and nobody answers, writes are denied: both go before anything else does.
  const log = await mustHelm(['uninstall', ...release, '--debug']);
  const deleted = [...log.matchAll(/Starting delete for "ext-\S+" (\w+)/g)].map(([, kind]) => kind);
  const registrations = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];
  expect(deleted.findIndex((kind = '') => !registrations.includes(kind))).toBeGreaterThan(1);
  expect(deleted).toEqual(expect.arrayContaining([...registrations, 'Service', 'Deployment']));
  const kinds = 'mutatingwebhookconfigurations,validatingwebhookconfigurations,validatingadmissionpolicies,deployments,services';
  expect(await mustKubectl(['get', kinds, '-n', 'ext-system', '-o', 'name'])).toBe('');
});

it('the bundled webhook makes its certificates and serves, where there is Node and no package', async () => {
  const { workspace } = plane();
  await lab.kubectl(['create', 'namespace', 'ext-system']);
  const [port, probePort] = await Promise.all([freePort(), freePort()]);
  const { text } = await bundleWebhook(join(import.meta.dirname, '..', '..'));
  const program = workspace.write('webhook.mjs', text);
  const daemon = startDaemon(workspace, {
    name: 'webhook',
    command: process.execPath,
    args: [
      ...[program, `--kubeconfig=${kubeconfigOf()}`, `--port=${port}`, `--probe-port=${probePort}`],
      ...['--role=workload', '--drain-hold=0s', '--drain-quiet=100ms'],
    ],
    env: { NODE_OPTIONS: '' },
  });
  const missing = async () => {
    const response = await fetch(`http://127.0.0.1:${probePort}/readyz`).catch(() => undefined);
    return ((await response?.json()) as { missing: string[] } | undefined)?.missing;
  };
  try {
    // There is no OLM, and it does not wait for one.
    await expect.poll(missing, { timeout: 20_000 }).toEqual([]);
    expect(await mustKubectl(['get', 'secret', 'ext-webhook-ca', '-n', 'ext-system', '-o', 'name'])).toBe('secret/ext-webhook-ca\n');
  } finally {
    await daemon.stop();
  }
});

it('a certificate of somebody else is all that it needs of Secrets, and nobody notices when that is replaced', async () => {
  const { admin, kubernetes, workspace } = plane();
  await installCrds(admin, binariesIn(cacheFolder(process.env), process.env).crds);
  const [port, probePort] = await Promise.all([freePort(), freePort()]);
  const rendered = await mustKubectl(['kustomize', 'deploy/overlays/workload-own-secret']);
  const objects = parseAllDocuments(rendered).map((document) => document.toJS() as AnyObject);
  const apply = async (some: readonly AnyObject[]) => {
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: some });
    expect(await lab.kubectl(['apply', '-f', '-'], { input })).toMatchObject({ code: 0 });
  };
  await apply(objects.filter((object) => !isRegistration(object)).map(leadHere));
  const [first, second] = await Promise.all([createAuthority('first'), createAuthority('second')]);
  const filesOf = async (authority: Authority) => {
    const { cert, key } = await authority.issue({ dns: ['ext-webhook.ext-system.svc'] });
    return { 'tls.crt': cert, 'tls.key': key, 'ca.crt': authority.cert };
  };
  const mounted = mountFolder(await filesOf(first));
  const kubeconfig = kubernetes.writeKubeconfig('own-secret', { token: await mintToken(admin, webhookAccount) });
  const daemon = startDaemon(workspace, {
    name: 'own-secret',
    ...replicaCommand({ port, probePort, flags: ['--role=workload', '--requests-per-socket=3', `--tls-dir=${mounted.path}`] }),
    env: { KUBECONFIG: kubeconfig, NODE_OPTIONS: '' },
  });
  onTestFinished(() => daemon.stop());
  const probe = async (path: string) => (await fetch(`http://127.0.0.1:${probePort}${path}`).catch(() => undefined))?.text();
  const soon = { timeout: 20_000 };
  await expect.poll(() => probe('/readyz'), soon).toBe('{"ready":true,"missing":[]}');

  // Whom the API server is to trust is the administrator's to say, as docs/webhook.md shows.
  await apply(objects.filter(isRegistration).map((object) => atPort(object, port)));
  onTestFinished(async () => void (await lab.kubectl(['delete', mutating, validating])));
  await expect.poll(() => probe('/readyz'), soon).toBe('{"ready":false,"missing":["bundle"]}');
  const trust = async (...authorities: readonly Authority[]) => {
    const caBundle = Buffer.from(authorities.map(({ cert }) => cert).join('\n')).toString('base64');
    const patch = `webhooks:\n  - { name: subscriptions.ext.cpaas.io, clientConfig: { caBundle: ${caBundle} } }`;
    await mustKubectl(['patch', mutating, validating, '-p', patch]);
  };
  await trust(first);
  await expect.poll(() => probe('/readyz'), soon).toBe('{"ready":true,"missing":[]}');

  const spec = {
    name: 'nobody',
    channel: 'stable',
    source: 'platform',
    sourceNamespace: 'cpaas-system',
    installPlanApproval: 'Manual',
  } as const;
  const tried = async () => {
    const object: Subscription = { ...aSubscription({ spec }), metadata: { name: 'tried', namespace: 'default' } };
    const made = await admin.create(subscriptions, object, { dryRun: true, quiet: true }).catch((error: unknown) => errorData(error));
    return 'metadata' in made ? 'allowed' : JSON.stringify(made);
  };
  await trust(first, second);
  // API servers hear of it a moment later.
  await pause(2000);
  const replaced = () => readFileSync(daemon.logFile, 'utf8').match(/certificate\.replaced/g)?.length ?? 0;
  const outcomes: string[] = [];
  for (const [before, authority] of [second, first, second].entries()) {
    mounted.write(await filesOf(authority));
    while (replaced() === before) outcomes.push(await tried());
    for (let count = 0; count < 20; count += 1) outcomes.push(await tried());
  }
  expect(outcomes.length).toBeGreaterThan(60);
  expect(new Set(outcomes)).toEqual(new Set(['allowed']));
  const shown = await probe('/metrics');
  expect(shown).toMatch(/^ext_webhook_reviews_total\{.*\} [1-9]/m);
  expect(shown).toContain('ext_webhook_cabundle_matches 1\n');

  // It asks for nothing that its overlay does not allow, and that is no Secret.
  const lines = readFileSync(kubernetes.auditLog, 'utf8').trimEnd().split('\n');
  const asked = lines.map((line) => JSON.parse(line) as AuditEvent);
  expect(asked.filter(({ annotations }) => annotations['authorization.k8s.io/decision'] !== 'allow')).toEqual([]);
  const used = new Set(asked.map(({ verb, objectRef }) => `${verb} ${objectRef.resource}`));
  expect(used).toContain('watch validatingwebhookconfigurations');
  expect([...used].filter((each) => /secrets|patch .*webhookconfigurations/.test(each))).toEqual([]);
});

interface AuditEvent {
  readonly verb: string;
  readonly objectRef: { readonly resource: string };
  readonly annotations: Readonly<Record<string, string>>;
}
