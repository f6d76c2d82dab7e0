import { ExtError } from '../../shared/errors.ts';
import { message } from '../../shared/messages/message.ts';
import { allCommands, type Commands } from './commands/index.ts';
import { type FastAnswer, fastAnswer, type FastQuestion, looksFast } from './fast.ts';
import { findCommand } from './find-command.ts';
import { knownFlags } from './flag.ts';
import { outputFlags } from './flags/output.ts';
import { programFlags } from './flags/program.ts';
import type { Grammar } from './grammar.ts';
import { type Environment, languageOf } from './language.ts';
import { type Caller, failureText, perform, type Telling, tellFailure } from './perform.ts';
import { programOf } from './program.ts';
import { readArgs, wordsOf } from './read-args.ts';
import type { Surroundings } from './surroundings.ts';
import { tokens } from './words.ts';

/** What there is to run. */
export interface Repertoire {
  readonly commands?: Commands;
  /** All that is needed to find a command, as the build made it; the sources run without, and make it when asked. */
  readonly grammar?: Grammar | undefined;
}

/** Runs one command line and returns its exit code. Everything that fails is told on stderr; nothing is thrown. */
export async function run(
  words: readonly string[],
  surroundings: Surroundings,
  { commands = allCommands, grammar }: Repertoire = {},
): Promise<number> {
  const { env, argv0, build, stdout } = surroundings;
  const caller = callerOf(words, surroundings);
  let kind: string | undefined;
  try {
    const quick = grammar === undefined && looksFast(words) ? await madeNow({ words, argv0, env }, commands, build.version) : undefined;
    if (quick !== undefined) {
      stdout.write(quick.stdout);
      return quick.exitCode;
    }
    const { path, words: rest } = findCommand(words, grammar ?? (await grammarMadeNow(commands)));
    const command = await commands.load(path);
    kind = command.kind;
    return await perform(command, readArgs(command, rest, env), caller);
  } catch (error) {
    return await tellEarly(error, { words, kind, caller });
  }
}

/** The sources run without the texts that the build makes, out of which `main` answers before it comes to this. */
async function madeNow(asked: FastQuestion, commands: Commands, version: string): Promise<FastAnswer | undefined> {
  const { makeFastTexts } = await import('./fast-texts.ts');
  return fastAnswer(asked, makeFastTexts(await commands.sections(), version));
}

async function grammarMadeNow(commands: Commands): Promise<Grammar> {
  const { grammarOf } = await import('./fast-texts.ts');
  const sections = await commands.sections();
  return grammarOf(
    sections.flatMap((section) => section.commands),
    'en',
  );
}

/** Tells that the answer could not be written; returns the exit code. */
export function tellLost(cause: Error, words: readonly string[], surroundings: Surroundings): number {
  const error = new ExtError('failure', message('error.answer-lost'), { because: cause.message, cause });
  return tell(error, words, callerOf(words, surroundings));
}

function callerOf(words: readonly string[], surroundings: Surroundings): Caller {
  return { surroundings, language: languageOf(words, surroundings.env), program: programOf(surroundings.argv0) };
}

interface Misread {
  readonly words: readonly string[];
  /** What the command would have answered with, where it is known which one was meant. */
  readonly kind: string | undefined;
  readonly caller: Caller;
}

/** Tells a failure that comes before the command line is understood as a whole: by the wishes that can be made out in it. */
async function tellEarly(error: unknown, { words, kind, caller }: Misread): Promise<number> {
  const { stdout, env } = caller.surroundings;
  const { output } = wishesIn(words, env);
  if (output !== undefined) stdout.write(await failureText(error, { kind, output, caller }));
  return tell(error, words, caller);
}

function tell(error: unknown, words: readonly string[], caller: Caller): number {
  const { stderr, env } = caller.surroundings;
  return tellFailure(error, caller, { say: (line) => stderr.write(`${line}\n`), ...wishesIn(words, env) });
}

interface Wishes extends Omit<Telling, 'say'> {
  readonly output: 'json' | 'yaml' | undefined;
}

function wishesIn(words: readonly string[], env: Environment): Wishes {
  const wishes = tokens(words, wordsOf(knownFlags({ ...programFlags, output: outputFlags.output }))).flatMap((token) =>
    token.kind === 'flag' ? [[token.name, token.value]] : [],
  );
  const { KUBECTL_EXT_LOG_FORMAT, KUBECTL_EXT_V, KUBECTL_EXT_OUTPUT } = env;
  const said = { 'log-format': KUBECTL_EXT_LOG_FORMAT, v: KUBECTL_EXT_V, output: KUBECTL_EXT_OUTPUT, ...Object.fromEntries(wishes) };
  return {
    logFormat: said['log-format'] === 'json' ? 'json' : 'text',
    verbosity: 'debug' in said ? 6 : Number(said.v ?? 0),
    output: said.output === 'json' || said.output === 'yaml' ? said.output : undefined,
  };
}
