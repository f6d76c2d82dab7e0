import type { CompletionKind, LiveKind } from '../flag.ts';
import { type CommandEntry, commandIn, everyFlag, type FlagEntry, type Grammar, type PositionalEntry } from '../grammar.ts';
import { lookupIn, plainWords, tokens } from '../words.ts';

/** One thing that the word may become. */
export interface Suggestion {
  readonly value: string;
  readonly about: string;
}

/** What is known without asking anybody, or what somebody has to be asked for. */
export type Completion =
  | { readonly suggestions: readonly Suggestion[]; readonly files: boolean }
  | { readonly live: LiveKind; readonly typed: string; readonly name: string | undefined };

interface Source {
  readonly choices?: readonly string[];
  readonly suggestions?: readonly string[];
  readonly complete?: CompletionKind;
}

/** Completes the last of the words behind `ext`; it may be empty. */
export function completeLine(words: readonly string[], grammar: Grammar): Completion {
  const before = words.slice(0, -1);
  const typed = words.at(-1) ?? '';
  const plain = plainWords(tokens(before, everyFlag(grammar)));
  const command = commandIn(plain, grammar.commands);
  const given = command === undefined ? [] : plain.slice(command.path.split(' ').length);
  const flags = [...(command?.flags ?? []), ...grammar.global];
  const last = tokens(before, flags).at(-1);
  if (last?.kind === 'open')
    return from(
      flags.find((flag) => flag.name === last.name),
      typed,
      given[0],
    );
  if (typed.startsWith('-') && !before.includes('--')) return completeFlag(typed, flags, given[0]);
  return command === undefined ? offer(nextWords(plain, grammar), typed) : completeArgument(typed, given, command, grammar);
}

function completeArgument(typed: string, given: readonly string[], { path, positionals }: CommandEntry, grammar: Grammar): Completion {
  const here = from(positionals[given.length] ?? lastIfMany(positionals), typed, given[0]);
  if (given.length > 0 || !('suggestions' in here)) return here;
  return { ...here, suggestions: [...here.suggestions, ...offer(nextWords(path.split(' '), grammar), typed).suggestions] };
}

/** A completion in the form the shells read: `value<TAB>description` lines, then a directive (4: do not offer files). */
export function completionLines(suggestions: readonly Suggestion[], files = false): string {
  const lines = suggestions.map(({ value, about }) => (about === '' ? value : `${value}\t${about}`));
  return [...lines, files ? ':0' : ':4', ''].join('\n');
}

function completeFlag(typed: string, flags: readonly FlagEntry[], name: string | undefined): Completion {
  const equals = typed.indexOf('=');
  if (equals !== -1) return from(lookupIn(flags)(typed.slice(0, equals)), typed.slice(equals + 1), name);
  return offer(
    flags.map(({ name: word, alias, letterOnly, about }) => ({ value: letterOnly === true ? `-${alias ?? word}` : `--${word}`, about })),
    typed,
  );
}

function from(source: Source | undefined, typed: string, name: string | undefined): Completion {
  const words = source?.choices ?? source?.suggestions;
  if (words !== undefined)
    return offer(
      words.map((value) => ({ value, about: '' })),
      typed,
    );
  if (source?.complete === undefined || source.complete === 'files') return { suggestions: [], files: source?.complete === 'files' };
  return { live: source.complete, typed, name };
}

function offer(suggestions: readonly Suggestion[], typed: string): { suggestions: readonly Suggestion[]; files: boolean } {
  return { suggestions: suggestions.filter(({ value }) => value.startsWith(typed)), files: false };
}

function nextWords(path: readonly string[], { commands }: Grammar): Suggestion[] {
  const under = commands.filter((command) => command.hidden !== true && command.path.startsWith([...path, ''].join(' ')));
  const words = new Map<string, string>();
  for (const command of under) {
    const [word, ...deeper] = command.path.split(' ').slice(path.length);
    // What several commands begin with is none of them.
    if (word !== undefined) words.set(word, deeper.length === 0 ? command.about : (words.get(word) ?? ''));
  }
  return [...words].map(([value, about]) => ({ value, about }));
}

function lastIfMany(positionals: readonly PositionalEntry[]): PositionalEntry | undefined {
  const last = positionals.at(-1);
  return last?.many === true ? last : undefined;
}
