import { describe, expect, it } from 'vitest';
import { isTest, loadedWith, offencesAtDoors, offencesByUse, offencesInHouse, offencesInPure } from './laws.ts';
import { readSource } from './source-file.ts';

const house = {
  'shared/model': {},
  'shared/plan': { imports: ['shared/model'] },
  'shared/actions': { imports: ['shared/plan'], types: ['shared/cluster'] },
  'shared/cluster': {},
  'shared/cluster/inner.ts': {},
};

describe('offencesInHouse', () => {
  const offences = (path: string, text: string) => offencesInHouse(readSource(path, text), house, ['shared/errors.ts']);

  it.each([
    ['shared/plan/a.ts', "import { b } from './b.ts'"],
    ['shared/plan/a.ts', "import { b } from './deeper/b.ts'"],
    ['shared/plan/a.ts', "import { b } from '../model/b.ts'"],
    ['shared/plan/a.ts', "import { ExtError } from '../errors.ts'"],
    ['shared/plan/a.ts', "import { readFile } from 'node:fs'"],
    ['shared/actions/a.ts', "import type { Cluster } from '../cluster/cluster.ts'"],
  ])('%s may say %s', (path, text) => expect(offences(path, text)).toEqual([]));

  it.each([
    ['a part that is not listed', 'shared/model/a.ts', "import { b } from '../plan/b.ts'"],
    ['a type of it', 'shared/model/a.ts', "import type { B } from '../plan/b.ts'"],
    ['a late import of it', 'shared/model/a.ts', "export const f = () => import('../plan/b.ts')"],
    ['a side effect of it', 'shared/model/a.ts', "import '../plan/b.ts'"],
    ['its names handed on', 'shared/model/a.ts', "export * from '../plan/b.ts'"],
    ['a value where types are listed', 'shared/actions/a.ts', "import { Cluster } from '../cluster/cluster.ts'"],
    ['a file that is loaded for its types', 'shared/actions/a.ts', "import { type Cluster } from '../cluster/cluster.ts'"],
    ['a file of its own row inside an allowed folder', 'shared/cluster/a.ts', "import { b } from './inner.ts'"],
    ['what is no part of the house', 'shared/plan/a.ts', "import { b } from '../../test/b.ts'"],
    ['anything, as a file of no part', 'shared/other/a.ts', 'export const a = 1'],
  ])('objects to %s', (_, path, text) => expect(offences(path, text)).toHaveLength(1));
});

describe('offencesInPure', () => {
  const offences = (text: string) => offencesInPure(readSource('shared/model/a.ts', text), { semver: true, 'node:crypto': ['createHash'] });

  it.each(["import { valid } from 'semver'", "import { createHash } from 'node:crypto'", "import { a } from './b.ts'"])(
    'allows %s',
    (text) => expect(offences(text)).toEqual([]),
  );

  it.each([
    "import { randomBytes, createHash } from 'node:crypto'",
    "import * as crypto from 'node:crypto'",
    "import crypto from 'node:crypto'",
    "const f = () => import('node:crypto')",
    "import type { Stats } from 'node:fs'",
    "import 'yaml'",
    'const f = (name: string) => import(name)',
  ])('objects to %s', (text) => expect(offences(text)).toHaveLength(1));
});

describe('offencesAtDoors', () => {
  const doors = { '@kubernetes/client-node': ['shared/cluster'], yargs: ['cmd/kubectl-ext/run.ts'], 'node:child_process': [] };
  const offences = (path: string, text: string) => offencesAtDoors(readSource(path, text), doors);

  it.each([
    ['shared/cluster/a.ts', "import { KubeConfig } from '@kubernetes/client-node/dist/config.js'"],
    ['cmd/kubectl-ext/run.ts', "import { Parser } from 'yargs/helpers'"],
    ['shared/cluster/a.ts', "import { readFile } from 'node:fs/promises'"],
  ])('%s may say %s', (path, text) => expect(offences(path, text)).toEqual([]));

  it.each([
    ['shared/actions/a.ts', "import type { KubeConfig } from '@kubernetes/client-node'"],
    ['cmd/kubectl-ext/ui/run.ts', "import { Parser } from 'yargs/helpers'"],
    ['shared/cluster/a.ts', "import { spawn } from 'node:child_process'"],
    ['shared/cluster/a.ts', "import { other } from 'not-listed'"],
    ['shared/cluster/a.ts', "export const f = () => require('not-listed')"],
    ['shared/cluster/a.ts', 'export const f = (name: string) => import(name)'],
  ])('%s may not say %s', (path, text) => expect(offences(path, text)).toHaveLength(1));
});

describe('offencesByUse', () => {
  const file = readSource('cmd/kubectl-ext/main.ts', 'export const f = () => process.exit(1)');

  it('finds a name where it may not be', () => expect(offencesByUse(file, ['process'])).toEqual(['cmd/kubectl-ext/main.ts uses process']));
  it('leaves the files alone that may', () => expect(offencesByUse(file, ['process'], ['cmd/kubectl-ext/main.ts'])).toEqual([]));
});

describe('loadedWith', () => {
  const files = [
    readSource(
      'cmd/main.ts',
      "import { fast } from './fast.ts'; import type { T } from './types.ts'; export const f = () => import('./late.ts')",
    ),
    readSource('cmd/fast.ts', "export * from './words.ts'; import './main.ts'"),
    readSource('cmd/words.ts', ''),
    readSource('cmd/types.ts', ''),
    readSource('cmd/late.ts', ''),
  ];

  it('follows what is loaded at once, and nothing else', () => {
    expect(loadedWith('cmd/main.ts', files).map(({ path }) => path)).toEqual(['cmd/main.ts', 'cmd/fast.ts', 'cmd/words.ts']);
  });
});

it('knows a test by its name', () => {
  expect(isTest({ path: 'shared/model/version.test.ts' })).toBe(true);
  expect(isTest({ path: 'test/support/laws.ts' })).toBe(false);
});
