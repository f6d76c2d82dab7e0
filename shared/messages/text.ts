import { en } from './en.ts';
import type { Message, MessageId } from './message.ts';
import { ru } from './ru.ts';

/** The languages of prose. Data, logs and ids are never translated. */
export const languages = ['en', 'ru'] as const;
export type Language = (typeof languages)[number];

const catalogues: Record<Language, Record<MessageId, string>> = { en, ru };

/** The sentence of a message in one language; lists are joined by commas. */
export function textOf({ id, data }: Message, language: Language): string {
  return catalogues[language][id].replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = data[name];
    if (value === undefined) return placeholder;
    return typeof value === 'object' ? value.join(', ') : String(value);
  });
}
