import { message } from '../../messages/message.ts';
import type { ModuleInfo } from '../../model/module-info.ts';
import { allow, defineRule, deny } from '../rule.ts';

/**
 * Nobody renames a ModuleInfo while it is being created: the API server would keep it under one name and show another.
 *
 * Looks at: `.metadata.name`
 * Allows:   the name that was asked for; any name where none was asked for
 * Denies:   another one
 */
export const nameUnchanged = defineRule<ModuleInfo>()({
  id: 'module-info.name-unchanged',
  operations: ['CREATE'],
  fields: ['metadata.name'],
  needs: [],
  cel: [
    {
      path: 'metadata.name',
      expression: "request.?name.orValue('') == '' || request.name == object.metadata.?name.orValue('')",
      fault: 'rule.module-info.name-unchanged',
      wayOut: 'rule.module-info.name-unchanged.way-out',
      data: { asked: "request.?name.orValue('')", name: "object.metadata.?name.orValue('')" },
    },
  ],
  check({ operation, object: { metadata } }) {
    const asked = operation.type === 'CREATE' ? (operation.requestedName ?? '') : '';
    if (asked === '' || asked === metadata.name) return allow;
    return deny(
      'metadata.name',
      message('rule.module-info.name-unchanged', { asked, name: metadata.name }),
      message('rule.module-info.name-unchanged.way-out'),
    );
  },
});
