import { message } from '../../messages/message.ts';
import { clusterNameOf, type ModuleInfo } from '../../model/module-info.ts';
import { labelPath, moduleLabels } from '../../model/module-labels.ts';
import { allow, defineRule, deny } from '../rule.ts';

/** How many clusters an objection lists. */
const shown = 5;

const path = labelPath(moduleLabels.cluster);

/**
 * A ModuleInfo names a cluster of the platform.
 *
 * Looks at: `.metadata.labels[cpaas.io/cluster-name]`
 * Allows:   the name of a Cluster of `platform.tkestack.io`
 * Denies:   any other name, and none
 */
export const clusterExists = defineRule<ModuleInfo>()({
  id: 'module-info.cluster-exists',
  operations: ['CREATE'],
  fields: [path],
  needs: ['clusters'],
  deniesAbsence: true,
  check({ object, facts: { clusters } }) {
    const cluster = clusterNameOf(object) ?? '';
    const names = clusters.map(({ metadata }) => metadata.name);
    if (names.includes(cluster)) return allow;
    const fault =
      cluster === '' ? message('rule.module-info.cluster-exists.absent') : message('rule.module-info.cluster-exists', { cluster });
    return deny(path, fault, message('rule.module-info.cluster-exists.way-out', { clusters: names.toSorted().slice(0, shown) }));
  },
});
