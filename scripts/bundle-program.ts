import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** The two halves of the program: what starts, and everything it may need later. */
export interface ProgramBundle {
  /** `main.ts` and `fast.ts` alone: enough for help, version and completion. */
  readonly main: string;
  /** All else, compiled when first asked for. */
  readonly rest: string;
}

const mainFile = 'cmd/kubectl-ext/main.ts';

/** Turns the sources into two CommonJS scripts. `constants` are put in for the names that `main.ts` and `build.ts` declare. */
export async function bundleProgram(root: string, constants: Readonly<Record<string, unknown>>): Promise<ProgramBundle> {
  const define = Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)]));
  const later = dynamicImports(readFileSync(join(root, mainFile), 'utf8'));
  const main = await bundle(root, { entry: join(root, mainFile), define, plugins: [loadLater], banner: loader });
  const rest = await bundle(root, {
    stdin: later.map((path) => `exports[${JSON.stringify(path)}] = () => import(${JSON.stringify(path)});`).join('\n'),
    define: { ...define, 'import.meta.url': 'importMetaUrl' },
    banner: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;',
  });
  return { main, rest };
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
 * Inside the single binary `require` knows built-in modules only. The other half has to make do with that: one of its own would look for
 * packages in the folders around the binary, which may be anybody's. Libraries that try such a package expect the code of the error.
 */
const loader = `
const loadLater = (() => {
  const { isBuiltin } = require('node:module');
  const builtinModule = (name) => {
    if (!isBuiltin(name)) throw Object.assign(new Error("Cannot find module '" + name + "'"), { code: 'MODULE_NOT_FOUND' });
    return /^(node:)?module$/.test(name) ? { createRequire: () => builtinModule } : require(name);
  };
  let rest;
  return (path) => {
    if (rest === undefined) {
      const source = require('node:sea').getAsset('rest', 'utf8');
      const wrapper = '(function (exports, require, module, __filename, __dirname) {' + source + '\\n})';
      const filename = require('node:path').join(__dirname, 'rest.cjs');
      rest = {};
      new (require('node:vm').Script)(wrapper, { filename }).runInThisContext()(rest, builtinModule, { exports: rest }, filename, __dirname);
    }
    return rest[path]();
  };
})();
`;

interface Half {
  readonly entry?: string;
  readonly stdin?: string;
  readonly define: Readonly<Record<string, string>>;
  readonly plugins?: Plugin[];
  readonly banner: string;
}

async function bundle(root: string, { entry, stdin, define, plugins = [], banner }: Half): Promise<string> {
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
    banner: { js: banner },
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}
