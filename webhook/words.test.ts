import { expect, it } from 'vitest';
import { message } from '../shared/messages/message.ts';
import { warningOf } from './words.ts';

const sentence = (what: string) => message('error.failure', { what });

it('cuts a warning to what a terminal shows', () => {
  expect(warningOf(sentence('x'.repeat(120)))).toBe('x'.repeat(120));
  expect(warningOf(sentence('x'.repeat(121)))).toBe(`${'x'.repeat(119)}…`);
});
