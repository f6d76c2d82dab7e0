import { request } from 'node:https';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { startDaemon, waitUntil, type Daemon } from './daemon.ts';
import { kubeconfigWith, type Credentials } from './kubeconfig.ts';
import { createAuthority, createSigningKey, type Authority } from './pki.ts';
import { freePort, type Workspace } from './workspace.ts';

/** A running etcd, kube-apiserver and kube-controller-manager. */
export interface Kubernetes {
  readonly server: string;
  readonly authority: Authority;
  /** The kubeconfig of `system:masters`; for setting up only. */
  readonly kubeconfig: string;
  /** Writes a kubeconfig for a user of this server and returns its path. */
  writeKubeconfig(name: string, credentials: Credentials): string;
  /** What the API server writes about the requests of our webhook's account. */
  readonly auditLog: string;
  /** Ends the API server by a signal and starts it again on the same port, so many milliseconds later: what clients have to survive. */
  restartApiServer(signal?: 'SIGTERM' | 'SIGKILL', later?: number): Promise<void>;
  stop(): Promise<void>;
}

const loopback = '127.0.0.1';
const serviceRange = '10.96.0.0/16';
const firstServiceAddress = '10.96.0.1';

/** Only the webhook's own requests, and of those only who asked for what: the file stays small. */
const auditPolicy = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: Metadata
  users: [system:serviceaccount:ext-system:ext-webhook]
- level: None
`;

/** Starts the three programs and returns when the API server is ready. Throws with the log of the one that failed. */
export async function startKubernetes(workspace: Workspace, binaries: Binaries, name: string): Promise<Kubernetes> {
  const [clientPort, peerPort, port] = await Promise.all([freePort(), freePort(), freePort()]);
  const etcdUrl = `http://${loopback}:${clientPort}`;
  const etcd = startEtcd(workspace, binaries, etcdUrl, `http://${loopback}:${peerPort}`);
  const server = `https://${loopback}:${port}`;
  const identity = await writeIdentity(workspace);
  const auditLog = join(workspace.folder, 'audit.log');
  const startApiServer = async () => {
    const args = apiServerFlags({ workspace, port, etcdUrl, auditLog });
    const daemon = startDaemon(workspace, { name: 'kube-apiserver', command: binaries.path('kube-apiserver'), args });
    await waitUntil(daemon, () => answers(`${server}/readyz`, identity.authority.certificate), 60_000);
    return daemon;
  };
  let apiServer = await startApiServer();
  const writeKubeconfig = (user: string, credentials: Credentials) =>
    workspace.write(`${user}.kubeconfig`, kubeconfigWith({ name, server, authority: identity.authority.certificate, credentials }));
  const kubeconfig = writeKubeconfig('admin', await identity.issueClient('admin', ['system:masters']));
  const manager = await identity.issueClient('system:kube-controller-manager', []);
  const managerConfig = writeKubeconfig('kube-controller-manager', manager);
  const controllerManager = startControllerManager(workspace, binaries, managerConfig);
  return {
    server,
    authority: identity.authority,
    kubeconfig,
    writeKubeconfig,
    auditLog,
    async restartApiServer(signal, later = 0) {
      await apiServer.stop(signal);
      await pause(later);
      apiServer = await startApiServer();
    },
    async stop() {
      await controllerManager.stop();
      await apiServer.stop();
      await etcd.stop();
    },
  };
}

function startEtcd(workspace: Workspace, binaries: Binaries, clientUrl: string, peerUrl: string): Daemon {
  return startDaemon(workspace, {
    name: 'etcd',
    command: binaries.path('etcd'),
    args: [
      `--data-dir=${join(workspace.folder, 'etcd')}`,
      `--listen-client-urls=${clientUrl}`,
      `--advertise-client-urls=${clientUrl}`,
      `--listen-peer-urls=${peerUrl}`,
      `--initial-advertise-peer-urls=${peerUrl}`,
      `--initial-cluster=default=${peerUrl}`,
      '--unsafe-no-fsync=true',
      '--log-level=warn',
    ],
  });
}

interface Identity {
  readonly authority: Authority;
  issueClient(commonName: string, groups: readonly string[]): Promise<Credentials>;
}

