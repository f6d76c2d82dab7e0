import { expect, it } from 'vitest';
import { keysOf, pathOf, valueAt } from './field-path.ts';

const object = { spec: { version: 'v1', empty: null }, metadata: { labels: { 'cpaas.io/module-type': 'plugin' } } };

it.each<[string, unknown]>([
  ['spec.version', 'v1'],
  ['metadata.labels[cpaas.io/module-type]', 'plugin'],
  ['metadata.labels[cpaas.io/other]', undefined],
  ['spec.empty', null],
  ['spec.empty.deeper', undefined],
  ['status.phase', undefined],
  ['spec.toString', undefined],
])('%s', (path, value) => expect(valueAt(object, path)).toBe(value));

it('knows the keys of a path', () => expect(keysOf('a.b[c.d/e].f')).toEqual(['a', 'b', 'c.d/e', 'f']));

it.each(['a.b[c.d/e].f', 'metadata.labels[cpaas.io/module-type]', 'spec.version'])('puts the keys of %s together again', (path) =>
  expect(pathOf(keysOf(path))).toBe(path),
);
