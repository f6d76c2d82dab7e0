import { clusterModules, type ClusterModule } from '../../shared/model/cluster-module.ts';
import { moduleConfigs, type ModuleConfig } from '../../shared/model/module-config.ts';
import { moduleInfoes, type ModuleInfo } from '../../shared/model/module-info.ts';
import { modulePlugins, type ModulePlugin } from '../../shared/model/module-plugin.ts';
import type { KubeObject } from '../../shared/model/object.ts';
import { platformClusters, type PlatformCluster } from '../../shared/model/platform-cluster.ts';
import { subscriptions, type Subscription } from '../../shared/model/subscription.ts';
import { trimCluster, trimClusterModule, trimModuleConfig, trimModuleInfo, trimModulePlugin, trimSubscription } from './trim.ts';
import { Watched, type WatchedParts } from './watched.ts';

/** What is remembered about plugins, on the global cluster only. */
export interface ModuleCaches {
  readonly modules: Watched<ModuleInfo>;
  readonly configs: Watched<ModuleConfig>;
  readonly plugins: Watched<ModulePlugin>;
  readonly clusterModules: Watched<ClusterModule>;
  readonly clusters: Watched<PlatformCluster>;
}

/** What is remembered of the cluster. */
export interface Caches {
  readonly subscriptions: Watched<Subscription>;
  readonly plugins?: ModuleCaches;
}

/** Makes the caches for a cluster of a role; they know nothing until they run. */
export function createCaches(
  parts: Omit<WatchedParts<KubeObject>, 'resource' | 'scope' | 'trim'>,
  { onGlobal }: { readonly onGlobal: boolean },
): Caches {
  const subscribed = new Watched({ ...parts, resource: subscriptions, trim: trimSubscription });
  if (!onGlobal) return { subscriptions: subscribed };
  return {
    subscriptions: subscribed,
    plugins: {
      modules: new Watched({ ...parts, resource: moduleInfoes, trim: trimModuleInfo }),
      configs: new Watched({ ...parts, resource: moduleConfigs, trim: trimModuleConfig }),
      plugins: new Watched({ ...parts, resource: modulePlugins, trim: trimModulePlugin }),
      clusterModules: new Watched({ ...parts, resource: clusterModules, trim: trimClusterModule }),
      clusters: new Watched({ ...parts, resource: platformClusters, trim: trimCluster }),
    },
  };
}

/** One cache, whatever it holds. */
export type AnyWatched = Pick<Watched<KubeObject>, 'name' | 'settled' | 'isRefused' | 'age' | 'run'> & {
  readonly items: readonly KubeObject[] | undefined;
};

/** All of them. */
export function everyCache({ subscriptions: subscribed, plugins }: Caches): readonly AnyWatched[] {
  return [subscribed, ...Object.values<AnyWatched>({ ...plugins })];
}
