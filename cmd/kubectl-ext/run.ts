import { Parser } from 'yargs/helpers';
import { ExtError } from '../../shared/errors.ts';
import { message, type Message } from '../../shared/messages/message.ts';
import { type Command, usageOf } from './command.ts';
import { type CommandSection, sections as allSections } from './commands/index.ts';
import { fastAnswer, looksFast } from './fast.ts';
import { makeFastTexts } from './fast-texts.ts';
import { findCommand, unknownFlag, valueMissing } from './find-command.ts';
import { type FlagDefinition, type Flags, kebab, variableOf } from './flag.ts';
import { flagWord, globalFlags } from './flags/index.ts';
import { kubeFlags } from './flags/kube.ts';
import { programFlags } from './flags/program.ts';
import { type Environment, languageOf } from './language.ts';
import { perform, type Telling, tellFailure } from './perform.ts';
import { programOf } from './program.ts';
import type { Surroundings } from './surroundings.ts';
import { tokens } from './words.ts';

/** Runs one command line and returns its exit code. Everything that fails is told on stderr; nothing is thrown. */
export async function run(
  words: readonly string[],
  surroundings: Surroundings,
  sections: readonly CommandSection[] = allSections,
): Promise<number> {
  const { env, argv0, build, stdout } = surroundings;
  const caller = { surroundings, language: languageOf(words, env), program: programOf(argv0) };
  try {
    const quick = looksFast(words) ? fastAnswer({ words, argv0, env }, makeFastTexts(sections, build.version)) : undefined;
    if (quick !== undefined) {
      stdout.write(quick.stdout);
      return quick.exitCode;
    }
    const { command, words: rest } = findCommand(
      words,
      sections.flatMap((section) => section.commands),
    );
    return await perform(command, readArgs(command, rest, env), caller);
  } catch (error) {
    const say = (line: string) => surroundings.stderr.write(`${line}\n`);
    return tellFailure(error, caller, { say, ...wishesIn(words, env) });
  }
}

/** How a failure is to be told that comes before the command line is understood as a whole. */
function wishesIn(words: readonly string[], env: Environment): Omit<Telling, 'say'> {
  const wishes = tokens(words, wordsOf(knownFlags(programFlags))).flatMap((token) =>
    token.kind === 'flag' ? [[token.name, token.value]] : [],
  );
  const said = { 'log-format': env['KUBECTL_EXT_LOG_FORMAT'], v: env['KUBECTL_EXT_V'], ...Object.fromEntries(wishes) };
  return { logFormat: said['log-format'] === 'json' ? 'json' : 'text', verbosity: 'debug' in said ? 6 : Number(said.v ?? 0) };
}

/** Arguments by their names in camelCase, flags and positional ones alike, and what is to be said about how they were given. */
export interface ReadArgs {
  readonly values: Readonly<Record<string, unknown>>;
  readonly notes: readonly Message[];
}

/** Reads the words behind a command and the environment variables of its flags. Throws `usage`. */
export function readArgs(command: Command, words: readonly string[], env: Environment): ReadArgs {
  if (command.verbatim === true) return readVerbatim(command, words);
  const known = knownFlags({ ...globalFlags, ...command.flags });
  const given: Given[] = [];
  const plain: string[] = [];
  for (const token of tokens(words, wordsOf(known))) {
    if (token.kind === 'unknown')
      throw unknownFlag(
        token.spelling,
        [...known.keys()].map((name) => `--${name}`),
        command.path,
      );
    if (token.kind === 'open') throw valueMissing(token.spelling);
    if (token.kind === 'word') plain.push(token.text);
    else given.push(token);
  }
  const all = [...given, ...fromEnvironment(known, given, env)];
  return {
    values: { ...flagValues(all, known), ...positionalValues(plain, command) },
    notes: given.flatMap((each) => notesOn(each, known)),
  };
}

/** The line that is completed is not ours to refuse; of its flags only those matter that choose the cluster. */
function readVerbatim({ positionals }: Command, words: readonly string[]): ReadArgs {
  const given = tokens(words, wordsOf(knownFlags(kubeFlags))).flatMap((token) => (token.kind === 'flag' ? [token] : []));
  return { values: { ...flagValues(given, knownFlags(globalFlags)), quiet: true, [positionals[0]?.name ?? '']: words }, notes: [] };
}

