import { join } from 'node:path';
import { build } from 'esbuild';

/** The major version of Node that the webhook is made for, and its image brings. */
export const webhookNode = '22';

/** The webhook as one module. */
export interface WebhookBundle {
  readonly text: string;
  /** The files whose code is in it, by their paths from the root. */
  readonly files: readonly string[];
}

/** Turns the sources of the webhook into one module that needs Node and nothing else. */
export async function bundleWebhook(root: string): Promise<WebhookBundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join(root, 'webhook', 'main.ts')],
    bundle: true,
    write: false,
    metafile: true,
    keepNames: true,
    platform: 'node',
    target: `node${webhookNode}`,
    format: 'esm',
    legalComments: 'none',
    banner: { js: builtinRequire },
    logLevel: 'error',
  });
  const [output] = Object.values(metafile.outputs);
  const inputs = Object.entries(output?.inputs ?? {});
  return {
    text: outputFiles[0]?.text ?? '',
    files: inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file),
  };
}

/**
 * What CommonJS packages call to get at Node, and nothing beyond: no folder around the program is looked into. One that tries a package
 * it can do without would expect the code of the error.
 */
const builtinRequire = `
const require = (name) => {
  const found = process.getBuiltinModule(name);
  if (found === undefined) throw Object.assign(new Error("Cannot find module '" + name + "'"), { code: 'MODULE_NOT_FOUND' });
  return found;
};
`;
