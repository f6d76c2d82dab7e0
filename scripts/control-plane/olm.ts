import { join } from 'node:path';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import type { Binaries } from './binaries.ts';
import { startDaemon, waitUntil, type Daemon } from './daemon.ts';
import type { Kubernetes } from './kubernetes.ts';
import { apiServices, olmConfigs, services } from './resources.ts';
import { createAccount, ensure, ensureNamespace, installCrds } from './setup.ts';
import { undoAll } from './undo.ts';
import { freePort, type Workspace } from './workspace.ts';

/** Where OLM looks for catalogues that serve every namespace. */
export interface OlmOptions {
  readonly catalogNamespace: string;
  /** How long OLM tries a plan again before it gives it up, a Go duration; its own default is a minute. */
  readonly planRetryTimeout?: string;
}

/** A running OLM: `olm`, `catalog` and `package-server`. */
export interface Olm {
  /** Ends package-server's registration first: a dead aggregated API blocks the deletion of namespaces. */
  stop(): Promise<void>;
}

const olmNamespace = 'olm';
const packageApi = 'v1.packages.operators.coreos.com';
const packageService = 'packageserver-service';

/** Installs OLM's CRDs and accounts, starts its three programs and returns when PackageManifests are served. */
export async function startOlm(
  parts: { workspace: Workspace; binaries: Binaries; kubernetes: Kubernetes; cluster: Cluster },
  options: OlmOptions,
): Promise<Olm> {
  const { cluster } = parts;
  await Promise.all([
    installCrds(cluster, parts.binaries.crds),
    ...[olmNamespace, 'operators', options.catalogNamespace].map((name) => ensureNamespace(cluster, name)),
  ]);
  // The platform switches copied CSVs off; so many namespaces of tests would drown in them.
  await ensure(cluster, olmConfigs, { metadata: { name: 'cluster' }, spec: { features: { disableCopiedCSVs: true } } });
  const daemons = await Promise.all([startOlmOperator(parts), startCatalog(parts, options), startPackageServer(parts, options)]);
  return {
    stop: () => undoAll([() => Promise.all(daemons.map((daemon) => daemon.stop())), () => cluster.delete(apiServices, packageApi)]),
  };
}

type Parts = Parameters<typeof startOlm>[0];

/** Takes its kubeconfig from the environment only. */
async function startOlmOperator(parts: Parts): Promise<Daemon> {
  const { kubeconfig } = await account(parts, 'olm-operator');
  return startDaemon(parts.workspace, {
    name: 'olm',
    command: parts.binaries.path('olm'),
    args: [`--namespace=${olmNamespace}`, '--writeStatusName='],
    env: { KUBECONFIG: kubeconfig, OPERATOR_NAMESPACE: olmNamespace },
    restart: true,
  });
}

async function startCatalog(parts: Parts, { catalogNamespace, planRetryTimeout = '1m' }: OlmOptions): Promise<Daemon> {
  const { kubeconfig } = await account(parts, 'catalog-operator');
  return startDaemon(parts.workspace, {
    name: 'catalog',
    command: parts.binaries.path('catalog'),
    args: [
      `--kubeconfig=${kubeconfig}`,
      `--namespace=${catalogNamespace}`,
      '--interval=1m',
      `--install-plan-retry-timeout=${planRetryTimeout}`,
      '--writeStatusName=',
    ],
    restart: true,
  });
}

/**
 * package-server reads the files of a pod whatever its flags say, so it gets a mount namespace in which they exist:
 * as root by `unshare -m`, else by `unshare -rm`.
 */
async function startPackageServer(parts: Parts, { catalogNamespace }: OlmOptions): Promise<Daemon> {
  const { workspace, binaries, kubernetes, cluster } = parts;
  const { kubeconfig, token } = await account(parts, 'packageserver');
  const [port, serving] = await Promise.all([
    freePort(),
    kubernetes.authority.issue({ commonName: 'packageserver', dnsNames: [`${packageService}.${olmNamespace}.svc`, 'localhost'] }),
  ]);
  const files = {
    certificate: workspace.write('packageserver.crt', serving.certificate),
    key: workspace.write('packageserver.key', serving.key),
    token: workspace.write('packageserver.token', token),
  };
  const server = new URL(kubernetes.server);
  const daemon = startDaemon(workspace, {
    name: 'package-server',
    command: 'unshare',
    args: [
      process.getuid?.() === 0 ? '-m' : '-rm',
      ...['sh', '-c', enterPod, 'package-server', files.token, join(workspace.folder, 'ca.crt'), olmNamespace],
      binaries.path('package-server'),
      `--kubeconfig=${kubeconfig}`,
      `--authentication-kubeconfig=${kubeconfig}`,
      `--authorization-kubeconfig=${kubeconfig}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      `--global-namespace=${catalogNamespace}`,
      `--tls-cert-file=${files.certificate}`,
      `--tls-private-key-file=${files.key}`,
    ],
    env: { KUBERNETES_SERVICE_HOST: server.hostname, KUBERNETES_SERVICE_PORT: server.port },
    restart: true,
  });
  await registerPackageServer(cluster, port, kubernetes.authority.certificate);
  await waitUntil(daemon, async () => (await servedResources(cluster)) !== null, 60_000);
  return daemon;
}

/** Lays the three files of a pod's service account where client-go looks for them, on a file system nobody else sees, then becomes the program. */
const enterPod = `
set -e
mount -t tmpfs tmpfs /var/run
mkdir -p /var/run/secrets/kubernetes.io/serviceaccount
cp "$1" /var/run/secrets/kubernetes.io/serviceaccount/token
cp "$2" /var/run/secrets/kubernetes.io/serviceaccount/ca.crt
printf %s "$3" > /var/run/secrets/kubernetes.io/serviceaccount/namespace
shift 3
exec "$@"
`;

async function registerPackageServer(cluster: Cluster, port: number, ca: string): Promise<void> {
  await ensure(cluster, services, {
    metadata: { name: packageService, namespace: olmNamespace },
    spec: { type: 'ExternalName', externalName: 'localhost', ports: [{ port }] },
  });
  await ensure(cluster, apiServices, {
    metadata: { name: packageApi },
    spec: {
      group: 'packages.operators.coreos.com',
      version: 'v1',
      groupPriorityMinimum: 2000,
      versionPriority: 15,
      service: { namespace: olmNamespace, name: packageService, port },
      caBundle: Buffer.from(ca).toString('base64'),
    },
  });
}

async function servedResources(cluster: Cluster): Promise<unknown> {
  try {
    return await cluster.getPath('/apis/packages.operators.coreos.com/v1');
  } catch {
    return null;
  }
}

async function account({ cluster, kubernetes }: Parts, name: string): Promise<{ kubeconfig: string; token: string }> {
  const token = await createAccount(cluster, { namespace: olmNamespace, name, rules: 'cluster-admin' });
  return { kubeconfig: kubernetes.writeKubeconfig(name, { token }), token };
}
