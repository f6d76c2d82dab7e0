import { defineCommand } from '../../command.ts';
import { confirmFlags } from '../../flags/confirm.ts';
import { operationView } from '../../ui/views/operation.ts';

/** Writes the executable by which kubectl completes our words. */
export const completionInstall = defineCommand({
  name: 'completion install',
  summary: 'command.completion-install.summary',
  details: 'command.completion-install.details',
  kind: 'OperationResult',
  flags: { dir: { type: 'string', value: 'DIR', complete: 'files', summary: 'flag.dir' }, dryRun: confirmFlags.dryRun },
  permissions: [],
  examples: [
    { line: 'completion install', about: 'command.completion-install.example.beside' },
    { line: 'completion install --dir ~/bin --dry-run=client', about: 'command.completion-install.example.dir' },
  ],
  parse: ({ dir, dryRun }) => ({ dir, dryRun }),
  async run(options, context) {
    const { installCompleter } = await import('../../complete/install.ts');
    context.out(await installCompleter(options, context), operationView);
  },
});
