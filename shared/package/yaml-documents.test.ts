import { describe, expect, it } from 'vitest';
import { ExtError } from '../errors.ts';
import { documentsIn } from './yaml-documents.ts';

const read = (text: string) => documentsIn('x.yaml', Buffer.from(text));

function reasonOf(text: string): unknown {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ExtError) return [error.code, error.sentence.data, error.details.because];
    throw error;
  }
  return 'nothing';
}

const tens = Array.from({ length: 9 }, (_, at) => `a${at + 1}: &a${at + 1} [${Array.from({ length: 10 }, () => `*a${at}`).join(',')}]\n`);

describe('documents of others', () => {
  it('are read as kubectl reads them', () => {
    expect(read('a: &x {b: 1}\n---\nc: &y {d: 2}\ne: {<<: *y, f: 3}\n')).toEqual([{ a: { b: 1 } }, { c: { d: 2 }, e: { d: 2, f: 3 } }]);
    expect(read('')).toEqual([]);
  });

  it.each<[string, string, unknown]>([
    ['no YAML', 'a: [', { id: 'package.no-yaml' }],
    ['a tag of its own', 'a: !js/function x\n', { id: 'package.no-yaml' }],
    ['a key twice', 'a: 1\na: 2\n', { id: 'package.no-yaml' }],
    ['a million values', `[${'0,'.repeat(1_000_000)}]`, { id: 'package.crowded' }],
    ['what unfolds without end', `a0: &a0 0\n${tens.join('')}`, { id: 'package.crowded' }],
    ['what holds itself', 'a: &x [*x]\n', { id: 'package.crowded' }],
    ['more aliases than there may be', `a: &x 1\nb: [${'*x,'.repeat(101)}]\n`, { id: 'package.no-yaml' }],
  ])('are refused where they are %s', (_, text, because) => {
    expect(reasonOf(text)).toMatchObject(['corrupt', { file: 'x.yaml' }, because]);
  });

  it('may have a hundred thousand keys', () => {
    const text = Array.from({ length: 100_000 }, (_, key) => `k${key}: 1\n`).join('');
    expect(Object.keys(read(text)[0] as object)).toHaveLength(100_000);
  });
});
