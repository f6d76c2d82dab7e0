import { expect, it } from 'vitest';
import { countRuleCases } from './rule-cases.ts';

it('counts the cases of one rule', () => {
  const text = 'testRule(other, { allows: [1], denies: [] }); testRule(law, { allows: [a, b], denies: [{ title: "c" }] });';
  expect(countRuleCases(text, 'law')).toEqual({ allows: 2, denies: 1 });
  expect(countRuleCases(text, 'other')).toEqual({ allows: 1, denies: 0 });
});

it.each(['', 'testRule(law)', 'testRule(law, cases)', 'testRule(law, { denies })'])('finds none in: %s', (text) => {
  expect(countRuleCases(text, 'law')).toEqual({ allows: 0, denies: 0 });
});
