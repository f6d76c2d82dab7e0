import { readFile, stat } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import type { ConnectOptions } from './connect-options.ts';
import type { ClusterEntry, UserEntry } from './kubeconfig-file.ts';

/** Where Kubernetes puts the credentials of a pod. */
const serviceAccountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

/** What a pod knows about its own cluster. */
export interface InCluster {
  readonly cluster: ClusterEntry;
  readonly user: UserEntry;
  readonly namespace: string | undefined;
}

/** The cluster this process runs in, by the variables and files of a pod; undefined outside of one. */
export async function inCluster(env: ConnectOptions['env'], folder: string = serviceAccountFolder): Promise<InCluster | undefined> {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port, POD_NAMESPACE: podNamespace } = env;
  const tokenFile = join(folder, 'token');
  if (!host || !port || !(await isFile(tokenFile))) return undefined;
  const caFile = join(folder, 'ca.crt');
  return {
    cluster: { server: `https://${isIPv6(host) ? `[${host}]` : host}:${port}`, caFile: (await isFile(caFile)) ? caFile : undefined },
    user: { tokenFile },
    namespace: podNamespace || (await textOf(join(folder, 'namespace'))),
  };
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function textOf(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.trim() || undefined;
}
