import { defineCommand } from '../../command.ts';
import { confirmFlags } from '../../flags/confirm.ts';
import { outputFlags } from '../../flags/output.ts';
import { millisecondsOf, waitFlags } from '../../flags/wait.ts';
import { webhookPermissions } from '../../permissions.ts';
import { operationView } from '../../ui/views/operation.ts';

/** `kubectl ext webhook uninstall`: the admission webhook and all that belongs to it. */
export const webhookUninstall = defineCommand({
  name: 'webhook uninstall',
  kind: 'OperationResult',
  summary: 'command.webhook-uninstall.summary',
  details: 'command.webhook-uninstall.details',
  permissions: [...webhookPermissions('get', 'delete'), 'watch namespaces', 'list leases.coordination.k8s.io'],
  forClusterAdmins: true,
  examples: [{ line: 'webhook uninstall --dry-run=client', about: 'command.webhook-uninstall.example.dry-run' }],
  flags: { ...outputFlags, ...confirmFlags, ...waitFlags },

  parse: ({ dryRun, wait, timeout }) => ({ dryRun, wait, timeout: millisecondsOf(timeout) }),

  async run(options, context) {
    const { uninstallWebhook } = await import('../../../../shared/actions/webhook/uninstall.ts');
    context.out(await uninstallWebhook(options, context), operationView);
  },
});
