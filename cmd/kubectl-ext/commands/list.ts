import type { ListOptions } from '../../../shared/actions/list.ts';
import { defineCommand } from '../command.ts';
import { whileRead } from '../context.ts';
import { outputFlags } from '../flags/output.ts';
import { everywhereFlags, scopeFlags, selectorFlags } from '../flags/scope.ts';
import { watchFlags, watchOf } from '../flags/watch.ts';
import { healthPermissions, publisherPermissions, watchPermissions } from '../permissions.ts';
import { availableView, installedView, pendingView } from '../ui/views/extensions.ts';

/** `kubectl ext list`: what is installed, what waits, what could be installed. */
export const list = defineCommand({
  name: 'list',
  aliases: ['ls'],
  kind: 'ExtensionList',
  summary: 'command.list.summary',
  details: 'command.list.details',
  permissions: [...healthPermissions, ...watchPermissions, ...publisherPermissions, 'list packagemanifests.packages.operators.coreos.com'],
  examples: [
    { line: 'list', about: 'command.list.example.installed' },
    { line: 'list --available --source Alauda', about: 'command.list.example.available' },
    { line: 'list --pending', about: 'command.list.example.pending' },
    { line: 'list -w', about: 'command.list.example.watch' },
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
    ...selectorFlags,
    ...everywhereFlags,
    ...outputFlags,
    ...watchFlags,
  },

  parse({ allNamespaces, namespace, selector, available, outdated, pending, failed, source, catalog, ...flags }) {
    const options: ListOptions = {
      ...(allNamespaces ? {} : { namespace }),
      ...{ labelSelector: selector, available, outdated, pending, failed, source, catalog },
    };
    return { ...options, watch: watchOf(flags) };
  },

  async run(options, context) {
    const { listExtensions, watchExtensions } = await import('../../../shared/actions/list.ts');
    const view = options.available ? availableView : options.pending ? pendingView : installedView;
    if (!options.watch) return context.out(await listExtensions(options, context), view);
    for await (const found of watchExtensions(options, whileRead(context))) context.out(found, view);
  },
});
