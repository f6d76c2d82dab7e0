import { ExtError } from '../../../../shared/errors.ts';
import { message } from '../../../../shared/messages/message.ts';
import { isArchitecture } from '../../../../shared/model/package-metadata.ts';
import { defineCommand } from '../../command.ts';
import { confirmFlags } from '../../flags/confirm.ts';
import { packageOutputFlags } from '../../flags/output.ts';
import { registryFlags, registryValuesOf } from '../../flags/registry.ts';
import { givenFile } from '../../given-file.ts';
import { registryAccess } from '../../registry-access.ts';
import { createdView } from '../../ui/views/created-package.ts';

/** `kubectl ext package create NAME`: an operator, a plugin or a chart and its images as one file. */
export const packageCreate = defineCommand({
  name: 'package create <name>',
  kind: 'PackageInfo',
  summary: 'command.package-create.summary',
  details: 'command.package-create.details',
  permissions: [],
  writesFiles: true,
  examples: [
    {
      line: 'package create keda --artifact harbor.demo.io/keda/keda-bundle:v2.17.2',
      about: 'command.package-create.example.registry',
    },
    {
      line: 'package create redis --artifact harbor.demo.io/charts/redis:1.2.0 --from ./images',
      about: 'command.package-create.example.folder',
    },
    {
      line: 'package create redis --artifact harbor.demo.io/charts/redis:1.2.0 --dry-run=client',
      about: 'command.package-create.example.dry-run',
    },
  ],
  flags: {
    type: { type: 'string', choices: ['bundle', 'plugin', 'chart'], summary: 'flag.package-type' },
    artifact: { type: 'string', value: 'REFERENCE', summary: 'flag.artifact' },
    image: { type: 'string', array: true, value: 'REFERENCE', summary: 'flag.image' },
    from: { type: 'string', value: 'DIR|REGISTRY', complete: 'files', summary: 'flag.from' },
    platforms: { type: 'string', array: true, value: 'PLATFORM', suggestions: ['linux/amd64', 'linux/arm64'], summary: 'flag.platforms' },
    modulePlugin: { type: 'string', value: 'FILE', complete: 'files', summary: 'flag.module-plugin' },
    skipPackageImages: { type: 'boolean', summary: 'flag.skip-package-images' },
    outputFile: { type: 'string', alias: 'output', value: 'FILE', complete: 'files', summary: 'flag.output-file' },
    force: { type: 'boolean', env: false, summary: 'flag.force-package' },
    dryRun: confirmFlags.dryRun,
    ...registryFlags,
    ...packageOutputFlags,
  },

  parse({ name, type, artifact, image: images, from, platforms, modulePlugin, skipPackageImages, outputFile, force, dryRun, ...rest }) {
    if (artifact === undefined)
      throw new ExtError('usage', message('create.no-artifact'), { hints: ['kubectl ext package create --help'] });
    const wrong = platforms.find((platform) => !isArchitecture(platform));
    if (wrong !== undefined) throw new ExtError('usage', message('create.bad-platform', { platform: wrong }));
    if (outputFile === '') throw new ExtError('usage', message('error.file-name-missing', { flag: '--output-file' }));
    const options = { name, type, artifact, images, platforms, skipPackageImages, outputFile, force, dryRun };
    return { options, from, modulePlugin, registry: registryValuesOf(rest) };
  },

  async run({ options, from, modulePlugin, registry }, context) {
    const { createPackage } = await import('../../../../shared/actions/create-package.ts');
    const source = { from, access: await registryAccess(registry, context.surroundings) };
    const created = await createPackage({ ...options, source, modulePlugin: await givenFile(modulePlugin) }, context);
    context.out(created.info, createdView(created, options.dryRun));
  },
});
