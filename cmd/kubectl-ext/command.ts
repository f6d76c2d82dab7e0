import type { ErrorCode } from '../../shared/errors.ts';
import type { MessageId } from '../../shared/messages/message.ts';
import type { CommandContext } from './context.ts';
import type { CompletionKind, Flags, FlagValues } from './flag.ts';

/** A command line to copy, and what it is good for. */
export interface Example {
  /** What stands behind `kubectl ext`. */
  readonly line: string;
  readonly about: MessageId;
}

/** What is known of a positional argument besides its name. */
export interface PositionalDefinition {
  readonly choices?: readonly string[];
  /** Offered by completion, and not the only words there are. */
  readonly suggestions?: readonly string[];
  readonly complete?: CompletionKind;
}

/** A positional argument as the name of its command spells it: `<name>`, `[name]`, `<files..>`, `[names..]`. */
export interface Positional extends PositionalDefinition {
  readonly name: string;
  readonly required: boolean;
  readonly many: boolean;
}

/** What a command has to say about itself, whatever its flags and options are. */
interface About {
  readonly summary: MessageId;
  /** Sentences that help shows under the summary. */
  readonly details?: MessageId;
  /** The permissions it needs, `verb resource`, for its reference page. */
  readonly permissions: readonly string[];
  /** It writes files on this machine: when it is interrupted, it tidies up first. */
  readonly writesFiles?: true;
  /** No role that is shipped gives its permissions: they are worth as much as the whole cluster. */
  readonly forClusterAdmins?: true;
  readonly examples?: readonly Example[];
  /** The `kind` of its JSON document, so that a failure is a document of that kind too. */
  readonly kind?: string;
  /** Other names, of as many words as the path: `ls`. */
  readonly aliases?: readonly string[];
  /** Not in lists and completion: made for programs. */
  readonly hidden?: true;
  /** Every word behind the command is its own; none of them is a flag. */
  readonly verbatim?: true;
}

/** A command as the list of commands holds it: nothing in it depends on what its flags are. */
export interface Command extends About {
  /** The words that call it: `completion install`. */
  readonly path: string;
  readonly positionals: readonly Positional[];
  readonly flags: Flags;
  /** Parses and runs. The code is what an answer means although nothing failed: `pending`, `partial`, `broken`. */
  readonly execute: (args: Readonly<Record<string, unknown>>, context: CommandContext) => Promise<ErrorCode | void>;
}

type Words<Line extends string> = Line extends `${infer Word} ${infer Rest}` ? Word | Words<Rest> : Line;
type NameOf<Word> = Word extends `<${infer Name}..>` | `[${infer Name}..]` | `<${infer Name}>` | `[${infer Name}]`
  ? Name extends `${infer Plain}..`
    ? Plain
    : Name
  : never;
type ArgumentOf<Word> = Word extends `${string}..${string}` ? readonly string[] : Word extends `<${string}` ? string : string | undefined;
type Arguments<Line extends string> = { readonly [Word in Words<Line> as NameOf<Word>]: ArgumentOf<Word> };

/** What `parse` of a command gets: its flags and its positional arguments. */
export type Args<Line extends string, F extends Flags> = FlagValues<F> & Arguments<Line>;

interface Definition<Line extends string, F extends Flags, Options> extends About {
  /** The words that call it and its arguments: `approve [names..]`. */
  readonly name: Line;
  readonly positionals?: { readonly [Name in keyof Arguments<Line>]?: PositionalDefinition };
  readonly flags: F;
  /** Flags to options; pure. */
  parse(args: Args<Line, F>): Options;
  /** Options to effect: one call of one action. */
  run(options: Options, context: CommandContext): Promise<ErrorCode | void>;
}

/** A command with its types, as its tests use it. */
export type TypedCommand<Line extends string, F extends Flags, Options> = Command & Pick<Definition<Line, F, Options>, 'parse' | 'run'>;

/** Makes a command. The types of its flags stay inside, so that commands with different flags fit into one list. */
export function defineCommand<const Line extends string, const F extends Flags, Options>(
  definition: Definition<Line, F, Options>,
): TypedCommand<Line, F, Options> {
  const { name, positionals = {}, ...rest } = definition;
  const words = name.split(' ');
  return {
    ...rest,
    path: words.filter((word) => !isArgument(word)).join(' '),
    positionals: words.filter(isArgument).map((word) => positionalOf(word, positionals)),
    // The cast is the point where words become typed: `run.ts` read the arguments by these very definitions.
    execute: async (args, context) => definition.run(definition.parse(args as Args<Line, F>), context),
  };
}

function isArgument(word: string): boolean {
  return word.startsWith('<') || word.startsWith('[');
}

function positionalOf(word: string, known: Readonly<Record<string, PositionalDefinition | undefined>>): Positional {
  const name = word.replace(/[<>[\].]/g, '');
  return { ...known[name], name, required: word.startsWith('<'), many: word.includes('..') };
}

/** The line that shows how a command is called: `kubectl ext versions NAME`. */
export function usageOf({ path, positionals }: Command): string {
  return ['kubectl ext', path, ...positionals.map(placeholder)].join(' ');
}

/** What help and errors call an argument: `NAME`. */
export function wordOf({ name, many }: Pick<Positional, 'name' | 'many'>): string {
  return (many ? name.replace(/s$/, '') : name).toUpperCase();
}

function placeholder(positional: Positional): string {
  const { required, many, choices } = positional;
  const word = choices?.join('|') ?? wordOf(positional);
  const shown = many ? `${word}...` : word;
  return required ? shown : `[${shown}]`;
}
