import { describe, expect, it } from 'vitest';
import { MisshapenError } from '../model/document.ts';
import { readJson } from './read-json.ts';
import { readYaml } from './read-yaml.ts';

function faultOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof MisshapenError) return error.sentence.id;
    throw error;
  }
  return 'nothing';
}

describe('readJson', () => {
  it('reads JSON', () => {
    expect(readJson(Buffer.from('{"a":[1,"б",null,true]}'))).toEqual({ a: [1, 'б', null, true] });
  });

  it.each<[string, Buffer, string]>([
    ['something else', Buffer.from('{a: 1}'), 'package.no-json'],
    ['nothing', Buffer.alloc(0), 'package.no-json'],
    ['two values', Buffer.from('{}{}'), 'package.no-json'],
    ['what is not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'package.no-utf8'],
    ['more values than it takes memory for', Buffer.from(`[${'{},'.repeat(150_000)}{}]`), 'package.crowded'],
  ])('refuses %s', (_, bytes, id) => {
    expect(faultOf(() => readJson(bytes))).toBe(id);
  });
});

describe('readYaml', () => {
  it('reads what JSON could say', () => {
    const text = '# comment\na: 1\nb: [x, "y", !!str 5, 1.5, null, ~, true]\nc:\n  - d: |\n      text\n  - {e: no}\nf:\n';
    const value = { a: 1, b: ['x', 'y', '5', 1.5, null, null, true], c: [{ d: 'text\n' }, { e: 'no' }], f: null };
    expect(readYaml(Buffer.from(text))).toEqual(value);
  });

  it('keeps a key that means something to JavaScript as any other', () => {
    const read = readYaml(Buffer.from('__proto__: {a: 1}\n')) as object;
    expect(Object.hasOwn(read, '__proto__')).toBe(true);
    expect(read).not.toHaveProperty('a');
  });

  it.each([
    ['what is no YAML', 'a: [', 'package.no-yaml'],
    ['two documents', 'a: 1\n---\nb: 1\n', 'package.yaml-documents'],
    ['a tag of its own', 'a: !js/function x\n', 'package.no-yaml'],
    ['a tag that is known', 'a: !!binary AAAA\n', 'package.no-yaml'],
    ['a set', 'a: !!set {b, c}\n', 'package.no-yaml'],
    ['a list that is a mapping', 'a: !!omap [b: 1]\n', 'package.no-yaml'],
    ['an older version, in which other words are true', '%YAML 1.1\n---\na: yes\n', 'package.yaml-version'],
    ['an anchor', 'a: &x 1\n', 'package.yaml-value'],
    ['an anchor at a list', 'a: &x [1]\n', 'package.yaml-value'],
    ['an alias', 'a: &x 1\nb: *x\n', 'package.yaml-value'],
    ['a key twice', 'a: 1\nb: 1\na: 2\n', 'package.no-yaml'],
    ['a key that is a number', '1: a\n', 'package.yaml-value'],
    ['a key that is a list', '[a]: b\n', 'package.yaml-value'],
    ['a number without end', 'a: .inf\n', 'package.yaml-value'],
    ['no number', 'a: .nan\n', 'package.yaml-value'],
    ['lists in lists', `${'['.repeat(65)}${']'.repeat(65)}`, 'package.yaml-depth'],
    ['lists in lists without an end', '['.repeat(20_000), 'package.no-yaml'],
    ['lists in lists in block style', '- '.repeat(10_000), 'package.no-yaml'],
    ['keys without end', Array.from({ length: 60_000 }, (_, key) => `k${key}: 1\n`).join(''), 'package.crowded'],
  ])('refuses %s', (_, text, id) => {
    expect(faultOf(() => readYaml(Buffer.from(text)))).toBe(id);
  });

  it('reads lists in lists as deep as they may be', () => {
    const text = `${'['.repeat(64)}1${']'.repeat(64)}`;
    expect(JSON.stringify(readYaml(Buffer.from(text)))).toBe(text);
  });

  it('refuses what is not UTF-8', () => {
    expect(faultOf(() => readYaml(Buffer.from([0x61, 0x3a, 0x20, 0xff])))).toBe('package.no-utf8');
  });
});
