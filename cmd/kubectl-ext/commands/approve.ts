import type { ApproveOptions } from '../../../shared/actions/approve.ts';
import { ExtError } from '../../../shared/errors.ts';
import { message } from '../../../shared/messages/message.ts';
import { defineCommand } from '../command.ts';
import { confirmFlags } from '../flags/confirm.ts';
import { outputFlags } from '../flags/output.ts';
import { scopeFlags, selectorFlags } from '../flags/scope.ts';
import { millisecondsOf, waitFlags } from '../flags/wait.ts';
import { historyPermissions, waitPermissions } from '../permissions.ts';
import { errorItems } from '../ui/errors.ts';
import { operationView } from '../ui/views/operation.ts';

/** `kubectl ext approve NAME...`: the waiting InstallPlans of operators, guarded. */
export const approve = defineCommand({
  name: 'approve [names..]',
  kind: 'OperationResult',
  summary: 'command.approve.summary',
  details: 'command.approve.details',
  permissions: [
    'get installplans.operators.coreos.com',
    'patch installplans.operators.coreos.com',
    ...waitPermissions,
    ...historyPermissions,
  ],
  examples: [
    { line: 'approve harbor-ce-operator', about: 'command.approve.example.one' },
    { line: 'approve harbor-ce-operator --expect harbor-ce-operator.v2.12.11 --yes', about: 'command.approve.example.expect' },
    { line: 'approve --all -l team=platform', about: 'command.approve.example.all' },
  ],
  positionals: { names: { complete: 'packages' } },
  flags: {
    all: { type: 'boolean', env: false, summary: 'flag.approve-all' },
    expect: { type: 'string', array: true, value: 'CSV', summary: 'flag.expect' },
    includeNeighbours: { type: 'boolean', env: false, summary: 'flag.include-neighbours' },
    reason: { type: 'string', value: 'TEXT', env: false, summary: 'flag.reason' },
    ...scopeFlags,
    ...selectorFlags,
    ...outputFlags,
    ...confirmFlags,
    ...waitFlags,
  },

  parse({ names, all, expect, includeNeighbours, reason, namespace, selector, dryRun, wait, timeout }): ApproveOptions {
    if (all === names.length > 0) throw new ExtError('usage', message('approve.names-or-all'), { hints: ['kubectl ext list --pending'] });
    return {
      ...{ names, all, namespace, labelSelector: selector, includeNeighbours, reason, dryRun, wait, timeout: millisecondsOf(timeout) },
      ...(expect.length === 0 ? {} : { expect }),
    };
  },

  async run(options, context) {
    const { approvePlans } = await import('../../../shared/actions/approve.ts');
    const { result, failure } = await approvePlans(options, context);
    context.out({ ...result, errors: failure === undefined ? [] : errorItems(failure) }, operationView);
    if (failure !== undefined) throw failure;
  },
});
