import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleWebhook } from '../../scripts/bundle-webhook.ts';
import { binariesIn, cacheFolder } from '../../scripts/control-plane/binaries.ts';
import { startDaemon } from '../../scripts/control-plane/daemon.ts';
import { startControlPlane, type ControlPlane } from '../../scripts/control-plane/start.ts';
import { freePort } from '../../scripts/control-plane/workspace.ts';
import { helm } from '../support/helm.ts';
import { useLab } from '../support/lab.ts';

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
  const program = workspace.write('webhook.mjs', await bundleWebhook(join(import.meta.dirname, '..', '..')));
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
    // There is no OLM, so that is all it waits for.
    await expect.poll(missing, { timeout: 20_000 }).toEqual(['catalogues']);
    expect(await mustKubectl(['get', 'secret', 'ext-webhook-ca', '-n', 'ext-system', '-o', 'name'])).toBe('secret/ext-webhook-ca\n');
  } finally {
    await daemon.stop();
  }
});
