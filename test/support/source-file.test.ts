import { describe, expect, it } from 'vitest';
import { readSource } from './source-file.ts';

const read = (text: string) => readSource('shared/model/some.ts', text);

describe('the imports of a file', () => {
  it.each([
    ["import { a, b as c } from './x.ts'", { module: './x.ts', names: ['a', 'b'], isType: false, isLate: false }],
    ["import all, * as more from 'x'", { module: 'x', names: ['default', '*'], isType: false, isLate: false }],
    ["import './x.ts'", { module: './x.ts', names: [], isType: false, isLate: false }],
    ["import type { T } from './x.ts'", { module: './x.ts', names: ['T'], isType: true, isLate: false }],
    ["import { type T } from './x.ts'", { module: './x.ts', names: ['T'], isType: false, isLate: false }],
    ["export { a as b } from './x.ts'", { module: './x.ts', names: ['a'], isType: false, isLate: false }],
    ["export * from './x.ts'", { module: './x.ts', names: ['*'], isType: false, isLate: false }],
    ["export type * from './x.ts'", { module: './x.ts', names: ['*'], isType: true, isLate: false }],
    ["const f = async () => (await import('./x.ts')).a", { module: './x.ts', names: ['*'], isType: false, isLate: true }],
    ['const f = () => import(`x`)', { module: 'x', names: ['*'], isType: false, isLate: true }],
    ["const f = (at: string) => import(at + '.ts')", { module: null, names: ['*'], isType: false, isLate: true }],
    ["const f = () => require('x')", { module: 'x', names: ['*'], isType: false, isLate: true }],
    ["type T = import('./x.ts').T", { module: './x.ts', names: ['*'], isType: true, isLate: false }],
  ])('%s', (text, found) => expect(read(text).imports).toEqual([found]));

  it('a name of its own that it exports is none', () => expect(read('const a = 1; export { a }').imports).toEqual([]));
});

describe('what a file uses', () => {
  it.each([
    ['export const f = () => process.env', ['process.env', 'process']],
    ['export const f = () => Date.now() + Math.random()', ['Date.now', 'Math.random']],
    ['export const f = () => new Date()', ['new Date()']],
    ["export const f = () => globalThis['process']", ['globalThis.process']],
    ['export const f = ({ env } = process) => env', ['process']],
    ["import { vi } from 'vitest'; vi.mock('./x.ts')", ['vi.mock']],
  ])('%s', (text, names) => expect(read(text).uses).toEqual(expect.arrayContaining(names)));

  it.each([
    ['a parameter', 'export const f = (process: number) => process'],
    ['a part of a parameter', 'export const f = ({ a: process }: { a: number }, [b]: number[]) => process + b'],
    ['a variable', 'export const f = () => { const process = 1; return process; }'],
    ['an import', "import { process } from './x.ts'; export const f = () => process"],
    ['a property', 'export const f = (a: { process: number }) => ({ process: a.process })'],
  ])('not what is declared there: %s', (_, text) => expect(read(text).uses).not.toContain('process'));

  it('not a date that is given', () => expect(read('export const f = (at: string) => new Date(at)').uses).not.toContain('new Date()'));
});

describe('what an import of a file does', () => {
  it.each([
    'start();',
    'let count = 0;',
    'export let count = 0;',
    'const cache = new Map();',
    "const x = await import('./x.ts');",
    'if (a) b();',
    'export default start();',
  ])('something: %s', (text) => expect(read(text).effects).toHaveLength(1));

  it.each([
    "import { a } from './x.ts';",
    'export const rule = defineRule({});',
    'export const known = new Map([[1, 2]]);',
    'export function f() { start(); }',
    'export class C { #n = 0; }',
    'export interface I { n: number }',
    'export type T = number;',
  ])('nothing: %s', (text) => expect(read(text).effects).toEqual([]));
});

it('a file that is no TypeScript is an error', () =>
  expect(() => read('export const = 1')).toThrow('shared/model/some.ts cannot be parsed'));
