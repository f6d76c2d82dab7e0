import { join } from 'node:path';
import { binariesIn, cacheFolder } from '../../scripts/control-plane/binaries.ts';
import { startDaemon, waitUntil, type Daemon } from '../../scripts/control-plane/daemon.ts';
import { mutatingWebhooks, validatingWebhooks, type AnyObject } from '../../scripts/control-plane/resources.ts';
import { mintToken } from '../../scripts/control-plane/setup.ts';
import type { ControlPlane } from '../../scripts/control-plane/start.ts';
import { undoAfter, undoAll } from '../../scripts/control-plane/undo.ts';
import { freePort } from '../../scripts/control-plane/workspace.ts';
import { run } from '../../scripts/run.ts';
import { webhookManifests } from '../../shared/plan/webhook/index.ts';
import { usualWish } from '../../shared/plan/webhook/manifest.ts';
import type { PlatformRole } from '../../shared/policy/rule.ts';
import type { Running } from '../platform/running.ts';
import { beyondRights, callsIn } from './webhook-rights.ts';

/** A webhook process that the API server asks. */
export interface RunningWebhook extends Running {
  /** `https://127.0.0.1:PORT`; `/validate` and `/mutate` below it. */
  readonly url: string;
  /** `http://127.0.0.1:PORT`; `/healthz` and `/readyz` below it. */
  readonly probes: string;
  readonly pid: number | undefined;
  /** Of its account. */
  readonly kubeconfig: string;
  readonly logFile: string;
  /** Kills the process, and leaves the registrations that lead to it. */
  kill(): Promise<void>;
  /** Starts it again after that, and returns when it is ready. */
  startAgain(): Promise<void>;
  /** Ends everything. Throws where the webhook has asked the API server for anything that its role does not need. */
  stop(): Promise<void>;
}

/** How the process is started. */
export interface WebhookOptions {
  /** `global` by default. */
  readonly role?: PlatformRole;
  /** Flags after those that a test cluster needs: `--refresh=1s`. */
  readonly flags?: readonly string[];
  /** What is run, without the flags that say where it listens: the checkout at a pace for tests, where nothing is said. */
  readonly program?: readonly string[];
}

/** The label of namespaces whose catalogues may be used although they are not the platform's. */
export const offeringLabel = 'tests.kubectl-ext/may-offer';

const root = join(import.meta.dirname, '..', '..');
/** The account that the webhook runs under. */
export const webhookAccount = { namespace: 'ext-system', name: 'ext-webhook' };

const registrations = [mutatingWebhooks, validatingWebhooks];
const patience = 30_000;

/** What in production takes its time: waiting for clients that have not heard that a replica ends, and for changes to settle. */
const quick = [
  ...['--debounce=100ms', '--drain-hold=0s', '--drain-quiet=100ms', '--retry-pause=200ms', '--certificate-check=200ms'],
  ...[
    '--bundle-settle=2s',
    '--leader-renew=200ms',
    '--lease-life=3s',
    '--janitor-every=100ms',
    '--claim-vanished=300ms',
    '--index-save=1s',
    '--claim-orphan=20s',
    '--event-every=100ms',
    '--event-count=1s',
  ],
];

const checkout = [process.execPath, '--disable-warning=ExperimentalWarning', join(root, 'webhook', 'main.ts'), ...quick];

/**
 * Installs the webhook as `deploy/` ships it for its role, except that its Service leads to a process on this machine, which has the shipped
 * rights and nothing else. Returns when the process is ready and the API server can trust it.
 */
export async function startWebhook(
  plane: ControlPlane,
  { role = 'global', flags = [], program }: WebhookOptions = {},
): Promise<RunningWebhook> {
  const [port, probePort] = await Promise.all([freePort(), freePort()]);
  const manifests: readonly AnyObject[] = Object.values(webhookManifests({ ...usualWish, role })).flat();
  await apply(
    plane,
    manifests
      .filter((object) => !isRegistration(object))
      .map(leadHere)
      .map(sparingLabs),
    'webhook',
  );
  const kubeconfig = plane.kubernetes.writeKubeconfig('ext-system.ext-webhook', { token: await mintToken(plane.admin, webhookAccount) });
  const start = () =>
    startDaemon(plane.workspace, {
      name: 'webhook',
      ...replicaCommand({ port, probePort, flags: [`--role=${role}`, ...flags], ...(program && { program }) }),
      env: { KUBECONFIG: kubeconfig, NODE_OPTIONS: '' },
      restart: true,
    });
  const probes = `http://127.0.0.1:${probePort}`;
  let daemon = start();
  const end = () => endWebhook(plane, daemon);
  try {
    await waitUntil(daemon, () => isReady(probes), patience);
    await apply(
      plane,
      manifests.filter(isRegistration).map((object) => atPort(object, port)),
      'webhook-registrations',
    );
    await waitUntil(daemon, async () => (await isTrusted(plane)) && isReady(probes), patience);
  } catch (error) {
    return undoAfter(error, [end]);
  }
  return {
    url: `https://127.0.0.1:${port}`,
    probes,
    get pid() {
      return daemon.pid;
    },
    kubeconfig,
    logFile: daemon.logFile,
    kill: () => daemon.stop('SIGKILL'),
    async startAgain() {
      daemon = start();
      await waitUntil(daemon, () => isReady(probes), patience);
    },
    stop: () => undoAll([() => refuseBeyond(plane, role), end]),
  };
}

