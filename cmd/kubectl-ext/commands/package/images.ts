import { defineCommand } from '../../command.ts';
import { packageOutputFlags } from '../../flags/output.ts';
import { imagesView } from '../../ui/views/package-info.ts';

/** `kubectl ext package images FILE`: the images inside a package file. */
export const packageImages = defineCommand({
  name: 'package images <file>',
  kind: 'ImageList',
  summary: 'command.package-images.summary',
  permissions: [],
  examples: [
    { line: 'package images topolvm-operator.v2.3.0.tgz', about: 'command.package-images.example.one' },
    { line: "package images topolvm-operator.v2.3.0.tgz -o jsonpath='{.items[*].image}'", about: 'command.package-images.example.names' },
  ],
  positionals: { file: { complete: 'files' } },
  flags: packageOutputFlags,

  parse: ({ file }) => ({ file }),

  async run({ file }, context) {
    const { listImages } = await import('../../../../shared/actions/show-package.ts');
    context.out(await listImages(file, context), imagesView);
  },
});
