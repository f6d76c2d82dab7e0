import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import type { MessageId } from './message.ts';
import { ru } from './ru.ts';

const sentences = (Object.keys(en) as MessageId[]).map((id) => ({ id, english: en[id], russian: ru[id] }));

function placeholders(template: string): string[] {
  return [...new Set(template.match(/\{\w+\}/g))].toSorted();
}

describe('the catalogues', () => {
  it('know the same ids', () => {
    expect(Object.keys(ru).toSorted()).toEqual(Object.keys(en).toSorted());
  });

  it.each(sentences)('speak of the same values in $id', ({ english, russian }) => {
    expect(placeholders(russian)).toEqual(placeholders(english));
  });

  it.each(sentences)('have words for $id, and no name of a value with spaces around it', ({ english, russian }) => {
    for (const template of [english, russian]) {
      expect(template.trim()).not.toBe('');
      expect(template).not.toMatch(/\{\s*\}|\{\s+\w+\s*\}|\{\w+\s+\}/);
    }
  });
});
