import { message } from '../../messages/message.ts';
import { moduleNameOf, type ModuleInfo } from '../../model/module-info.ts';
import { labelPath, moduleLabels } from '../../model/module-labels.ts';
import { allow, defineRule, deny } from '../rule.ts';

const path = labelPath(moduleLabels.module);

/**
 * A ModuleInfo names a plugin that the platform has.
 *
 * Looks at: `.metadata.labels[cpaas.io/module-name]`
 * Allows:   the name of a ModulePlugin
 * Denies:   any other name, and none
 */
export const namesAPlugin = defineRule<ModuleInfo>()({
  id: 'module-info.names-a-plugin',
  operations: ['CREATE'],
  fields: [path],
  needs: ['modulePlugin'],
  deniesAbsence: true,
  check({ object, facts: { modulePlugin } }) {
    const plugin = moduleNameOf(object);
    if (plugin === undefined) {
      return deny(path, message('rule.module-info.names-a-plugin.absent'), message('rule.module-info.names-a-plugin.absent.way-out'));
    }
    if (modulePlugin !== null) return allow;
    return deny(path, message('rule.module-info.names-a-plugin', { plugin }), message('rule.module-info.names-a-plugin.way-out'));
  },
});
