import { defineCommand } from '../../command.ts';
import { packageOutputFlags } from '../../flags/output.ts';
import { packageDiffView } from '../../ui/views/package-diff.ts';

/** `kubectl ext package diff A B`: what changes from one package to another. */
export const packageDiff = defineCommand({
  name: 'package diff <before> <after>',
  kind: 'PackageDiff',
  summary: 'command.package-diff.summary',
  details: 'command.package-diff.details',
  permissions: [],
  examples: [
    { line: 'package diff harbor.v2.12.10.tgz harbor.v2.12.11.tgz', about: 'command.package-diff.example.two' },
    { line: 'package diff a.tgz b.tgz --exit-code -o name', about: 'command.package-diff.example.script' },
  ],
  positionals: { before: { complete: 'files' }, after: { complete: 'files' } },
  flags: { exitCode: { type: 'boolean', env: false, summary: 'flag.exit-code' }, ...packageOutputFlags },

  parse: ({ before, after, exitCode }) => ({ before, after, exitCode }),

  async run({ exitCode, ...options }, context) {
    const { diffPackages } = await import('../../../../shared/actions/diff-packages.ts');
    const found = await diffPackages(options, context);
    context.out(found, packageDiffView);
    return exitCode && found.items.length > 0 ? 'different' : undefined;
  },
});
