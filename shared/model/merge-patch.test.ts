import { describe, expect, it } from 'vitest';
import { mergePatched } from './merge-patch.ts';

describe('mergePatched', () => {
  it.each<[string, unknown, unknown, unknown]>([
    ['adds and replaces', { a: 1, b: 2 }, { b: 3, c: 4 }, { a: 1, b: 3, c: 4 }],
    ['goes into mappings', { spec: { a: 1, b: 2 } }, { spec: { b: 3 } }, { spec: { a: 1, b: 3 } }],
    ['takes away what is null', { a: 1, b: 2 }, { a: null, c: null }, { b: 2 }],
    ['replaces lists as a whole', { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ['makes mappings where there were none', { a: 'text' }, { a: { b: 1, c: null } }, { a: { b: 1 } }],
    ['leaves alone what it does not name', { a: 1 }, { a: undefined }, { a: 1 }],
  ])('%s', (_, target, patch, merged) => expect(mergePatched(target, patch)).toEqual(merged));

  it('takes the key of a prototype for a key', () => {
    const merged = mergePatched({}, JSON.parse('{"__proto__": {"a": 1}}')) as object;
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
    expect(JSON.stringify(merged)).toBe('{"__proto__":{"a":1}}');
  });
});
