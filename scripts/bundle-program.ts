import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** The parts of the program, each a CommonJS script: what starts, and what it may need later. */
export interface ProgramBundle {
  /** `main.ts` and `fast.ts` alone: enough for help, version and completion. */
  readonly main: string;
  /** All else, compiled when first asked for. */
  readonly rest: string;
  /** The main of a thread that hashes. */
  readonly hasher: string;
  /**
   * OpenPGP.js, the one library under the LGPL: the file of its package, byte for byte, compiled when a signature has to be judged. To run
   * the program with another version of it, put that into `node_modules/openpgp` and build again; nothing of it is anywhere else.
   */
  readonly openpgp: string;
}

const mainFile = 'cmd/kubectl-ext/main.ts';
const hasherFile = 'shared/trust/hasher.ts';

/** Turns the sources into scripts. `constants` are put in for the names that `main.ts` and `build.ts` declare. */
export async function bundleProgram(root: string, constants: Readonly<Record<string, unknown>>): Promise<ProgramBundle> {
  const define = Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)]));
  const later = dynamicImports(readFileSync(join(root, mainFile), 'utf8'));
  const main = await bundle(root, { entry: join(root, mainFile), define, plugins: [loadLater], banner: loader });
  const rest = await bundle(root, {
    stdin: later.map((path) => `exports[${JSON.stringify(path)}] = () => import(${JSON.stringify(path)});`).join('\n'),
    define: { ...define, 'import.meta.url': 'importMetaUrl' },
    banner: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;',
    external: ['openpgp'],
  });
  const hasher = await bundle(root, { entry: join(root, hasherFile), define: {}, banner: '' });
  const openpgp = readFileSync(createRequire(join(root, 'package.json')).resolve('openpgp'), 'utf8');
  return { main, rest, hasher, openpgp };
}

const dynamicImport = /\bimport\('(\.[^']+)'\)/g;

function dynamicImports(source: string): string[] {
  return [...new Set([...source.matchAll(dynamicImport)].map(([, path = '']) => path))];
}

/** What `main.ts` imports on demand comes out of the other half. */
const loadLater: Plugin = {
  name: 'load-later',
  setup({ onLoad }) {
    onLoad({ filter: /kubectl-ext[\\/]main\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(dynamicImport, "loadLater('$1')"),
      loader: 'ts',
    }));
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
    if (!isBuiltin(name)) throw Object.assign(new Error("Cannot find module '" + name + "'"), { code: 'MODULE_NOT_FOUND' });
    return /^(node:)?module$/.test(name) ? { createRequire: () => requireKnown } : require(name);
  };
  return (path) => load('rest')[path]();
})();
`;

interface Part {
  readonly entry?: string;
  readonly stdin?: string;
  readonly define: Readonly<Record<string, string>>;
  readonly plugins?: Plugin[];
  readonly banner: string;
  readonly external?: string[];
}

async function bundle(root: string, { entry, stdin, define, plugins = [], banner, external = [] }: Part): Promise<string> {
  const { outputFiles } = await build({
    ...(entry === undefined ? {} : { entryPoints: [entry] }),
    ...(stdin === undefined ? {} : { stdin: { contents: stdin, resolveDir: dirname(join(root, mainFile)), loader: 'ts' } }),
    bundle: true,
    write: false,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    legalComments: 'none',
    define,
    plugins,
    external,
    // What is left of them, for a part of its own, becomes `require`, which the loader answers.
    supported: { 'dynamic-import': false },
    banner: { js: banner },
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}
