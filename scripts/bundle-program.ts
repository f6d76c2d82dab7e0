import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { build, type BuildOptions, type OutputFile, type Plugin, transform } from 'esbuild';
import { en } from '../shared/messages/en.ts';
import { ru } from '../shared/messages/ru.ts';
import type { Language } from '../shared/messages/text.ts';

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
/** What `main.ts` loads before anything else. */
const firstPart = 'run';

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
  const modules = await joined(firstPart, new Map(chunks.map(({ path, text }) => [basename(path, '.js'), text])));
  const scripts = [...modules].map(async ([name, text]): Promise<[string, string]> => [name, await commonJs(text)]);
  return { ...Object.fromEntries(await Promise.all(scripts)), 'en.json': JSON.stringify(en), 'ru.json': JSON.stringify(ru) };
}

/** What is imported on demand becomes `require`, which the loader answers. */
async function commonJs(module: string): Promise<string> {
  const { code } = await transform(module, { ...options, format: 'cjs', supported: { 'dynamic-import': false } });
  const ownUrl = 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;';
  return code.includes('importMetaUrl') ? ownUrl + code : code;
}

/**
 * Joins a part with all that it imports at once. Each script costs a fifth of a millisecond besides what it does, and what is split by thirty
 * commands is in many. The others find in its export `held` what they share with it.
 */
async function joined(first: string, modules: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>> {
  const names = new Set([first]);
  for (const name of names) for (const imported of importsOf(modules.get(name) ?? '')) names.add(imported);
  const shared = [...names].filter((name) => name !== first);
  const imports = shared.map((name, number) => `import * as part${number} from './${name}.js';`);
  const held = shared.map((name, number) => `${JSON.stringify(name)}: part${number}`);
  const whole = `export * from './${first}.js'; ${imports.join(' ')} export const held = { ${held.join(', ')} };`;
  const fromMemory: Plugin = {
    name: 'from-memory',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\// }, ({ path, kind }) =>
        kind === 'import-statement' ? { path: basename(path, '.js'), namespace: 'memory' } : { path, external: true },
      );
      onLoad({ filter: /./, namespace: 'memory' }, ({ path }) => ({ contents: modules.get(path) ?? '' }));
    },
  };
  const stdin = { contents: whole, resolveDir: '/' };
  const [file] = await bundle(undefined, { stdin, format: 'esm', external: ['openpgp'], plugins: [fromMemory] });
  return new Map([...modules].filter(([name]) => !names.has(name)).concat([[first, file?.text ?? '']]));
}

function importsOf(text: string): string[] {
  return [...text.matchAll(staticImport)].map(([, imported = '']) => imported);
}

/** An import at the top of what esbuild has written without spaces. */
const staticImport = /\b(?:from|import)"\.\/([\w-]+)\.js"/g;
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

/** The sentences of a language become a part of JSON, which is read faster than a script, and Russian is read when the first of it is said. */
const catalogues: Plugin = {
  name: 'catalogues',
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /shared[\\/]messages[\\/](en|ru)\.ts$/ }, ({ path }) => ({
      contents: catalogueModules[basename(path, '.ts') as Language],
    }));
    onResolve({ filter: /^\.\/(en|ru)\.json$/ }, ({ path }) => ({ path, external: true }));
  },
};

/** The list of all ids is that of English, so it has to be there. */
const catalogueModules: Readonly<Record<Language, string>> = {
  en: `export const en = require('./en.json');`,
  ru: `export const ru = new Proxy({}, { get: (_, id) => require('./ru.json')[id] });`,
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
      if (name.endsWith('.json')) return (loaded[name] = { exports: JSON.parse(source) }).exports;
      const filename = require('node:path').join(__dirname, name + '.cjs');
      const module = { exports: {} };
      loaded[name] = module;
      require('node:vm').compileFunction(source, ['exports', 'require', 'module', '__filename', '__dirname'], { filename })(module.exports, requireKnown, module, filename, __dirname);
    }
    return loaded[name].exports;
  };
  const requireKnown = (name) => {
    if (name === 'openpgp') return load(name);
    const [, part] = /^\\.\\/([\\w-]+(?:\\.json$|(?=\\.js$)))/.exec(name) ?? [];
    if (part !== undefined) return loaded.${firstPart}?.exports.held?.[part] ?? load(part);
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

async function bundle(entryPoints: Record<string, string> | undefined, more: BuildOptions): Promise<OutputFile[]> {
  const { outputFiles = [] } = await build({
    ...options,
    bundle: true,
    write: false,
    outdir: 'parts',
    ...(entryPoints === undefined ? {} : { entryPoints }),
    ...more,
  });
  return outputFiles;
}
