import type { VersionsOptions } from '../../../shared/actions/versions.ts';
import { defineCommand } from '../command.ts';
import { outputFlags } from '../flags/output.ts';
import { versionsView } from '../ui/views/versions.ts';

/** `kubectl ext versions NAME`: what can be installed from which channel. */
export const versions = defineCommand({
  name: 'versions <name>',
  kind: 'VersionList',
  summary: 'command.versions.summary',
  permissions: ['list packagemanifests.packages.operators.coreos.com', 'list subscriptions.operators.coreos.com'],
  examples: [{ line: 'versions harbor-ce-operator -c stable', about: 'command.versions.example.channel' }],
  positionals: { name: { complete: 'packages' } },
  flags: {
    channel: { type: 'string', alias: 'c', value: 'NAME', complete: 'channels', summary: 'flag.channel' },
    catalog: { type: 'string', value: 'NAME', summary: 'flag.catalog' },
    ...outputFlags,
  },

  parse: ({ name, channel, catalog }): VersionsOptions => ({ name, channel, catalog }),

  async run(options, context) {
    const { listVersions } = await import('../../../shared/actions/versions.ts');
    context.out(await listVersions(options, context), versionsView);
  },
});
