import type { HoldOptions } from '../../../shared/actions/hold.ts';
import { defineCommand } from '../command.ts';
import { confirmFlags } from '../flags/confirm.ts';
import { outputFlags } from '../flags/output.ts';
import { scopeFlags } from '../flags/scope.ts';
import { holdPermissions } from '../permissions.ts';
import { operationView } from '../ui/views/operation.ts';

/** `kubectl ext unhold NAME`: lets an operator take part in batches again. */
export const unhold = defineCommand({
  name: 'unhold <name>',
  kind: 'OperationResult',
  summary: 'command.unhold.summary',
  permissions: holdPermissions,
  examples: [{ line: 'unhold harbor-ce-operator', about: 'command.unhold.example.one' }],
  positionals: { name: { complete: 'packages' } },
  flags: { ...scopeFlags, ...outputFlags, ...confirmFlags },

  parse: ({ name, namespace, dryRun }): HoldOptions => ({ name, namespace, reason: null, dryRun }),

  async run(options, context) {
    const { holdOperator } = await import('../../../shared/actions/hold.ts');
    context.out(await holdOperator(options, context), operationView);
  },
});
