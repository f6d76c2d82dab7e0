import { message } from '../../messages/message.ts';
import { clusterNameOf, moduleNameOf, type ModuleInfo } from '../../model/module-info.ts';
import { allow, defineRule, denyConflict, type Objection } from '../rule.ts';

/** The fields that say which place an installation takes. */
export const placePath = 'metadata.labels';

/**
 * A plugin is installed once on a cluster.
 *
 * Looks at: `.metadata.labels[cpaas.io/cluster-name]`, `.metadata.labels[cpaas.io/module-name]`
 * Allows:   the first ModuleInfo of a plugin and cluster
 * Denies:   another one under any name, with 409; also while the first is being removed
 */
export const oncePerCluster = defineRule<ModuleInfo>()({
  id: 'module-info.once-per-cluster',
  operations: ['CREATE'],
  fields: [placePath],
  needs: ['modules'],
  check({ object, facts: { modules } }) {
    const [cluster, plugin] = [clusterNameOf(object), moduleNameOf(object)];
    if (cluster === undefined || plugin === undefined) return allow;
    const others = modules.filter((each) => moduleNameOf(each) === plugin && each.metadata.name !== object.metadata.name);
    return installedObjection(object, others);
  },
});

/** The objection to a ModuleInfo whose place others have; none where there are no others. */
export function installedObjection(object: ModuleInfo, others: readonly ModuleInfo[]): readonly Objection[] {
  const [other] = others;
  if (other === undefined) return allow;
  const data = {
    plugin: moduleNameOf(object) ?? '',
    cluster: clusterNameOf(object) ?? '',
    name: other.metadata.name,
    version: other.status?.version || other.spec.version,
  };
  if (others.every(({ metadata }) => metadata.deletionTimestamp !== undefined)) {
    return denyConflict(
      'Conflict',
      placePath,
      message('rule.module-info.once-per-cluster.removed', data),
      message('rule.module-info.once-per-cluster.removed.way-out'),
    );
  }
  return denyConflict(
    'AlreadyExists',
    placePath,
    message('rule.module-info.once-per-cluster', data),
    message('rule.module-info.once-per-cluster.way-out', data),
  );
}
