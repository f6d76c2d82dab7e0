import type { WebhookInstallOptions } from '../../../../shared/actions/webhook/install.ts';
import { ExtError } from '../../../../shared/errors.ts';
import { message } from '../../../../shared/messages/message.ts';
import { defineCommand } from '../../command.ts';
import { confirmFlags } from '../../flags/confirm.ts';
import { outputFlags } from '../../flags/output.ts';
import { millisecondsOf, waitFlags } from '../../flags/wait.ts';
import { webhookPermissions } from '../../permissions.ts';
import { errorItems } from '../../ui/errors.ts';
import { operationView } from '../../ui/views/operation.ts';

/** `kubectl ext webhook install`: the admission webhook, until the API server asks it. */
export const webhookInstall = defineCommand({
  name: 'webhook install',
  kind: 'OperationResult',
  summary: 'command.webhook-install.summary',
  details: 'command.webhook-install.details',
  permissions: [
    ...webhookPermissions('get', 'create', 'patch', 'delete'),
    'watch deployments.apps',
    'list pods',
    'get secrets',
    'list packagemanifests.packages.operators.coreos.com',
    'create subscriptions.operators.coreos.com',
  ],
  forClusterAdmins: true,
  examples: [
    {
      line: 'webhook install --role global --image registry.example.com/kubectl-ext-webhook:v0.1.0',
      about: 'command.webhook-install.example.image',
    },
    { line: 'webhook install --role workload --mode warn --dry-run=server', about: 'command.webhook-install.example.warn' },
    { line: 'webhook install --role global --dry-run=client -o yaml', about: 'command.webhook-install.example.manifests' },
  ],
  flags: {
    role: { type: 'string', choices: ['global', 'workload'], env: false, summary: 'flag.webhook-role' },
    image: { type: 'string', value: 'IMAGE', summary: 'flag.webhook-image' },
    pullSecret: { type: 'string', value: 'SECRET', summary: 'flag.webhook-pull-secret' },
    replicas: { type: 'string', value: 'NUMBER', summary: 'flag.webhook-replicas' },
    mode: { type: 'string', choices: ['enforce', 'warn', 'audit'], env: false, summary: 'flag.webhook-mode' },
    ...outputFlags,
    ...confirmFlags,
    ...waitFlags,
  },

  parse({ role, image, pullSecret, replicas, mode, dryRun, wait, timeout }): WebhookInstallOptions {
    if (role === undefined) throw noRole();
    return {
      role,
      ...(image !== undefined && { image }),
      ...(pullSecret !== undefined && { pullSecret }),
      ...(replicas !== undefined && { replicas: replicasOf(replicas) }),
      ...(mode !== undefined && { mode }),
      ...{ dryRun, wait, timeout: millisecondsOf(timeout) },
    };
  },

  async run(options, context) {
    const { installWebhook } = await import('../../../../shared/actions/webhook/install.ts');
    const { result, pending } = await installWebhook(options, context);
    context.out({ ...result, errors: pending === undefined ? [] : errorItems(pending) }, operationView);
    if (pending !== undefined) throw pending;
  },
});

function noRole(): ExtError {
  const hints = [message('webhook-install.no-role.global'), message('webhook-install.no-role.workload')];
  return new ExtError('usage', message('webhook-install.no-role'), { hints });
}

function replicasOf(value: string): number {
  if (/^[1-9]\d{0,2}$/.test(value)) return Number(value);
  throw new ExtError('usage', message('webhook-install.bad-replicas', { value }));
}
