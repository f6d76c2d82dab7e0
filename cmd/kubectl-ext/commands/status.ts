import type { StatusOptions } from '../../../shared/actions/status.ts';
import type { DiagnosisList } from '../../../shared/actions/result.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { defineCommand } from '../command.ts';
import { type CommandContext, whileRead } from '../context.ts';
import { outputFlags } from '../flags/output.ts';
import { scopeFlags, selectorFlags } from '../flags/scope.ts';
import { watchFlags, watchOf } from '../flags/watch.ts';
import { healthPermissions, watchPermissions } from '../permissions.ts';
import { statusView } from '../ui/views/status.ts';

/** `kubectl ext status [NAME...]`: how operators are, down to Pods and events. */
export const status = defineCommand({
  name: 'status [names..]',
  kind: 'DiagnosisList',
  summary: 'command.status.summary',
  details: 'command.status.details',
  permissions: [...healthPermissions, ...watchPermissions, 'list pods', 'watch pods', 'list events'],
  examples: [{ line: 'status harbor-ce-operator', about: 'command.status.example.one' }],
  positionals: { names: { complete: 'packages' } },
  flags: { ...scopeFlags, ...selectorFlags, ...outputFlags, ...watchFlags },

  parse({ names, namespace, selector, ...flags }) {
    const options: StatusOptions = { names, namespace, labelSelector: selector };
    return { ...options, watch: watchOf(flags) };
  },

  async run(options, context) {
    const { statusOf, watchStatus } = await import('../../../shared/actions/status.ts');
    if (options.watch) return show(watchStatus(options, whileRead(context)), context);
    const found = await statusOf(options, context);
    context.out(found, statusView);
    return verdict(found);
  },
});

async function show(changing: AsyncIterable<DiagnosisList>, { out }: CommandContext): Promise<undefined> {
  for await (const found of changing) out(found, statusView);
}

/** Broken outranks waiting for a human; the waiting upgrade of a healthy operator is information. */
function verdict({ items }: DiagnosisList): ErrorCode | undefined {
  if (items.some(({ health }) => health === 'Failed' || health === 'Degraded')) return 'broken';
  return items.some(({ health }) => health === 'NeedsApproval') ? 'pending' : undefined;
}