/** Two authorities that must differ: whoever the front proxy's signs may speak for any user. */
async function writeIdentity(workspace: Workspace): Promise<Identity> {
  const [authority, frontProxy, accounts] = await Promise.all([
    createAuthority('kubernetes'),
    createAuthority('front-proxy'),
    createSigningKey(),
  ]);
  const [server, proxyClient] = await Promise.all([
    authority.issue({
      commonName: 'kube-apiserver',
      dnsNames: ['localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'],
      addresses: [loopback, firstServiceAddress],
    }),
    frontProxy.issue({ commonName: 'front-proxy-client' }),
  ]);
  workspace.write('ca.crt', authority.certificate);
  workspace.write('ca.key', authority.key);
  workspace.write('apiserver.crt', server.certificate);
  workspace.write('apiserver.key', server.key);
  workspace.write('front-proxy-ca.crt', frontProxy.certificate);
  workspace.write('front-proxy.crt', proxyClient.certificate);
  workspace.write('front-proxy.key', proxyClient.key);
  workspace.write('accounts.pub', accounts.publicKey);
  workspace.write('accounts.key', accounts.privateKey);
  workspace.write('audit-policy.yaml', auditPolicy);
  return { authority, issueClient: (commonName, groups) => authority.issue({ commonName, groups }) };
}

interface ApiServerOptions {
  readonly workspace: Workspace;
  readonly port: number;
  readonly etcdUrl: string;
  readonly auditLog: string;
}

function apiServerFlags({ workspace, port, etcdUrl, auditLog }: ApiServerOptions): string[] {
  const file = (name: string) => join(workspace.folder, name);
  return [
    `--etcd-servers=${etcdUrl}`,
    `--bind-address=${loopback}`,
    `--advertise-address=${loopback}`,
    `--secure-port=${port}`,
    '--endpoint-reconciler-type=none',
    `--tls-cert-file=${file('apiserver.crt')}`,
    `--tls-private-key-file=${file('apiserver.key')}`,
    `--client-ca-file=${file('ca.crt')}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${file('accounts.pub')}`,
    `--service-account-signing-key-file=${file('accounts.key')}`,
    '--authorization-mode=RBAC',
    `--service-cluster-ip-range=${serviceRange}`,
    '--allow-privileged=true',
    `--requestheader-client-ca-file=${file('front-proxy-ca.crt')}`,
    '--requestheader-allowed-names=front-proxy-client',
    '--requestheader-username-headers=X-Remote-User',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    `--proxy-client-cert-file=${file('front-proxy.crt')}`,
    `--proxy-client-key-file=${file('front-proxy.key')}`,
    `--audit-policy-file=${file('audit-policy.yaml')}`,
    `--audit-log-path=${auditLog}`,
  ];
}

function startControllerManager(workspace: Workspace, binaries: Binaries, kubeconfig: string): Daemon {
  const file = (name: string) => join(workspace.folder, name);
  return startDaemon(workspace, {
    name: 'kube-controller-manager',
    command: binaries.path('kube-controller-manager'),
    args: [
      `--kubeconfig=${kubeconfig}`,
      `--authentication-kubeconfig=${kubeconfig}`,
      `--authorization-kubeconfig=${kubeconfig}`,
      `--bind-address=${loopback}`,
      '--secure-port=0',
      '--leader-elect=false',
      '--use-service-account-credentials=true',
      `--service-account-private-key-file=${file('accounts.key')}`,
      `--root-ca-file=${file('ca.crt')}`,
      `--cluster-signing-cert-file=${file('ca.crt')}`,
      `--cluster-signing-key-file=${file('ca.key')}`,
      // No nodes, disks or networks to look after: these would only complain.
      '--controllers=*,-node-ipam-controller,-persistentvolume-attach-detach-controller,-persistentvolume-expander-controller',
    ],
    restart: true,
  });
}

/** Whether a GET is answered with 200; every failure to connect is a no. */
function answers(url: string, ca: string): Promise<boolean> {
  return new Promise((resolve) => {
    request(url, { ca, agent: false, signal: AbortSignal.timeout(2000) }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    })
      .on('error', () => resolve(false))
      .end();
  });
}
