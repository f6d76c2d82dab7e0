import { expect, it } from 'vitest';
import { countRuleCases } from './rule-cases.ts';

it('counts the cases of one rule, what it warns of with what it denies', () => {
  const text = 'testRule(other, { allows: [1], denies: [] }); testRule(law, { allows: [a, b], denies: [{ title: "c" }], warns: [d] });';
  expect(countRuleCases(text, 'law')).toEqual({ allows: 2, objects: 2 });
  expect(countRuleCases(text, 'other')).toEqual({ allows: 1, objects: 0 });
});

it.each(['', 'testRule(law)', 'testRule(law, cases)', 'testRule(law, { denies })'])('finds none in: %s', (text) => {
  expect(countRuleCases(text, 'law')).toEqual({ allows: 0, objects: 0 });
});