async function endWebhook({ admin }: ControlPlane, daemon: Daemon): Promise<void> {
  // A registration that leads nowhere would hold up whoever cleans up after us.
  for (const resource of registrations) await admin.delete(resource, webhookAccount.name);
  await daemon.stop();
}

/** Whatever the tests had it do, the webhook has asked for nothing that its role does not need. */
function refuseBeyond({ kubernetes }: ControlPlane, role: PlatformRole): void {
  const beyond = beyondRights(callsIn(kubernetes.auditLog), role);
  if (beyond.length > 0) throw new Error(`the webhook, role ${role}, has asked for what it has no right to:\n${beyond.join('\n')}`);
}

/** How a replica is started. */
export function replicaCommand({ port, probePort, flags = [], program = checkout }: WebhookOptions & { port: number; probePort: number }): {
  command: string;
  args: string[];
} {
  const [command = '', ...words] = program;
  return { command, args: [...words, '--address=127.0.0.1', `--port=${port}`, `--probe-port=${probePort}`, ...flags] };
}

/** Whether an object registers webhooks. */
export function isRegistration({ kind }: AnyObject): boolean {
  return registrations.some((resource) => resource.kind === kind);
}

/** There is no network of pods: the one Service leads to this machine. */
export function leadHere(object: AnyObject): AnyObject {
  return object.kind === 'Service' ? { ...object, spec: { type: 'ExternalName', externalName: 'localhost' } } : object;
}

/** The catalogues of tests lie in namespaces of their own, which the platform would not allow. */
function sparingLabs(object: AnyObject): AnyObject {
  if (object.kind !== 'ValidatingAdmissionPolicyBinding' || object.metadata.name !== 'ext-catalog-namespace') return object;
  const namespaceSelector = { matchExpressions: [{ key: offeringLabel, operator: 'DoesNotExist' }] };
  return { ...object, spec: { ...(object['spec'] as object), matchResources: { namespaceSelector } } };
}

/** Such a Service has no ports of its own: the API server takes the one of the registration. */
export function atPort(object: AnyObject, port: number): AnyObject {
  const webhooks = object['webhooks'] as { clientConfig: { service: object } }[];
  return {
    ...object,
    webhooks: webhooks.map((webhook) => ({ ...webhook, clientConfig: { service: { ...webhook.clientConfig.service, port } } })),
  };
}

async function apply({ workspace, kubernetes }: ControlPlane, objects: readonly AnyObject[], name: string): Promise<void> {
  const file = workspace.write(`${name}.yaml`, objects.map((object) => JSON.stringify(object)).join('\n---\n'));
  const kubectl = binariesIn(cacheFolder(process.env), process.env).path('kubectl');
  const { code, output } = await run(kubectl, ['apply', '-f', file], { env: { ...process.env, KUBECONFIG: kubernetes.kubeconfig } });
  if (code !== 0) throw new Error(`kubectl did not apply ${name}:\n${output}`);
}

async function isTrusted({ admin }: ControlPlane): Promise<boolean> {
  const found = await Promise.all(registrations.map((resource) => admin.get(resource, webhookAccount.name)));
  return found.every((each) => {
    const webhooks = (each?.['webhooks'] ?? []) as { clientConfig: { caBundle?: string } }[];
    return webhooks.length > 0 && webhooks.every(({ clientConfig }) => clientConfig.caBundle !== undefined);
  });
}

/** Whether a replica says that the API server may be sent to it. */
export async function isReady(probes: string): Promise<boolean> {
  try {
    return (await fetch(`${probes}/readyz`)).ok;
  } catch {
    return false;
  }
}
