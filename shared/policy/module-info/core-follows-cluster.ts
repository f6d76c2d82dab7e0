import { message } from '../../messages/message.ts';
import { lifecycleOf } from '../../model/lifecycle.ts';
import { configOf } from '../../model/module-config.ts';
import { clusterNameOf, moduleNameOf, type ModuleInfo } from '../../model/module-info.ts';
import { allow, defineRule, deny } from '../rule.ts';

const path = 'spec.version';

/**
 * A core plugin is upgraded with its cluster, never alone.
 *
 * Looks at: `.spec.version`
 * Allows:   plugins of lifecycle `aligned` and `agnostic`, which is also what an absent label means
 * Denies:   plugins of lifecycle `core`, by the label of the ModuleInfo, else of the ModuleConfig, else of the ModulePlugin
 */
export const coreFollowsCluster = defineRule<ModuleInfo>()({
  id: 'module-info.core-follows-cluster',
  operations: ['UPDATE'],
  fields: [path],
  needs: ['moduleConfigs', 'modulePlugin'],
  check({ object, facts: { moduleConfigs, modulePlugin } }) {
    if (lifecycleOf([object, configOf(moduleConfigs, object.spec.version), modulePlugin]) !== 'core') return allow;
    return deny(
      path,
      message('rule.module-info.core-follows-cluster', { plugin: moduleNameOf(object) ?? '' }),
      message('rule.module-info.core-follows-cluster.way-out', { cluster: clusterNameOf(object) ?? '' }),
    );
  },
});
