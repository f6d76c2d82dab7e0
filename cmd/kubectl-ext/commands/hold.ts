import type { HoldOptions } from '../../../shared/actions/hold.ts';
import { ExtError } from '../../../shared/errors.ts';
import { message } from '../../../shared/messages/message.ts';
import { defineCommand } from '../command.ts';
import { confirmFlags } from '../flags/confirm.ts';
import { outputFlags } from '../flags/output.ts';
import { scopeFlags } from '../flags/scope.ts';
import { holdPermissions } from '../permissions.ts';
import { operationView } from '../ui/views/operation.ts';

/** `kubectl ext hold NAME`: keeps an operator out of batches. */
export const hold = defineCommand({
  name: 'hold <name>',
  kind: 'OperationResult',
  summary: 'command.hold.summary',
  details: 'command.hold.details',
  permissions: holdPermissions,
  examples: [{ line: "hold harbor-ce-operator --reason 'until the backup is tested'", about: 'command.hold.example.one' }],
  positionals: { name: { complete: 'packages' } },
  flags: {
    reason: { type: 'string', value: 'TEXT', env: false, summary: 'flag.hold-reason' },
    ...scopeFlags,
    ...outputFlags,
    ...confirmFlags,
  },

  parse({ name, namespace, reason, dryRun }): HoldOptions {
    if (reason === undefined || reason.trim() === '') throw new ExtError('usage', message('hold.no-reason'));
    return { name, namespace, reason, dryRun };
  },

  async run(options, context) {
    const { holdOperator } = await import('../../../shared/actions/hold.ts');
    context.out(await holdOperator(options, context), operationView);
  },
});
