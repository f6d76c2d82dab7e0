import type { InstallOptions } from '../../../shared/actions/install.ts';
import { defineCommand } from '../command.ts';
import { confirmFlags } from '../flags/confirm.ts';
import { operatorConfigFlags, operatorConfigOf } from '../flags/operator-config.ts';
import { outputFlags } from '../flags/output.ts';
import { catalogFlags } from '../flags/policy.ts';
import { scopeFlags } from '../flags/scope.ts';
import { millisecondsOf, waitFlags } from '../flags/wait.ts';
import { historyPermissions, waitPermissions } from '../permissions.ts';
import { operationView } from '../ui/views/operation.ts';

/** `kubectl ext install NAME`: one operator, until it is healthy. */
export const install = defineCommand({
  name: 'install <name>',
  kind: 'OperationResult',
  summary: 'command.install.summary',
  details: 'command.install.details',
  permissions: [
    'list packagemanifests.packages.operators.coreos.com',
    'get namespaces',
    'create namespaces',
    'create operatorgroups.operators.coreos.com',
    'create subscriptions.operators.coreos.com',
    'patch subscriptions.operators.coreos.com',
    'get installplans.operators.coreos.com',
    'patch installplans.operators.coreos.com',
    'get /apis/cluster.alauda.io/v1alpha1',
    ...waitPermissions,
    ...historyPermissions,
  ],
  examples: [
    { line: 'install harbor-ce-operator', about: 'command.install.example.head' },
    { line: 'install harbor-ce-operator --version v2.12.10 --yes', about: 'command.install.example.version' },
    { line: 'install harbor-ce-operator --dry-run=client -o yaml', about: 'command.install.example.manifests' },
    {
      line: 'install keda --toleration infra:NoSchedule --env HTTPS_PROXY=http://proxy:3128',
      about: 'command.install.example.config',
    },
    { line: 'install keda --approval Automatic', about: 'command.install.example.automatic' },
  ],
  positionals: { name: { complete: 'packages' } },
  flags: {
    version: { type: 'string', value: 'VERSION', complete: 'versions', summary: 'flag.version' },
    channel: { type: 'string', alias: 'c', value: 'NAME', complete: 'channels', summary: 'flag.channel' },
    catalog: { type: 'string', value: 'NAME', summary: 'flag.catalog' },
    ...catalogFlags,
    approval: { type: 'string', choices: ['Manual', 'Automatic'], value: 'MODE', summary: 'flag.approval' },
    targetNamespaces: { type: 'string', array: true, value: 'NAME', complete: 'namespaces', summary: 'flag.target-namespaces' },
    allowSharedNamespace: { type: 'boolean', env: false, summary: 'flag.allow-shared-namespace' },
    includeNeighbours: { type: 'boolean', env: false, summary: 'flag.include-neighbours' },
    createOperatorGroup: { type: 'boolean', summary: 'flag.create-operator-group' },
    noApprove: { type: 'boolean', summary: 'flag.no-approve' },
    ...operatorConfigFlags,
    ...scopeFlags,
    ...outputFlags,
    ...confirmFlags,
    ...waitFlags,
  },

  parse({ name, version, channel, catalog, catalogNamespaces, approval, namespace, ...flags }): InstallOptions {
    const { targetNamespaces, allowSharedNamespace, includeNeighbours, createOperatorGroup, noApprove, dryRun, wait, timeout } = flags;
    return {
      ...{
        name,
        version,
        channel,
        catalog,
        catalogNamespaces,
        approval,
        namespace,
        targetNamespaces,
        allowSharedNamespace,
        includeNeighbours,
      },
      ...{ createOperatorGroup, noApprove, dryRun, wait, timeout: millisecondsOf(timeout), config: operatorConfigOf(flags) },
    };
  },

  async run(options, context) {
    const { installOperator } = await import('../../../shared/actions/install.ts');
    context.out(await installOperator(options, context), operationView);
  },
});
