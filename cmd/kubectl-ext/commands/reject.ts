import type { RejectOptions } from '../../../shared/actions/reject.ts';
import { defineCommand } from '../command.ts';
import { confirmFlags } from '../flags/confirm.ts';
import { outputFlags } from '../flags/output.ts';
import { scopeFlags } from '../flags/scope.ts';
import { historyPermissions } from '../permissions.ts';
import { operationView } from '../ui/views/operation.ts';

/** `kubectl ext reject NAME`: deletes a waiting InstallPlan, guarded. */
export const reject = defineCommand({
  name: 'reject <name>',
  kind: 'OperationResult',
  summary: 'command.reject.summary',
  details: 'command.reject.details',
  permissions: [
    'list subscriptions.operators.coreos.com',
    'get installplans.operators.coreos.com',
    'list installplans.operators.coreos.com',
    'delete installplans.operators.coreos.com',
    ...historyPermissions,
  ],
  examples: [
    { line: 'reject harbor-ce-operator', about: 'command.reject.example.one' },
    { line: 'reject harbor-ce-operator --dry-run=server', about: 'command.reject.example.dry-run' },
  ],
  positionals: { name: { complete: 'packages' } },
  flags: {
    includeNeighbours: { type: 'boolean', env: false, summary: 'flag.include-neighbours' },
    reason: { type: 'string', value: 'TEXT', env: false, summary: 'flag.reason' },
    ...scopeFlags,
    ...outputFlags,
    ...confirmFlags,
  },

  parse: ({ name, namespace, includeNeighbours, reason, dryRun }): RejectOptions => ({
    name,
    namespace,
    includeNeighbours,
    reason,
    dryRun,
  }),

  async run(options, context) {
    const { rejectPlan } = await import('../../../shared/actions/reject.ts');
    context.out(await rejectPlan(options, context), operationView);
  },
});
