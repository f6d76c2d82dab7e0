import { message } from '../../messages/message.ts';
import { configOf, type LabelSelector, type PluginAffinity } from '../../model/module-config.ts';
import { clusterNameOf, moduleNameOf, type ModuleInfo } from '../../model/module-info.ts';
import { labelPath, moduleLabels } from '../../model/module-labels.ts';
import type { PlatformCluster } from '../../model/platform-cluster.ts';
import { isEmpty, match, selectorText, type Match } from '../../model/selector.ts';
import { allow, defineRule, deny, lacking, type Objection } from '../rule.ts';

/** How many clusters an objection lists. */
const shown = 5;

const path = labelPath(moduleLabels.cluster);

/**
 * A plugin is installed on a cluster that its version is made for.
 *
 * Looks at: `.metadata.labels[cpaas.io/cluster-name]`, `.spec.version`
 * Allows:   every cluster where the version restricts nothing; what cannot be judged for want of the cluster or the version, which other
 *           rules deny
 * Denies:   a cluster that does not match `clusterAffinity`, that matches `clusterAntiAffinity`, or that holds a plugin of
 *           `pluginAntiAffinity` other than the plugin itself
 */
export const affinity = defineRule<ModuleInfo>()({
  id: 'module-info.affinity',
  operations: ['CREATE', 'UPDATE'],
  fields: ['spec.version'],
  needs: ['moduleConfigs', 'clusters', 'modules'],
  check({ object, facts: { moduleConfigs, clusters, modules } }) {
    const wanted = configOf(moduleConfigs, object.spec.version)?.spec.affinity ?? {};
    const cluster = clusters.find(({ metadata }) => metadata.name === clusterNameOf(object));
    if (cluster === undefined) return allow;
    const attracted = attraction(wanted, cluster);
    const repelled = repulsion(wanted, cluster);
    const objections = [
      ...clusterObjections({ wanted, cluster, clusters, attracted, repelled }),
      ...pluginObjections(wanted, { object, modules }),
    ];
    const isUnknown = attracted.is === 'unknown' || repelled.is === 'unknown';
    return objections.length === 0 && isUnknown ? lacking('moduleConfigs') : objections;
  },
});

interface ClusterCase {
  readonly wanted: PluginAffinity;
  readonly cluster: PlatformCluster;
  readonly clusters: readonly PlatformCluster[];
  readonly attracted: Match;
  readonly repelled: Match;
}

function clusterObjections({ wanted, cluster, clusters, attracted, repelled }: ClusterCase): readonly Objection[] {
  const name = cluster.metadata.name;
  const fitting = clusters.filter((each) => fits(wanted, each)).map(({ metadata }) => metadata.name);
  const wayOut =
    fitting.length === 0
      ? message('rule.module-info.affinity.nowhere.way-out')
      : message('rule.module-info.affinity.way-out', { clusters: fitting.toSorted().slice(0, shown) });
  if (attracted.is === 'mismatch') {
    return deny(path, message('rule.module-info.affinity', { cluster: name, term: attracted.term }), wayOut);
  }
  if (repelled.is !== 'match') return allow;
  const term = selectorText(wanted.clusterAntiAffinity ?? {});
  return deny(path, message('rule.module-info.affinity.anti', { cluster: name, term }), wayOut);
}

function pluginObjections(
  { pluginAntiAffinity = [] }: PluginAffinity,
  { object, modules }: { readonly object: ModuleInfo; readonly modules: readonly ModuleInfo[] },
): readonly Objection[] {
  const self = moduleNameOf(object);
  const present = modules.map(moduleNameOf).filter((name) => name !== undefined && name !== self && pluginAntiAffinity.includes(name));
  const [plugin] = present;
  if (plugin === undefined) return allow;
  const cluster = clusterNameOf(object) ?? '';
  return deny(
    path,
    message('rule.module-info.affinity.plugin', { cluster, plugin }),
    message('rule.module-info.affinity.plugin.way-out', { plugin }),
  );
}

function fits(wanted: PluginAffinity, cluster: PlatformCluster): boolean {
  return attraction(wanted, cluster).is === 'match' && repulsion(wanted, cluster).is === 'mismatch';
}

function attraction({ clusterAffinity = {} }: PluginAffinity, { metadata }: PlatformCluster): Match {
  return match(clusterAffinity, metadata.labels ?? {});
}

/** A selector without terms repels nobody. */
function repulsion({ clusterAntiAffinity }: PluginAffinity, { metadata }: PlatformCluster): Match {
  return isEmpty(clusterAntiAffinity) ? { is: 'mismatch', term: '' } : match(clusterAntiAffinity as LabelSelector, metadata.labels ?? {});
}
