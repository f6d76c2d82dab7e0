import { describe, expect, it } from 'vitest';
import { languageOf } from './language.ts';

describe('languageOf', () => {
  it.each([
    [[], {}, 'en'],
    [[], { LANG: 'C' }, 'en'],
    [[], { LANG: 'ru_RU.UTF-8' }, 'ru'],
    [[], { LANG: 'ru_RU.UTF-8', LC_MESSAGES: 'en_US.UTF-8' }, 'en'],
    [[], { LC_MESSAGES: 'en_US.UTF-8', LC_ALL: 'ru_RU' }, 'ru'],
    [[], { LC_ALL: '', LANG: 'ru' }, 'ru'],
    [[], { LC_ALL: 'ru_RU.UTF-8', KUBECTL_EXT_LANG: 'en' }, 'en'],
    [['--lang', 'ru'], { KUBECTL_EXT_LANG: 'en' }, 'ru'],
    [['list', '--lang=ru'], {}, 'ru'],
    [['--lang=ru', '--lang=en'], {}, 'en'],
    [['--', '--lang=ru'], {}, 'en'],
    [['--lang'], { LANG: 'ru_RU' }, 'ru'],
    [[], { LANG: 'rup_MK' }, 'en'],
  ] as const)('%j %j', (words, env, expected) => expect(languageOf(words, env)).toBe(expected));
});
