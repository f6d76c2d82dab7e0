import type { DisableOptions } from '../../../../shared/actions/webhook/disable.ts';
import { ExtError } from '../../../../shared/errors.ts';
import { message } from '../../../../shared/messages/message.ts';
import { defineCommand } from '../../command.ts';
import { confirmFlags } from '../../flags/confirm.ts';
import { outputFlags } from '../../flags/output.ts';
import { webhookSwitchPermissions } from '../../permissions.ts';
import { operationView } from '../../ui/views/operation.ts';

/** `kubectl ext webhook disable`: the break-glass. */
export const webhookDisable = defineCommand({
  name: 'webhook disable',
  kind: 'OperationResult',
  summary: 'command.webhook-disable.summary',
  details: 'command.webhook-disable.details',
  permissions: [...webhookSwitchPermissions, 'get namespaces', 'create namespaces'],
  forClusterAdmins: true,
  examples: [
    { line: "webhook disable --reason 'no node takes its pods' --yes", about: 'command.webhook-disable.example.pods' },
    { line: "webhook disable --policies --reason 'a law is wrong'", about: 'command.webhook-disable.example.policies' },
  ],
  flags: {
    reason: { type: 'string', value: 'TEXT', env: false, summary: 'flag.webhook-disable-reason' },
    policies: { type: 'boolean', env: false, summary: 'flag.webhook-disable-policies' },
    ...outputFlags,
    ...confirmFlags,
  },

  parse({ reason, policies, dryRun }): DisableOptions {
    if (reason === undefined || reason.trim() === '') throw new ExtError('usage', message('webhook-disable.no-reason'));
    return { reason, policies, dryRun };
  },

  async run(options, context) {
    const { disableWebhook } = await import('../../../../shared/actions/webhook/disable.ts');
    context.out(await disableWebhook(options, context), operationView);
  },
});
