import { statusOf, type StatusOptions } from '../../../shared/actions/status.ts';
import type { DiagnosisList } from '../../../shared/actions/result.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { defineCommand } from '../command.ts';
import { outputFlags } from '../flags/output.ts';
import { scopeFlags } from '../flags/scope.ts';
import { healthPermissions } from '../permissions.ts';
import { statusView } from '../ui/views/status.ts';

/** `kubectl ext status [NAME...]`: how operators are, down to Pods and events. */
export const status = defineCommand({
  name: 'status [names..]',
  kind: 'DiagnosisList',
  summary: 'command.status.summary',
  details: 'command.status.details',
  permissions: [...healthPermissions, 'list pods', 'list events'],
  examples: [{ line: 'status harbor-ce-operator', about: 'command.status.example.one' }],
  positionals: { names: { complete: 'packages' } },
  flags: { ...scopeFlags, ...outputFlags },

  parse: ({ names, namespace, selector }): StatusOptions => ({ names, namespace, labelSelector: selector }),

  async run(options, context) {
    const found = await statusOf(options, context);
    context.out(found, statusView);
    return verdict(found);
  },
});

/** Broken outranks waiting for a human; the waiting upgrade of a healthy operator is information. */
function verdict({ items }: DiagnosisList): ErrorCode | undefined {
  if (items.some(({ health }) => health === 'Failed' || health === 'Degraded')) return 'broken';
  return items.some(({ health }) => health === 'NeedsApproval') ? 'pending' : undefined;
}
