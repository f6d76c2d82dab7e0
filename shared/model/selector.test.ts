import { describe, expect, it } from 'vitest';
import type { LabelSelector } from './module-config.ts';
import { isEmpty, match, selectorText } from './selector.ts';

const labels = { 'is-global': 'false', 'cpaas.io/arch-amd64': 'true', nodes: '12' };
const matching = { is: 'match' };
const mismatch = (term: string) => ({ is: 'mismatch', term });
const unknown = { is: 'unknown' };

function expression(key: string, operator: string, ...values: string[]): LabelSelector {
  return { matchExpressions: [{ key, operator, values }] };
}

describe('match', () => {
  it.each<[LabelSelector, object]>([
    [{}, matching],
    [{ matchLabels: { 'is-global': 'false' } }, matching],
    [{ matchLabels: { 'is-global': 'true' } }, mismatch('is-global=true')],
    [{ matchLabels: { constructor: 'true' } }, mismatch('constructor=true')],
    [expression('is-global', 'In', 'true', 'false'), matching],
    [expression('is-global', 'In', 'true'), mismatch('is-global in (true)')],
    [expression('absent', 'In', 'true'), mismatch('absent in (true)')],
    [expression('is-global', 'NotIn', 'false'), mismatch('is-global notin (false)')],
    [expression('absent', 'NotIn', 'false'), matching],
    [expression('nodes', 'Exists'), matching],
    [expression('absent', 'Exists'), mismatch('absent')],
    [expression('toString', 'Exists'), mismatch('toString')],
    [expression('nodes', 'DoesNotExist'), mismatch('!nodes')],
    [expression('absent', 'DoesNotExist'), matching],
    [expression('nodes', 'Gt', '9'), matching],
    [expression('nodes', 'Gt', '12'), mismatch('nodes>12')],
    [expression('nodes', 'Lt', '100'), matching],
    [expression('nodes', 'Lt', '12'), mismatch('nodes<12')],
    [expression('is-global', 'Gt', '9'), mismatch('is-global>9')],
    [expression('nodes', 'Gt'), mismatch('nodes>')],
    [expression('nodes', 'Roughly', '12'), unknown],
    [expression('nodes', 'toString', '12'), unknown],
    [{ matchLabels: { 'is-global': 'true' }, ...expression('nodes', 'Roughly') }, mismatch('is-global=true')],
    [{ matchLabels: { 'is-global': 'false' }, ...expression('nodes', 'Roughly') }, unknown],
  ])('%j', (selector, result) => expect(match(selector, labels)).toEqual(result));
});

it('is empty without a term', () => {
  expect([undefined, {}, { matchLabels: {} }, { matchExpressions: [] }].every(isEmpty)).toBe(true);
  expect(isEmpty({ matchLabels: { a: 'b' } })).toBe(false);
});

it('is written as kubectl takes it', () => {
  expect(selectorText({ matchLabels: { a: 'b' }, ...expression('c', 'Exists') })).toBe('a=b,c');
});
