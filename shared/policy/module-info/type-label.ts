import { message } from '../../messages/message.ts';
import type { ModuleInfo } from '../../model/module-info.ts';
import { labelPath, moduleLabels, pluginType } from '../../model/module-labels.ts';
import { celEntry, celText } from '../cel.ts';
import { allow, defineRule, deny } from '../rule.ts';

const path = labelPath(moduleLabels.type);

/**
 * A ModuleInfo says that it installs a plugin: without that label the platform does not install it.
 *
 * Looks at: `.metadata.labels[cpaas.io/module-type]`
 * Allows:   `plugin`
 * Denies:   anything else, absence too; a CREATE without the label gets it from the webhook first
 */
export const typeLabel = defineRule<ModuleInfo>()({
  id: 'module-info.type-label',
  operations: ['CREATE', 'UPDATE'],
  fields: [path],
  needs: [],
  cel: [
    {
      path,
      expression: `${celEntry('object', 'labels', moduleLabels.type)} == ${celText(pluginType)}`,
      fault: 'rule.module-info.type-label',
      wayOut: 'rule.module-info.type-label.way-out',
      data: { type: celEntry('object', 'labels', moduleLabels.type) },
    },
  ],
  check({ object: { metadata } }) {
    const type = metadata.labels?.[moduleLabels.type] ?? '';
    if (type === pluginType) return allow;
    return deny(path, message('rule.module-info.type-label', { type }), message('rule.module-info.type-label.way-out'));
  },
});
