import type { EnableOptions } from '../../../../shared/actions/webhook/enable.ts';
import { defineCommand } from '../../command.ts';
import { confirmFlags } from '../../flags/confirm.ts';
import { outputFlags } from '../../flags/output.ts';
import { webhookSwitchPermissions } from '../../permissions.ts';
import { operationView } from '../../ui/views/operation.ts';

/** `kubectl ext webhook enable`: the end of a break-glass. */
export const webhookEnable = defineCommand({
  name: 'webhook enable',
  kind: 'OperationResult',
  summary: 'command.webhook-enable.summary',
  details: 'command.webhook-enable.details',
  permissions: [
    ...webhookSwitchPermissions,
    'get deployments.apps',
    'get secrets',
    'list packagemanifests.packages.operators.coreos.com',
    'create subscriptions.operators.coreos.com',
  ],
  forClusterAdmins: true,
  examples: [{ line: 'webhook enable', about: 'command.webhook-enable.example.one' }],
  flags: { ...outputFlags, ...confirmFlags },

  parse: ({ dryRun }): EnableOptions => ({ dryRun }),

  async run(options, context) {
    const { enableWebhook } = await import('../../../../shared/actions/webhook/enable.ts');
    context.out(await enableWebhook(options, context), operationView);
  },
});
