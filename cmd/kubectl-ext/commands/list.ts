import { listExtensions, type ListOptions } from '../../../shared/actions/list.ts';
import { defineCommand } from '../command.ts';
import { outputFlags } from '../flags/output.ts';
import { scopeFlags } from '../flags/scope.ts';
import { healthPermissions } from '../permissions.ts';
import { availableView, installedView, pendingView } from '../ui/views/extensions.ts';

/** `kubectl ext list`: what is installed, what waits, what could be installed. */
export const list = defineCommand({
  name: 'list',
  aliases: ['ls'],
  kind: 'ExtensionList',
  summary: 'command.list.summary',
  details: 'command.list.details',
  permissions: [...healthPermissions, 'list packagemanifests.packages.operators.coreos.com'],
  examples: [
    { line: 'list', about: 'command.list.example.installed' },
    { line: 'list --available --source Alauda', about: 'command.list.example.available' },
    { line: 'list --pending', about: 'command.list.example.pending' },
  ],
  flags: {
    available: { type: 'boolean', summary: 'flag.available' },
    outdated: { type: 'boolean', summary: 'flag.outdated' },
    pending: { type: 'boolean', summary: 'flag.pending' },
    failed: { type: 'boolean', summary: 'flag.failed' },
    source: {
      type: 'string',
      choices: ['Alauda', 'Curated', 'Community', 'Marketplace', 'Custom'],
      value: 'SOURCE',
      summary: 'flag.source',
    },
    catalog: { type: 'string', value: 'NAME', summary: 'flag.catalog' },
    ...scopeFlags,
    allNamespaces: { type: 'boolean', alias: 'A', summary: 'flag.all-namespaces' },
    ...outputFlags,
  },

  parse({ allNamespaces, namespace, selector, available, outdated, pending, failed, source, catalog }): ListOptions {
    return {
      ...(allNamespaces ? {} : { namespace }),
      ...{ labelSelector: selector, available, outdated, pending, failed, source, catalog },
    };
  },

  async run(options, context) {
    const view = options.available ? availableView : options.pending ? pendingView : installedView;
    context.out(await listExtensions(options, context), view);
  },
});
