import { describe, expect, it } from 'vitest';
import { parsePath } from './path.ts';
import { parseTemplate } from './template.ts';

const object = {
  kind: 'ConfigMap',
  metadata: { name: 'a', labels: { 'cpaas.io/x': '1', kind: 'q' } },
  data: { 'tls.crt': 'z' },
  list: [{ n: 1, s: 'x', deep: { k: 'v' } }, { n: 2, s: 'y', t: null, b: false }, { n: 3 }],
  odd: { 'a b': 1, '@x': 2, '0:1': 3, '*': 4 },
};

/** What kubectl 1.32 prints for the same object. */
const likeKubectl: readonly (readonly [template: string, printed: string])[] = [
  ['{.metadata.name}', 'a'],
  ['{ .kind }', 'ConfigMap'],
  ['.metadata.name', '.metadata.name'],
  ['x {.list[*].n} y{"\\n"}', 'x 1 2 3 y\n'],
  ['{range .list[*]}{.n}:{.s}{"\\t"}{end}', '1:x\t2:y\t3:\t'],
  ['{range .list[*]}{range .deep}{.k}{end}{.n} {end}', 'v1 2 3 '],
  ['{range .list[*]}{@.n}{end}{.kind}', '123ConfigMap'],
  ['{@.kind} {$.kind}', 'ConfigMap ConfigMap'],
  ['{.data.tls\\.crt}', 'z'],
  ["{.data['tls\\.crt']}", 'z'],
  ['{.metadata.labels.cpaas\\.io/x}', '1'],
  ['{.metadata.labels}', '{"cpaas.io/x":"1","kind":"q"}'],
  ['{.list[1].t}', 'null'],
  ['{.list[*].b}', 'false'],
  ['{.nope}', ''],
  ['{.nope.deeper}', ''],
  ['{.list.n}', ''],
  ['{.list[-1].n}', '3'],
  ['{.list[-2].n}', '2'],
  ['{.list[0:2].n}', '1 2'],
  ['{.list[::2].n}', '1 3'],
  ['{.list[0,1].n}', '1 2'],
  ["{.list[0]['n','s']}", '1 x'],
  ['{..n}', '1 2 3'],
  ['{.list[?(@.s=="x")].n}', '1'],
  ['{.list[?(@.s!="x")].n}', '2'],
  ['{.list[?(@.n>1)].n}', '2 3'],
  ["{.list[?(@.deep.k=='v')].n}", '1'],
  ['{.list[?(@.b)].n}', '2'],
  ['{.list[?(@.s=="x)]y")].n}', ''],
  ["{'lit'}", 'lit'],
  ['{"a\\"b\\t"}', 'a"b\t'],
  ['{1}', '1'],
  ['{true}', 'true'],
  ['a\\nb{.kind}', 'a\\nbConfigMap'],
];

describe('parseTemplate', () => {
  it.each(likeKubectl)('%s', (template, printed) => expect(parseTemplate(template)(object)).toBe(printed));

  it.each([
    ["{.data['tls.crt']}", 'z'],
    ['{range .list[*]}{$.kind}{.n} {end}', 'ConfigMap1 ConfigMap2 ConfigMap3 '],
    ['{.list[9].n}', ''],
    ['{.list[?(@.n>=2)].n}', '2 3'],
    ['{.list[?("x"==@.s)].n}', '1'],
    ['{.list[?(@.n=="1")].n}', ''],
    ['{..[?(@.n==2)].s}', 'y'],
    ["{.odd['a b']} {.odd['@x']} {.odd['0:1']}", '1 2 3'],
    ['{.kind}{"}"}', 'ConfigMap}'],
    ['', ''],
  ])('also %s', (template, printed) => expect(parseTemplate(template)(object)).toBe(printed));

  it.each([
    ['{.kind', 7],
    ['{.list[0].n,.kind}', 12],
    ['{kind}', 2],
    ['{end}', 6],
    ['{range .list[*]}a', 18],
    ['{.list[?(@.s in ["x"])].n}', 13],
    ["{.list[?(@.constructor.constructor('x')())]}", 35],
    ['{.list[x]}', 8],
    ["{.odd['a;b']}", 13],
    ['{}', 2],
  ])('refuses %s at character %i', (template, at) => {
    expect(() => parseTemplate(template)).toThrow(
      expect.objectContaining({ code: 'usage', sentence: expect.objectContaining({ data: { template, at } }) }),
    );
  });
});

describe('parsePath', () => {
  it.each([
    ['.metadata.name', ['a']],
    ['metadata.name', ['a']],
    ['{.metadata.name}', ['a']],
    ['.list[*].n', [1, 2, 3]],
    ['.nope', []],
  ])('%s', (path, values) => expect(parsePath(path)(object)).toEqual(values));

  it('refuses what stands behind a path', () => expect(() => parsePath('.a .b')).toThrow(expect.objectContaining({ code: 'usage' })));
});
