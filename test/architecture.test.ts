import { describe, expect, it } from 'vitest';
import {
  type Doors,
  type House,
  isTest,
  type Libraries,
  loadedWith,
  offencesAtDoors,
  offencesByUse,
  offencesInHouse,
  offencesInPure,
  ownImports,
  sourcesIn,
} from './support/laws.ts';
import type { Import } from './support/source-file.ts';

/** Who may import whom. A part may also import itself. */
const house: House = {
  'shared/errors.ts': { types: ['shared/policy'] },
  'shared/messages': {},
  'shared/model': {},
  'shared/policy': { imports: ['shared/model'] },
  'shared/plan': { imports: ['shared/model', 'shared/policy'] },
  // The policies of the API server carry the sentences of their rules.
  'shared/plan/webhook': { imports: ['shared/messages', 'shared/model', 'shared/policy'] },
  'shared/diagnose': { imports: ['shared/model'] },
  'shared/actions': {
    imports: ['shared/files', 'shared/model', 'shared/policy', 'shared/plan', 'shared/plan/webhook', 'shared/diagnose'],
    types: ['shared/cluster', 'shared/package', 'shared/registry', 'shared/trust', 'shared/violet'],
  },
  'shared/cluster': { imports: ['shared/connection', 'shared/files', 'shared/model'] },
  'shared/connection': { imports: ['shared/files', 'shared/model'] },
  'shared/files': {},
  'shared/registry': { imports: ['shared/connection', 'shared/files', 'shared/model'], types: ['shared/package'] },
  'shared/package': { imports: ['shared/files', 'shared/model'] },
  'shared/violet': {},
  'shared/trust': { imports: ['shared/files', 'shared/model'] },

  'package.json': {},
  'cmd/kubectl-ext/build.ts': { imports: ['package.json'] },
  'cmd/kubectl-ext/main.ts': {
    imports: [
      'cmd/kubectl-ext',
      'cmd/kubectl-ext/build.ts',
      'cmd/kubectl-ext/image-source.ts',
      'shared/cluster',
      'shared/package',
      'shared/trust',
      'shared/violet',
    ],
  },
  'cmd/kubectl-ext/image-source.ts': { imports: ['shared/package', 'shared/registry'] },
  'cmd/kubectl-ext': {
    imports: [
      'cmd/kubectl-ext/commands',
      'cmd/kubectl-ext/complete',
      'cmd/kubectl-ext/flags',
      'cmd/kubectl-ext/ui',
      'shared/actions',
      'shared/messages',
      'shared/model',
    ],
    types: ['shared/cluster', 'shared/package', 'shared/registry', 'shared/trust', 'shared/violet'],
  },
  'cmd/kubectl-ext/commands': {
    imports: [
      'cmd/kubectl-ext',
      'cmd/kubectl-ext/complete',
      'cmd/kubectl-ext/flags',
      'cmd/kubectl-ext/ui',
      'shared/actions',
      'shared/messages',
      'shared/model',
    ],
  },
  'cmd/kubectl-ext/complete': { imports: ['cmd/kubectl-ext', 'shared/actions'] },
  'cmd/kubectl-ext/flags': { imports: ['cmd/kubectl-ext', 'shared/messages', 'shared/model'] },
  'cmd/kubectl-ext/ui': {
    imports: ['cmd/kubectl-ext', 'shared/messages', 'shared/model'],
    types: ['shared/actions', 'shared/diagnose', 'shared/plan', 'shared/policy'],
  },

  'webhook/main.ts': { imports: ['webhook', 'shared/cluster', 'shared/messages'] },
  webhook: {
    imports: ['webhook/facts', 'webhook/tls', 'shared/cluster', 'shared/messages', 'shared/model', 'shared/plan/webhook', 'shared/policy'],
  },
  'webhook/facts': { imports: ['webhook', 'shared/model', 'shared/plan/webhook'], types: ['shared/cluster'] },
  'webhook/tls': { imports: ['webhook', 'shared/model'], types: ['shared/cluster'] },
};

/** What everybody may import: an error, and a sentence that has no language yet. */
const open = ['shared/errors.ts', 'shared/messages/message.ts'];

/** Parts that only compute: no input, no output, no clock, no chance. Whatever `main.ts` loads at once belongs to them. */
const pure = ['shared/model', 'shared/policy', 'shared/plan', 'shared/diagnose', 'shared/messages', 'shared/errors.ts'];
const pureLibraries: Libraries = { semver: true, re2js: true, 'fastest-levenshtein': true, 'node:crypto': ['createHash'] };
const impure = [
  'Date.now',
  'new Date()',
  'Math.random',
  'performance',
  'crypto',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
];

