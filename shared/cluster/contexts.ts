import type { KubeconfigOptions } from './connect-options.ts';
import { loadKubeconfig } from './kubeconfig.ts';
import { withoutUser } from '../connection/proxy.ts';

/** One context of the kubeconfig, with what is known about its cluster without asking it. */
export interface ContextInfo {
  readonly name: string;
  /** The name of the cluster entry. */
  readonly cluster: string | undefined;
  /** The URL of the API server, without user info; undefined where the cluster entry is missing or has none. */
  readonly server: string | undefined;
  readonly namespace: string | undefined;
  /** True for the one in force: `--context`, else the current context. */
  readonly current: boolean;
  /** The extensions of the cluster entry by their names, `acp.io/v1` among them. */
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** All contexts in the order of the files; none where there is no kubeconfig. Throws as `connect` does for a broken file. */
export async function readContexts(options: KubeconfigOptions): Promise<ContextInfo[]> {
  const { config } = await loadKubeconfig(options);
  const current = options.context || config.currentContext;
  return [...config.contexts].map(([name, { cluster, namespace }]) => {
    const entry = cluster === undefined ? undefined : config.clusters.get(cluster);
    return {
      name,
      cluster,
      server: entry?.server === undefined ? undefined : withoutUser(entry.server),
      namespace,
      current: name === current,
      extensions: entry?.extensions ?? {},
    };
  });
}
