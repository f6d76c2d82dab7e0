import { describe, expect, it } from 'vitest';
import { aPackage, harbor } from '../../test/support/builders.ts';
import { PackageTable } from './package-table.ts';

const catalogue = { namespace: 'cpaas-system', catalogue: 'platform' };
const key = { ...catalogue, name: harbor };
const other = aPackage({ name: 'other' });

function tableWith(...packages: ReturnType<typeof aPackage>[]): PackageTable {
  const table = new PackageTable();
  table.takeAll(catalogue, packages, true);
  return table;
}

describe('what a table keeps', () => {
  it('belongs to one catalogue of one namespace', () => {
    const table = tableWith(aPackage());
    expect(table.find({ ...key, catalogue: 'custom' })).toBeUndefined();
    expect(table.find({ ...key, namespace: 'default' })).toBeUndefined();
  });

  it('is the newest that was seen', () => {
    const table = tableWith(aPackage());
    table.take(aPackage({ channels: { edge: ['3.0.0'] } }));
    expect(table.find(key)?.status.channels.map(({ name }) => name)).toEqual(['edge']);
  });
});

describe('a package that is missing from a list', () => {
  it('goes after three lists without it that may prove it', () => {
    const table = tableWith(aPackage(), other);
    for (const expected of [true, true, false]) {
      table.takeAll(catalogue, [other], true);
      expect(table.find(key) !== undefined).toBe(expected);
    }
    expect(table.find({ ...key, name: 'other' })).toBeDefined();
  });

  it.each([
    ['for lists that prove nothing', [other], false],
    ['for lists in which its whole catalogue is empty', [], true],
  ])('never goes %s', (_what, packages, isProof) => {
    const table = tableWith(aPackage());
    for (let lists = 0; lists < 10; lists += 1) table.takeAll(catalogue, packages, isProof);
    expect(table.find(key)).toBeDefined();
  });

  it('counts anew after it was seen, in a list or alone', () => {
    const table = tableWith(aPackage());
    for (const seenAgain of [() => table.takeAll(catalogue, [aPackage()], true), () => table.take(aPackage())]) {
      table.takeAll(catalogue, [other], true);
      table.takeAll(catalogue, [other], true);
      seenAgain();
    }
    table.takeAll(catalogue, [other], true);
    table.takeAll(catalogue, [other], true);
    expect(table.find(key)).toBeDefined();
  });
});
