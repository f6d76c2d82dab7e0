import { join } from 'node:path';
import { build } from 'esbuild';

/** Turns the sources of the webhook into one module that needs Node and nothing else. */
export async function bundleWebhook(root: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'webhook', 'main.ts')],
    bundle: true,
    write: false,
    keepNames: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    legalComments: 'none',
    banner: { js: builtinRequire },
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
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
