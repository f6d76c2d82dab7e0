import { expect, it } from 'vitest';
import { nearest } from './nearest.ts';

const names = ['harbor-ce-operator', 'keda', 'clickhouse-operator', 'kafka', 'redis-operator'];

it.each([
  ['the one that holds the word', 'harbor', ['harbor-ce-operator']],
  ['the one a letter away', 'kedda', ['keda']],
  ['the better one first', 'kefka', ['kafka', 'keda']],
  ['the one whose beginning is like the word', 'harbour', ['harbor-ce-operator']],
  ['none where none is like it', 'zzzzzzzzzzzzzzz', []],
])('offers %s', (_, word, found) => {
  expect(nearest(word, names)).toEqual(found);
});

it('offers at most three', () => {
  expect(nearest('operator', [...names, 'mysql-operator', 'pg-operator'])).toHaveLength(3);
});

it('offers all where there are few, each once', () => {
  expect(nearest('zzz', ['b', 'a', 'b'])).toEqual(['b', 'a']);
});
