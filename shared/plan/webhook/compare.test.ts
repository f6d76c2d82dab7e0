import { describe, expect, it } from 'vitest';
import { covers, type Lists } from './compare.ts';

const named = (...names: string[]) => names.map((name) => ({ name, image: 'a' }));

describe('covers', () => {
  it.each<[string, unknown, unknown, boolean]>([
    ['the same', { a: 1 }, { a: 1 }, true],
    ['a default of the server', { a: 1, b: 2 }, { a: 1 }, true],
    ['another value', { a: 1 }, { a: 2 }, false],
    ['a missing field', { a: 1 }, { a: 1, b: 2 }, false],
    ['a field that is said to be nothing', { a: 1 }, { a: 1, b: undefined }, true],
    ['nothing at all', undefined, { a: 1 }, false],
    ['an empty list that the server left out', {}, { a: [] }, true],
    ['a list in another order', [1, 2], [2, 1], false],
    ['a longer list', [1, 2], [1], false],
    ['a list of mappings, place by place', [{ a: 1, b: 2 }], [{ a: 1 }], true],
    ['named things in another order', named('a', 'b'), named('b', 'a'), true],
    ['a named thing that somebody added', named('a', 'b'), named('a'), true],
    ['a named thing that is missing', named('a'), named('a', 'b'), false],
    ['a list where a mapping is wanted', [], { a: 1 }, false],
  ])('%s', (_, stored, wanted, expected) => expect(covers(stored, wanted)).toBe(expected));

  it.each<[Lists, boolean]>([
    ['shared', true],
    ['whole', false],
  ])('what was added to a %s list counts: %s', (lists, expected) => {
    expect(covers({ webhooks: named('a', 'b') }, { webhooks: named('a') }, lists)).toBe(expected);
  });
});
