import { expect, it } from 'vitest';
import { packageListsIn, packageNamesIn } from './package-lists.ts';

it.each([
  ['', []],
  [' \n', []],
  ['keda', ['keda']],
  ['keda,redis-operator', ['keda', 'redis-operator']],
  [' keda ,\n redis-operator\n', ['keda', 'redis-operator']],
  ['Keda', undefined],
  ['keda;redis', undefined],
  ['keda, ../secrets', undefined],
])('the names in %j', (text, names) => expect(packageNamesIn(text)).toEqual(names));

it('the lists are under keys of their own, and one that cannot be read is as good as none', () => {
  expect(packageListsIn({ 'alauda-packages': 'keda', 'exempt-packages': 'redis', status: '{}' })).toEqual({
    alauda: ['keda'],
    exempt: ['redis'],
  });
  expect(packageListsIn({ 'alauda-packages': 'keda', 'exempt-packages': '?' })).toEqual({ alauda: ['keda'], exempt: [] });
  expect(packageListsIn(undefined)).toEqual({ alauda: [], exempt: [] });
});
