import { ExtError } from '../../shared/errors.ts';
import { message, type Message } from '../../shared/messages/message.ts';
import { againOf } from './again.ts';
import { type Command, usageOf, wordOf } from './command.ts';
import { unknownFlag, valueMissing } from './find-command.ts';
import { type FlagDefinition, type KnownFlags, knownFlags, variableOf } from './flag.ts';
import { flagWord, globalFlags } from './flags/index.ts';
import { kubeFlags } from './flags/kube.ts';
import type { Environment } from './language.ts';
import { tokens } from './words.ts';

/** What was given to a command. */
export interface ReadArgs {
  /** Arguments by their names in camelCase, flags and positional ones alike. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What is to be said about how they were given. */
  readonly notes: readonly Message[];
  /** The command line as one to copy, without its secrets. */
  readonly again: string;
}

/** Reads the words behind a command and the environment variables of its flags. Throws `usage`. */
export function readArgs(command: Command, words: readonly string[], env: Environment): ReadArgs {
  if (command.verbatim === true) return readVerbatim(command, words, env);
  const known = knownFlags({ ...globalFlags, ...command.flags });
  const line = tokens(words, wordsOf(known));
  const given: Given[] = [];
  const plain: string[] = [];
  for (const token of line) {
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
    again: againOf(command, line, known),
  };
}

/** The line that is completed is not ours to refuse; of its flags only those matter that choose the cluster. */
function readVerbatim({ positionals }: Command, words: readonly string[], env: Environment): ReadArgs {
  const known = knownFlags(kubeFlags);
  const given = tokens(words, wordsOf(known)).flatMap((token) => (token.kind === 'flag' ? [token] : []));
  const all = [...given, ...fromEnvironment(known, given, env)];
  return {
    values: { ...flagValues(all, knownFlags(globalFlags)), quiet: true, [positionals[0]?.name ?? '']: words },
    ...{ notes: [], again: '' },
  };
}

/** A flag as it was given; `spelling` is what an error calls it. */
interface Given {
  readonly name: string;
  readonly spelling: string;
  readonly value: string | undefined;
}

/** Flags as the splitter of the command line wants to know them. */
export function wordsOf(known: KnownFlags) {
  return [...known.values()].map(({ key, flag }) => flagWord(key, flag));
}

function fromEnvironment(known: KnownFlags, given: readonly Given[], env: Environment): Given[] {
  return [...known].flatMap(([name, { key, flag }]) => {
    const variable = given.some((each) => each.name === name) ? undefined : variableOf(key, flag);
    const value = variable === undefined ? '' : (env[variable] ?? '');
    return variable === undefined || value === '' ? [] : [{ name, spelling: variable, value }];
  });
}

function notesOn({ name, spelling, value }: Given, known: KnownFlags): Message[] {
  const flag = known.get(name)?.flag;
  if (flag?.secret === true) return [message('usage.secret', { flag: spelling })];
  return flag?.bareWarns === true && value === undefined ? [message('usage.bare', { flag: spelling, value: flag.bare ?? '' })] : [];
}

function flagValues(given: readonly Given[], known: KnownFlags): Record<string, unknown> {
  const texts = new Map<string, string[]>();
  for (const each of given) {
    const flag = known.get(each.name)?.flag;
    if (flag !== undefined) texts.set(each.name, [...(texts.get(each.name) ?? []), checked(each, flag)]);
  }
  return Object.fromEntries([...known].map(([name, { key, flag }]) => [key, valueOf(texts.get(name) ?? [], flag)]));
}

/** The text of a value, once it is known to be one of those that the flag takes. */
function checked({ spelling, value }: Given, flag: FlagDefinition): string {
  const { type, choices, bare = 'true' } = flag;
  const given = value ?? bare;
  const text = type === 'boolean' ? (booleans.get(given) ?? given) : given;
  const items = flag.array === true ? itemsOf(text, flag) : [text];
  requireChoice(spelling, items, type === 'boolean' ? ['true', 'false'] : choices);
  if (type === 'number' && !/^\d+$/.test(text)) throw new ExtError('usage', message('error.not-a-number', { flag: spelling, value: text }));
  return text;
}

/** The spellings of Go's `strconv.ParseBool`, which kubectl takes. */
const booleans: ReadonlyMap<string, 'true' | 'false'> = new Map([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((word) => [word, 'true'] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((word) => [word, 'false'] as const),
]);

function requireChoice(flag: string, values: readonly string[], choices: readonly string[] | undefined): void {
  const value = values.find((each) => choices?.includes(each) === false);
  if (value !== undefined && choices !== undefined) throw new ExtError('usage', message('error.not-a-choice', { flag, value, choices }));
}

function valueOf(texts: readonly string[], flag: FlagDefinition): unknown {
  const { type, array, default: fallback } = flag;
  if (array === true) return texts.flatMap((text) => itemsOf(text, flag));
  // A flag that is given twice counts as it was given last, as in kubectl.
  const last = texts.at(-1);
  if (last === undefined) return fallback ?? (type === 'boolean' ? false : undefined);
  return { string: last, number: Number(last), boolean: last === 'true' }[type];
}

function itemsOf(text: string, { whole }: FlagDefinition): string[] {
  return (whole === true ? [text] : text.split(',')).filter((item) => item !== '');
}

function positionalValues(words: readonly string[], command: Command): Record<string, unknown> {
  const usage = { hints: [usageOf(command)] };
  const values: Record<string, unknown> = {};
  let rest = words;
  for (const positional of command.positionals) {
    const { name, required, many, choices } = positional;
    const called = wordOf(positional);
    const taken = many ? rest : rest.slice(0, 1);
    if (required && taken.length === 0) throw new ExtError('usage', message('error.argument-missing', { name: called }), usage);
    requireChoice(called, taken, choices);
    values[name] = many ? taken : taken[0];
    rest = rest.slice(taken.length);
  }
  if (rest.length > 0) throw new ExtError('usage', message('error.argument-extra', { word: rest[0] ?? '' }), usage);
  return values;
}
