import { defineCommand } from '../command.ts';
import { outputFlags } from '../flags/output.ts';
import { errorItems } from '../ui/errors.ts';
import { packageView, wholePackageView } from '../ui/views/package-info.ts';

/** `kubectl ext show FILE`: what a package file says of itself. */
export const show = defineCommand({
  name: 'show <file>',
  kind: 'PackageInfo',
  summary: 'command.show.summary',
  details: 'command.show.details',
  permissions: [],
  examples: [
    { line: 'show topolvm-operator.v2.3.0.tgz', about: 'command.show.example.one' },
    { line: 'show topolvm-operator.v2.3.0.tgz --all', about: 'command.show.example.all' },
  ],
  positionals: { file: { complete: 'files' } },
  flags: {
    all: { type: 'boolean', env: false, summary: 'flag.show-all' },
    violet: { type: 'string', choices: ['auto', 'always', 'never'], default: 'auto', summary: 'flag.show-violet' },
    ...outputFlags,
  },

  parse: ({ file, all, violet }) => ({ path: file, all, violet }),

  async run({ all, ...options }, context) {
    const { showPackage } = await import('../../../shared/actions/show-package.ts');
    const { info, unknown } = await showPackage(options, context);
    context.out({ ...info, errors: unknown === undefined ? [] : errorItems(unknown) }, all ? wholePackageView : packageView);
    if (unknown !== undefined) throw unknown;
  },
});
