import type { Language } from '../../shared/messages/text.ts';

/** Environment variables, as a program finds them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The language of prose: `--lang`, `KUBECTL_EXT_LANG`, then the locale; English where none of them says Russian. */
export function languageOf(words: readonly string[], env: Environment): Language {
  const wishes = [flagIn(words), env['KUBECTL_EXT_LANG'], env['LC_ALL'], env['LC_MESSAGES'], env['LANG']];
  const wish = wishes.find((each) => each !== undefined && each !== '');
  return wish !== undefined && /^ru(?![a-z])/i.test(wish) ? 'ru' : 'en';
}

function flagIn(words: readonly string[]): string | undefined {
  const end = words.indexOf('--');
  const flags = end === -1 ? words : words.slice(0, end);
  const at = flags.findLastIndex((word) => word === '--lang' || word.startsWith('--lang='));
  if (at === -1) return undefined;
  return flags[at] === '--lang' ? flags[at + 1] : flags[at]?.slice('--lang='.length);
}