/** One library, one door. What is not listed here is not used. */
const doors: Doors = {
  '@kubernetes/client-node': ['shared/cluster'],
  hpagent: ['shared/connection'],
  'ipaddr.js': ['shared/connection'],
  'p-limit': ['shared/actions', 'shared/cluster', 'shared/registry', 'shared/trust'],
  openpgp: ['shared/trust'],
  '@streamparser/json': ['shared/cluster/streamed-list.ts'],
  semver: ['shared/model'],
  re2js: ['shared/model/form-pattern.ts'],
  'prom-client': ['webhook/metrics.ts'],
  'fastest-levenshtein': ['shared/model'],
  'write-file-atomic': ['cmd/kubectl-ext/complete'],
  'jsonpath-plus': ['cmd/kubectl-ext/ui/jsonpath'],
  'fast-string-width': ['cmd/kubectl-ext/ui/width.ts'],
  'js-yaml': [
    'shared/cluster/kubeconfig-file.ts',
    'shared/connection/credentials-file.ts',
    'shared/files/yaml-fault.ts',
    'shared/package/read-yaml.ts',
    'shared/package/yaml-documents.ts',
  ],
  yaml: ['shared/package/write-yaml.ts', 'cmd/kubectl-ext/manifests.ts', 'cmd/kubectl-ext/ui'],
  '@peculiar/x509': ['webhook/tls'],
  'reflect-metadata': ['webhook/tls'],
  'node:child_process': ['shared/registry/credential-helper.ts', 'shared/violet'],
  'node:console': [],
  'node:process': ['cmd/kubectl-ext/main.ts', 'webhook/main.ts', 'webhook/config.ts'],
};

/** The process, by all its names, and who may know it. */
const processNames = ['process', 'globalThis', 'global'];
const knowProcess = ['cmd/kubectl-ext/main.ts', 'webhook/main.ts', 'webhook/config.ts'];
const mains = ['cmd/kubectl-ext/main.ts', 'webhook/main.ts'];
/** The mains of threads: loaded by starting one, and by nobody's import. */
const threads = ['shared/trust/hasher.ts'];

const all = sourcesIn(['shared', 'cmd', 'webhook']);
const sources = all.filter((file) => !isTest(file));
const isPure = (path: string) => pure.some((part) => path === part || path.startsWith(`${part}/`));
const loadedAtOnce = loadedWith('cmd/kubectl-ext/main.ts', sources).filter(({ path }) => !mains.includes(path));

describe('the laws of the house', () => {
  it('1. shared never imports a program, and the programs never import each other, not even in tests', () => {
    const programOf = (path: string) => path.split('/')[0] ?? '';
    const offences = all.flatMap((file) =>
      ownImports(file)
        .map(({ target }) => target)
        .filter((target) => ['cmd', 'webhook'].includes(programOf(target)) && programOf(target) !== programOf(file.path))
        .map((target) => `${file.path} imports ${target}`),
    );
    expect(offences).toEqual([]);
  });

  it('every part imports only what the table allows', () => {
    expect(sources.flatMap((file) => offencesInHouse(file, house, open))).toEqual([]);
  });

  it('2. the pure parts only compute, and so does all that main loads at once', () => {
    const files = [...new Set([...sources.filter(({ path }) => isPure(path)), ...loadedAtOnce])];
    expect(files.flatMap((file) => [...offencesInPure(file, pureLibraries), ...offencesByUse(file, impure)])).toEqual([]);
  });

  it('what is loaded late is a file of ours, which the single binary knows by its names; a library that is no ECMAScript module it does not', () => {
    const modules = ['@kubernetes/client-node/dist/exec_auth.js', 'openpgp'];
    const late = sources.flatMap(({ imports }) =>
      imports.filter(({ isLate, isType }) => isLate && !isType).map(({ module }) => module ?? ''),
    );
    const libraries = late.filter((module) => !module.startsWith('.') && !module.startsWith('node:'));
    expect([...new Set(libraries)].toSorted()).toEqual(modules);
  });

  it('main loads fast at once, and all that can fail or wait only when it is needed', () => {
    expect(loadedAtOnce.map(({ path }) => path.slice('cmd/kubectl-ext/'.length)).toSorted()).toEqual([
      'build.ts',
      'complete/line.ts',
      'fast.ts',
      'grammar.ts',
      'language.ts',
      'program.ts',
      'words.ts',
    ]);
  });

  it('3. one library, one door', () => {
    expect(sources.flatMap((file) => offencesAtDoors(file, doors))).toEqual([]);
  });

  it('4. only the mains and the configuration of the webhook know the process, only the mains end it', () => {
    expect(sources.flatMap((file) => offencesByUse(file, processNames, knowProcess))).toEqual([]);
    expect(sources.flatMap((file) => offencesByUse(file, ['process.exit', 'process.exitCode', 'process.kill'], mains))).toEqual([]);
  });

  it('4. nobody writes to the console, not even tests', () => {
    expect(all.flatMap((file) => offencesByUse(file, ['console']))).toEqual([]);
  });

  it('5. an import has no effect', () => {
    const offences = sources
      .filter(({ path }) => ![...mains, ...threads].includes(path))
      .flatMap(({ path, effects }) => effects.map((effect) => `${path}: ${effect}`));
    expect(offences).toEqual([]);
  });

  it('5. nobody imports what a thread begins with', () => {
    expect(all.flatMap(ownImports).filter(({ target }) => threads.includes(target))).toEqual([]);
  });

  it('5. nothing is imported for its effect', () => {
    // Without it @peculiar/x509 does not load.
    const asksForEffect = ({ names, module }: Import) => names.length === 0 && module !== 'reflect-metadata';
    expect(sources.filter(({ imports }) => imports.some(asksForEffect)).map(({ path }) => path)).toEqual([]);
  });

  it('no test replaces a module: what a file needs is handed to it', () => {
    const everything = [...all, ...sourcesIn(['test', 'scripts'])];
    expect(everything.flatMap((file) => offencesByUse(file, ['vi.mock', 'vi.doMock', 'vi.hoisted', 'vitest.mock']))).toEqual([]);
  });
});
