import type { HistoryOptions } from '../../../shared/actions/history.ts';
import { defineCommand } from '../command.ts';
import { outputFlags } from '../flags/output.ts';
import { scopeFlags } from '../flags/scope.ts';
import { historyView } from '../ui/views/history.ts';

/** `kubectl ext history NAME`: who approved what, when, why. */
export const history = defineCommand({
  name: 'history <name>',
  kind: 'History',
  summary: 'command.history.summary',
  details: 'command.history.details',
  permissions: [
    'list subscriptions.operators.coreos.com',
    'list installplans.operators.coreos.com',
    'list packagemanifests.packages.operators.coreos.com',
    'get configmaps',
  ],
  examples: [{ line: 'history harbor-ce-operator', about: 'command.history.example.one' }],
  positionals: { name: { complete: 'packages' } },
  flags: { ...scopeFlags, ...outputFlags },

  parse: ({ name, namespace }): HistoryOptions => ({ name, namespace }),

  async run(options, context) {
    const { historyOf } = await import('../../../shared/actions/history.ts');
    context.out(await historyOf(options, context), historyView);
  },
});
