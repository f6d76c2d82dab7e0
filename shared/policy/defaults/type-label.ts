import { message } from '../../messages/message.ts';
import type { ModuleInfo } from '../../model/module-info.ts';
import { moduleLabels, pluginType } from '../../model/module-labels.ts';
import type { Default } from './default.ts';

/**
 * A ModuleInfo that does not say what it installs installs a plugin.
 *
 * Looks at: `.metadata.labels[cpaas.io/module-type]`
 * Sets:     `plugin` where the label is absent
 * Leaves:   any other value, which a rule judges
 */
export const typeLabel: Default<ModuleInfo> = {
  id: 'module-info.default-type-label',
  operations: ['CREATE'],
  needs: [],
  concerns: (_operation, { metadata }) => metadata.labels?.[moduleLabels.type] === undefined,
  settle: () => ({
    path: ['metadata', 'labels', moduleLabels.type],
    value: pluginType,
    warning: message('rule.module-info.default-type-label', { label: moduleLabels.type, value: pluginType }),
  }),
};
