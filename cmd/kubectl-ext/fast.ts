import type { Language } from '../../shared/messages/text.ts';
import { completeLine, completionLines } from './complete/line.ts';
import { commandIn, everyFlag, type Grammar } from './grammar.ts';
import { type Environment, languageOf } from './language.ts';
import { clientVersionLine, inNameOf, programOf } from './program.ts';
import { plainWords, tokens } from './words.ts';

/** Everything that can be said without running a command, made from the definitions of the commands. */
export type FastTexts = Readonly<Record<Language, FastLanguage>>;

/** The texts of one language: help by the path of a command (the whole program's under the empty path), topics by name. */
export interface FastLanguage {
  readonly version: string;
  readonly help: Readonly<Record<string, string>>;
  readonly topics: Readonly<Record<string, string>>;
  readonly grammar: Grammar;
}

/** What was typed, under which name of the program, in which environment. */
export interface FastQuestion {
  readonly words: readonly string[];
  readonly argv0: string;
  readonly env: Environment;
}

/** An answer that is complete: nothing else has to be loaded or asked. */
export interface FastAnswer {
  readonly stdout: string;
  readonly exitCode: number;
}

/** Whether the words may be a question for `fastAnswer` at all; false spares making the texts where they are not ready-made. */
export function looksFast(words: readonly string[]): boolean {
  return (
    words.every((word) => word.startsWith('-')) || words.some((word) => /^(help|--help|-\w*h|--version|version|__complete)$/.test(word))
  );
}

/** Answers help, version and completion of known words; nothing where a command has to run or an error has to be told. */
export function fastAnswer({ words, argv0, env }: FastQuestion, texts: FastTexts): FastAnswer | undefined {
  const known = texts[languageOf(words, env)];
  const stdout = words[0] === '__complete' ? complete(words.slice(1), known.grammar) : answer({ words, argv0, env }, known);
  return stdout === undefined ? undefined : { stdout: inNameOf(programOf(argv0), stdout), exitCode: 0 };
}

function complete(words: readonly string[], grammar: Grammar): string | undefined {
  const completion = completeLine(words, grammar);
  return 'live' in completion ? undefined : completionLines(completion.suggestions, completion.files);
}

function answer({ words, env }: FastQuestion, { version, help, topics, grammar }: FastLanguage): string | undefined {
  const line = tokens(words, [{ name: 'version', takes: 'nothing' }, ...everyFlag(grammar)]);
  const plain = plainWords(line);
  const flags = line.flatMap((token) => (token.kind === 'flag' && token.name !== 'lang' ? [flagOf(token)] : []));
  if (flags.includes('help')) return helpOn(plain, help);
  if (plain[0] === 'help') return explain(plain.slice(1).join(' '), topics) ?? explain(plain.slice(1).join(' '), help);
  if (line.some(({ kind }) => kind === 'unknown' || kind === 'open')) return undefined;
  if (plain.length === 0 && flags.includes('version')) return `kubectl-ext ${version}\n`;
  if (plain.length === 0) return help[''];
  return asksClientVersion(plain, flags, env) ? `${clientVersionLine(version)}\n` : undefined;
}

function asksClientVersion(words: readonly string[], flags: readonly string[], { KUBECTL_EXT_OUTPUT = '' }: Environment): boolean {
  return words.join(' ') === 'version' && flags.join() === 'client' && KUBECTL_EXT_OUTPUT === '';
}

/** A flag that is on by its name alone; with any other value it is not what it seems. */
function flagOf({ name, value = 'true' }: { readonly name: string; readonly value: string | undefined }): string {
  return value === 'true' ? name : `${name}=${value}`;
}

function explain(name: string, texts: Readonly<Record<string, string>>): string | undefined {
  return Object.hasOwn(texts, name) ? texts[name] : undefined;
}

function helpOn(words: readonly string[], help: FastLanguage['help']): string | undefined {
  if (words.length === 0) return help[''];
  const path = commandIn(
    words,
    Object.keys(help).map((each) => ({ path: each })),
  )?.path;
  return path === undefined ? undefined : help[path];
}
