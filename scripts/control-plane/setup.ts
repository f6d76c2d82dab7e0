import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { ExtError } from '../../shared/errors.ts';
import type { Condition } from '../../shared/model/object.ts';
import { apiVersionOf, type Resource } from '../../shared/model/resource.ts';
import { clusterRoleBindings, clusterRoles, customResourceDefinitions, namespaces, serviceAccounts, type AnyObject } from './resources.ts';

/** A rule of a ClusterRole. */
export interface AccessRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** The service account a controller runs under; `rules` is what it may do anywhere, or the name of an existing ClusterRole. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
  readonly rules: readonly AccessRule[] | 'cluster-admin';
}

const tokenSeconds = 24 * 3600;

/** Creates an object unless one of that name is there. */
export async function ensure<T extends AnyObject>(
  cluster: Cluster,
  resource: Resource<T>,
  object: Omit<T, 'apiVersion' | 'kind'>,
): Promise<void> {
  try {
    await cluster.create(resource, { apiVersion: apiVersionOf(resource), kind: resource.kind, ...object } as T);
  } catch (error) {
    if (!(error instanceof ExtError && error.code === 'conflict')) throw error;
  }
}

/** Creates a namespace unless it is there. */
export function ensureNamespace(cluster: Cluster, name: string): Promise<void> {
  return ensure(cluster, namespaces, { metadata: { name } });
}

/** Creates the CRDs of a folder of YAML files and waits until the API server serves them. */
export async function installCrds(cluster: Cluster, folder: string): Promise<void> {
  const crds = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')))
    .map((document) => document.toJS() as AnyObject | null)
    .filter((object) => object !== null)
    .filter(({ kind }) => kind === 'CustomResourceDefinition');
  await Promise.all(crds.map((crd) => ensure(cluster, customResourceDefinitions, crd)));
  const wanted = new Set(crds.map(({ metadata }) => metadata.name));
  for await (const { items } of cluster.follow(customResourceDefinitions, {}, AbortSignal.timeout(30_000))) {
    if (items.filter(isEstablished).filter(({ metadata }) => wanted.has(metadata.name)).length === wanted.size) return;
  }
  throw new Error(`the CRDs of ${folder} were not established in 30 s`);
}

/** Creates a service account with its grants and returns a token of it, valid for a day. */
export async function createAccount(cluster: Cluster, { namespace, name, rules }: Account): Promise<string> {
  await ensureNamespace(cluster, namespace);
  await ensure(cluster, serviceAccounts, { metadata: { name, namespace } });
  const role = rules === 'cluster-admin' ? rules : `${namespace}:${name}`;
  if (rules !== 'cluster-admin') await ensure(cluster, clusterRoles, { metadata: { name: role }, rules });
  await ensure(cluster, clusterRoleBindings, {
    metadata: { name: `${namespace}:${name}` },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [{ kind: 'ServiceAccount', namespace, name }],
  });
  return mintToken(cluster, { namespace, name });
}

/** A token of a service account that is there, valid for a day. */
export async function mintToken(cluster: Cluster, { namespace, name }: Pick<Account, 'namespace' | 'name'>): Promise<string> {
  const request = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    metadata: { name, namespace },
    spec: { expirationSeconds: tokenSeconds },
  };
  const answer = await cluster.create<AnyObject>(serviceAccounts, request, { subresource: 'token' });
  return (answer['status'] as { token: string }).token;
}

function isEstablished(crd: AnyObject): boolean {
  const conditions = (crd['status'] as { conditions?: Condition[] } | undefined)?.conditions ?? [];
  return conditions.some(({ type, status }) => type === 'Established' && status === 'True');
}