/** A flag as it was given; `spelling` is what an error calls it. */
interface Given {
  readonly name: string;
  readonly spelling: string;
  readonly value: string | undefined;
}

/** Flags by the names of the command line. */
type Known = ReadonlyMap<string, { readonly key: string; readonly flag: FlagDefinition }>;

function knownFlags(flags: Flags): Known {
  return new Map(Object.entries(flags).map(([key, flag]) => [kebab(key), { key, flag }]));
}

function wordsOf(known: Known) {
  return [...known.values()].map(({ key, flag }) => flagWord(key, flag));
}

function fromEnvironment(known: Known, given: readonly Given[], env: Environment): Given[] {
  return [...known].flatMap(([name, { key, flag }]) => {
    const variable = given.some((each) => each.name === name) ? undefined : variableOf(key, flag);
    const value = variable === undefined ? '' : (env[variable] ?? '');
    return variable === undefined || value === '' ? [] : [{ name, spelling: variable, value }];
  });
}

function notesOn({ name, spelling, value }: Given, known: Known): Message[] {
  const flag = known.get(name)?.flag;
  if (flag?.secret === true) return [message('usage.secret', { flag: spelling })];
  return flag?.bareWarns === true && value === undefined ? [message('usage.bare', { flag: spelling, value: flag.bare ?? '' })] : [];
}

function flagValues(given: readonly Given[], known: Known): Record<string, unknown> {
  const named = (wanted: (flag: FlagDefinition) => boolean) => [...known].flatMap(([name, { flag }]) => (wanted(flag) ? [name] : []));
  const parsed = Parser(
    given.flatMap((each) => wordFor(each, known.get(each.name)?.flag)),
    {
      string: named(({ type }) => type === 'string'),
      number: named(({ type }) => type === 'number'),
      boolean: named(({ type }) => type === 'boolean'),
      array: named(({ array }) => array === true),
      configuration: { 'boolean-negation': false, 'camel-case-expansion': false, 'dot-notation': false, 'greedy-arrays': false },
    },
  );
  return Object.fromEntries([...known].map(([name, { key, flag }]) => [key, settled(parsed[name], flag)]));
}

/** The parser takes one pair of quotes off a value; with a pair of ours around it, it leaves those of the value alone. */
function wordFor(given: Given, flag: FlagDefinition | undefined): string[] {
  return flag === undefined ? [] : [`--${given.name}="${checked(given, flag)}"`];
}

/** The text of a value, once it is known to be one of those that the flag takes. */
function checked({ spelling, value }: Given, { type, array, choices, bare = 'true' }: FlagDefinition): string {
  const text = value ?? bare;
  requireChoice(spelling, array === true ? itemsOf(text) : [text], type === 'boolean' ? ['true', 'false'] : choices);
  if (type === 'number' && !/^\d+$/.test(text)) throw new ExtError('usage', message('error.not-a-number', { flag: spelling, value: text }));
  return text;
}

function requireChoice(flag: string, values: readonly string[], choices: readonly string[] | undefined): void {
  const value = values.find((each) => choices?.includes(each) === false);
  if (value !== undefined && choices !== undefined) throw new ExtError('usage', message('error.not-a-choice', { flag, value, choices }));
}

function settled(value: unknown, { type, array, default: fallback }: FlagDefinition): unknown {
  if (array === true) return Array.isArray(value) ? value.flatMap((item) => itemsOf(String(item))) : [];
  // A flag that is given twice counts as it was given last, as in kubectl.
  const last = Array.isArray(value) ? value.at(-1) : value;
  return last ?? fallback ?? (type === 'boolean' ? false : undefined);
}

function itemsOf(text: string): string[] {
  return text.split(',').filter((item) => item !== '');
}

function positionalValues(words: readonly string[], command: Command): Record<string, unknown> {
  const usage = { hints: [usageOf(command)] };
  const values: Record<string, unknown> = {};
  let rest = words;
  for (const { name, required, many, choices } of command.positionals) {
    const taken = many ? rest : rest.slice(0, 1);
    if (required && taken.length === 0) throw new ExtError('usage', message('error.argument-missing', { name: name.toUpperCase() }), usage);
    requireChoice(name.toUpperCase(), taken, choices);
    values[name] = many ? taken : taken[0];
    rest = rest.slice(taken.length);
  }
  if (rest.length > 0) throw new ExtError('usage', message('error.argument-extra', { word: rest[0] ?? '' }), usage);
  return values;
}
