import { expect, it } from 'vitest';
import { isResourceName } from './resource-name.ts';

it.each<[string, boolean]>([
  ['harbor-ce-operator.v2', true],
  ['a', true],
  ['', false],
  ['-a', false],
  ['a-', false],
  ['A', false],
  ['a/b', false],
  ['a,b=c', false],
  ['a'.repeat(253), true],
  ['a'.repeat(254), false],
])('%s: %s', (text, expected) => expect(isResourceName(text)).toBe(expected));
