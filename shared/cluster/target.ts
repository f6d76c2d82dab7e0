import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { nearest } from '../model/nearest.ts';
import type { ConnectOptions } from './connect-options.ts';
import { withClusterFlags, withUserFlags } from './flag-overrides.ts';
import { inCluster } from './in-cluster.ts';
import { type LoadedKubeconfig, loadKubeconfig } from './kubeconfig.ts';
import type { ClusterEntry, ContextEntry, UserEntry } from './kubeconfig-file.ts';

/** The server and the user that the kubeconfig and the flags agree on. */
export interface Target {
  /** The name of the context, where there is one. */
  readonly context: string | undefined;
  readonly cluster: ClusterEntry & { readonly server: string };
  readonly user: UserEntry;
  readonly namespace: string | undefined;
}

/**
 * Decides which server is meant and as whom, by kubectl's rules: flags over the kubeconfig, the kubeconfig over the cluster this
 * process runs in. Throws `usage` for a context, cluster or user named by a flag and not there, `failure` for anything else missing.
 */
export async function chooseTarget(options: ConnectOptions, serviceAccount?: string): Promise<Target> {
  const loaded = await loadKubeconfig(options);
  const { name, context } = contextOf(loaded, options);
  const cluster = withClusterFlags(named('cluster', loaded.config.clusters, options.cluster, context.cluster), options);
  const user = named('user', loaded.config.users, options.user, context.user);
  const { server } = cluster;
  if (server !== undefined) {
    return {
      context: name,
      cluster: { ...cluster, server },
      user: withUserFlags(user, options),
      namespace: options.namespace || context.namespace,
    };
  }
  const own = isEmpty(loaded) ? await inCluster(options.env, serviceAccount) : undefined;
  if (own?.cluster.server === undefined) throw noServer(loaded, name, context);
  return {
    context: undefined,
    cluster: { ...withClusterFlags(own.cluster, options), server: own.cluster.server },
    user: withUserFlags(own.user, options),
    namespace: options.namespace || own.namespace,
  };
}

function isEmpty({ config }: LoadedKubeconfig): boolean {
  return config.contexts.size === 0 && config.clusters.size === 0;
}

function contextOf({ config }: LoadedKubeconfig, options: ConnectOptions): { name: string | undefined; context: ContextEntry } {
  const name = options.context || config.currentContext;
  if (name === undefined) return { name, context: {} };
  const context = config.contexts.get(name);
  if (context === undefined) {
    const names = [...config.contexts.keys()];
    const code = options.context ? 'usage' : 'failure';
    throw new ExtError(code, message('cluster.unknown-context', { context: name }), { hints: otherNames(name, names) });
  }
  return { name, context };
}

function named<E extends object>(
  kind: 'cluster' | 'user',
  entries: ReadonlyMap<string, E>,
  flag: string | undefined,
  ofContext: string | undefined,
): Partial<E> {
  const name = flag || ofContext;
  if (name === undefined) return {};
  const entry = entries.get(name);
  if (entry === undefined) {
    const sentence = kind === 'cluster' ? message('cluster.unknown-cluster', { name }) : message('cluster.unknown-user', { name });
    throw new ExtError(flag ? 'usage' : 'failure', sentence, { hints: otherNames(name, [...entries.keys()]) });
  }
  return entry;
}

/** How many names an error lists. */
const listed = 10;

function otherNames(name: string, names: readonly string[]) {
  if (names.length === 0) return [message('cluster.nothing-there')];
  return [message('cluster.available', { names: [...new Set([...nearest(name, names), ...names])].slice(0, listed) })];
}

function noServer(loaded: LoadedKubeconfig, name: string | undefined, context: ContextEntry): ExtError {
  if (isEmpty(loaded)) {
    return new ExtError('failure', message('cluster.no-config', { files: loaded.files }), { hints: [message('cluster.name-a-config')] });
  }
  if (name === undefined) {
    const names = [...loaded.config.contexts.keys()];
    return new ExtError('failure', message('cluster.no-context'), { hints: [message('cluster.available', { names })] });
  }
  return new ExtError('failure', message('cluster.no-server', { name: context.cluster ?? name }));
}
