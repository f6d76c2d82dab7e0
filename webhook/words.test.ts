import { expect, it } from 'vitest';
import { message } from '../shared/messages/message.ts';
import { said, warningOf } from './words.ts';

const sentence = (what: string) => message('error.failure', { what });

it('says one printable line, whatever is quoted', () => {
  expect(said(sentence('a\nb\u0000c\u202Ed\uD800'))).toBe('a?b?c?d\uFFFD');
});

it('cuts a warning to what a terminal shows', () => {
  expect(warningOf(sentence('x'.repeat(120)))).toBe('x'.repeat(120));
  expect(warningOf(sentence('x'.repeat(121)))).toBe(`${'x'.repeat(119)}…`);
});

it('cuts a sentence that quotes half a book', () => {
  expect(said(sentence('😀'.repeat(2000)))).toHaveLength(1000);
});
