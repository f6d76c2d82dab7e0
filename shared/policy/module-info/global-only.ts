import { message } from '../../messages/message.ts';
import type { ModuleInfo } from '../../model/module-info.ts';
import { allow, defineRule, deny } from '../rule.ts';

/**
 * Plugins of all clusters are installed from the global cluster: a ModuleInfo anywhere else is never carried out.
 *
 * Looks at: the cluster that the object is written to
 * Allows:   the global cluster
 * Denies:   any other; there the policy denies every ModuleInfo
 */
export const globalOnly = defineRule<ModuleInfo>()({
  id: 'module-info.global-only',
  operations: ['CREATE'],
  fields: ['metadata.name'],
  needs: ['onGlobal'],
  role: 'workload',
  cel: [
    {
      path: 'metadata.name',
      expression: 'false',
      fault: 'rule.module-info.global-only',
      wayOut: 'rule.module-info.global-only.way-out',
      data: {},
    },
  ],
  check({ facts: { onGlobal } }) {
    if (onGlobal) return allow;
    return deny('metadata.name', message('rule.module-info.global-only'), message('rule.module-info.global-only.way-out'));
  },
});
