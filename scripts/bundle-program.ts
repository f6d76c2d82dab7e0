import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type BuildOptions, type OutputFile, type Plugin, transform } from 'esbuild';

/** The program as CommonJS scripts. */
export interface ProgramBundle {
  /** `main.ts` and `fast.ts` alone: enough for help, version and completion. */
  readonly main: string;
  /**
   * All else by name, each script compiled when first asked for: what `main.ts` imports on demand, what that imports on demand in turn, and what
   * several of them share. `hasher` is the main of a thread that hashes. `openpgp` is OpenPGP.js, the one library under the LGPL: the file of its
   * package, byte for byte, compiled when a signature has to be judged. To run the program with another version of it, put that into
   * `node_modules/openpgp` and build again; nothing of it is anywhere else.
   */
  readonly parts: Readonly<Record<string, string>>;
}

const mainFile = 'cmd/kubectl-ext/main.ts';
const hasherFile = 'shared/trust/hasher.ts';

/** Turns the sources into scripts. `constants` are put in for the names that `main.ts` and `build.ts` declare. */
export async function bundleProgram(root: string, constants: Readonly<Record<string, unknown>>): Promise<ProgramBundle> {
  const define = Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)]));
  const [main] = await bundle({ main: join(root, mainFile) }, { define, plugins: [loadLater], format: 'cjs', banner: { js: loader } });
  const [hasher] = await bundle({ hasher: join(root, hasherFile) }, { format: 'cjs' });
  const openpgp = readFileSync(createRequire(join(root, 'package.json')).resolve('openpgp'), 'utf8');
  const parts = { ...(await bundleParts(root, define)), hasher: hasher?.text ?? '', openpgp };
  return { main: main?.text ?? '', parts };
}

/** What is imported on demand. Only ECMAScript modules can be split by it, so they become CommonJS afterwards. */
async function bundleParts(root: string, define: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const folder = dirname(join(root, mainFile));
  const entries = dynamicImports(readFileSync(join(root, mainFile), 'utf8')).map((path) => [partOf(path), join(folder, path)]);
  const chunks = await bundle(Object.fromEntries(entries) as Record<string, string>, {
    define: { ...define, 'import.meta.url': 'importMetaUrl' },
    format: 'esm',
    splitting: true,
    external: ['openpgp'],
    plugins: [catalogues],
  });
  const scripts = chunks.map(async ({ path, text }) => {
    // What is imported on demand becomes `require`, which the loader answers.
    const { code } = await transform(text, { ...options, format: 'cjs', supported: { 'dynamic-import': false } });
    const ownUrl = 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;';
    return [basename(path, '.js'), code.includes('importMetaUrl') ? ownUrl + code : code];
  });
  return Object.fromEntries(await Promise.all(scripts)) as Record<string, string>;
}

const dynamicImport = /\bimport\('(\.[^']+)'\)/g;

function dynamicImports(source: string): string[] {
  return [...new Set([...source.matchAll(dynamicImport)].map(([, path = '']) => path))];
}

/** The name of the part that an import of `main.ts` is in: `../../shared/cluster/connect.ts` is `shared-cluster-connect`. */
function partOf(path: string): string {
  return path.replace(/^[./]+|\.ts$/g, '').replaceAll('/', '-');
}

/** What `main.ts` imports on demand comes out of the parts. */
const loadLater: Plugin = {
  name: 'load-later',
  setup({ onLoad }) {
    onLoad({ filter: /kubectl-ext[\\/]main\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(dynamicImport, (_, imported: string) => `loadLater('${partOf(imported)}')`),
      loader: 'ts',
    }));
  },
};

/** The sentences of a language become one text of JSON, which is read four times as fast as the same in a script. */
const catalogues: Plugin = {
  name: 'catalogues',
  setup({ onLoad }) {
    onLoad({ filter: /shared[\\/]messages[\\/](en|ru)\.ts$/ }, async ({ path }) => {
      const values = Object.entries((await import(pathToFileURL(path).href)) as Record<string, unknown>);
      const read = ([name, value]: [string, unknown]) => `export const ${name} = JSON.parse(${JSON.stringify(JSON.stringify(value))});`;
      return { contents: values.map(read).join('\n') };
    });
  },
};

/**
 * Inside the single binary `require` knows built-in modules only. The other parts have to make do with that and with each other: one of
 * its own would look for packages in the folders around the binary, which may be anybody's. Libraries that try such a package expect the
 * code of the error.
 */
const loader = `
const loadLater = (() => {
  const { isBuiltin } = require('node:module');
  const loaded = {};
  const load = (name) => {
    if (loaded[name] === undefined) {
      const source = require('node:sea').getAsset(name, 'utf8');
      const wrapper = '(function (exports, require, module, __filename, __dirname) {' + source + '\\n})';
      const filename = require('node:path').join(__dirname, name + '.cjs');
      const module = { exports: {} };
      loaded[name] = module;
      new (require('node:vm').Script)(wrapper, { filename }).runInThisContext()(module.exports, requireKnown, module, filename, __dirname);
    }
    return loaded[name].exports;
  };
  const requireKnown = (name) => {
    if (name === 'openpgp') return load(name);
    const [, part] = /^\\.\\/([\\w-]+)\\.js$/.exec(name) ?? [];
    if (part !== undefined) return load(part);
    if (!isBuiltin(name)) throw Object.assign(new Error("Cannot find module '" + name + "'"), { code: 'MODULE_NOT_FOUND' });
    return /^(node:)?module$/.test(name) ? { createRequire: () => requireKnown } : require(name);
  };
  return async (part) => load(part);
})();
`;

/** Names stay as they are, for what -v=6 shows of a bug: `keepNames` beside short ones costs 6 ms at the start. */
const options = {
  minifyWhitespace: true,
  minifySyntax: true,
  platform: 'node',
  target: 'node22',
  legalComments: 'none',
  logLevel: 'error',
} as const;

async function bundle(entryPoints: Record<string, string>, more: BuildOptions): Promise<OutputFile[]> {
  const { outputFiles = [] } = await build({ ...options, bundle: true, write: false, outdir: 'parts', entryPoints, ...more });
  return outputFiles;
}
