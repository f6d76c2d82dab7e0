import type { WebhookStatus } from '../../../../shared/actions/result.ts';
import type { ErrorCode } from '../../../../shared/errors.ts';
import { defineCommand } from '../../command.ts';
import { outputFlags } from '../../flags/output.ts';
import { webhookStatusView } from '../../ui/views/webhook-status.ts';

/** `kubectl ext webhook status`: how the admission webhook is. */
export const webhookStatus = defineCommand({
  name: 'webhook status',
  kind: 'WebhookStatus',
  summary: 'command.webhook-status.summary',
  details: 'command.webhook-status.details',
  permissions: [
    'get deployments.apps',
    'get configmaps',
    'get secrets',
    'list events',
    'get validatingadmissionpolicies.admissionregistration.k8s.io',
    'get validatingadmissionpolicybindings.admissionregistration.k8s.io',
    'get mutatingwebhookconfigurations.admissionregistration.k8s.io',
    'get validatingwebhookconfigurations.admissionregistration.k8s.io',
  ],
  forClusterAdmins: true,
  examples: [{ line: "webhook status -o jsonpath='{.health}'", about: 'command.webhook-status.example.health' }],
  flags: { ...outputFlags },

  parse: () => ({}),

  async run(_, context) {
    const { statusOfWebhook } = await import('../../../../shared/actions/webhook/status.ts');
    const status = await statusOfWebhook(context);
    context.out(status, webhookStatusView);
    return verdict(status);
  },
});

/** What somebody has disabled is not broken. */
function verdict({ health }: WebhookStatus): ErrorCode | undefined {
  if (health === 'Absent') return 'not-found';
  return health === 'Failed' ? 'broken' : undefined;
}
