import { readFile } from 'node:fs/promises';
import type { Report } from '../../shared/actions/event.ts';
import { ExtError } from '../../shared/errors.ts';
import { message } from '../../shared/messages/message.ts';
import type { Language } from '../../shared/messages/text.ts';
import type { Command } from './command.ts';
import { openContext } from './context.ts';
import { exitCodes } from './exit-code.ts';
import { inNameOf } from './program.ts';
import type { ReadArgs } from './read-args.ts';
import { type Settings, verbosityOf } from './settings.ts';
import type { Surroundings } from './surroundings.ts';
import { styleFor } from './ui/colour.ts';
import { errorDocument, errorEvent, errorLines } from './ui/errors.ts';
import { makeLog } from './ui/log.ts';
import { type Formatter, makeFormatter } from './ui/output.ts';
import { jsonReport, lineReport } from './ui/progress.ts';
import { makeScreen, type Screen } from './ui/screen.ts';

/** Who called, from where, and in which language they are answered. */
export interface Caller {
  readonly surroundings: Surroundings;
  readonly language: Language;
  readonly program: string;
}

/** Runs a command with arguments that were read by its own definitions; returns the exit code. */
export async function perform(command: Command, { values, notes, again }: ReadArgs, caller: Caller): Promise<number> {
  // The values were read by `globalFlags` and by the command's definitions, in which a shared name is a shared flag.
  const settings = values as Settings;
  const { stdout, stderr, env, now } = caller.surroundings;
  const screen = makeScreen(stdout, stderr, stderr.isTTY === true && env['TERM'] !== 'dumb' && (env['CI'] ?? '') === '');
  const formatter = await formatterFor(settings, caller.surroundings);
  const report = reportFor(screen, settings, caller);
  const log = makeLog(screen, verbosityOf(settings), settings.logFormat, now);
  const { context, hasAnswered, close } = openContext({ ...caller, again, settings, screen, report, log, formatter });
  for (const note of notes) report({ state: 'warning', message: note });
  try {
    const running = command.execute(values, context);
    // Whoever only reads leaves nothing behind, so there is nothing to finish first.
    const code = await (isReadOnly(command) ? Promise.race([running, interruption(caller.surroundings.signal)]) : running);
    return code === undefined ? 0 : exitCodes[code];
  } catch (error) {
    const { kind } = command;
    if (formatter.isData && !hasAnswered()) screen.answer(printFailure(error, { kind, formatter, caller }));
    return tellFailure(error, caller, { say: screen.say, verbosity: verbosityOf(settings), logFormat: settings.logFormat });
  } finally {
    screen.clear();
    close();
  }
}

function isReadOnly({ permissions, writesFiles }: Command): boolean {
  return writesFiles !== true && permissions.every((permission) => /^(get|list|watch) /.test(permission));
}

function interruption(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const interrupt = () => reject(new ExtError('interrupted', message('error.interrupted')));
  if (signal.aborted) interrupt();
  signal.addEventListener('abort', interrupt, { once: true });
  return promise;
}

/** In which form a failure is an answer, and of which kind. */
export interface FailureForm {
  readonly kind: string | undefined;
  readonly output: 'json' | 'yaml';
  readonly caller: Caller;
}

/** A failure as the document that whoever asked for data gets instead of an answer. */
export async function failureText(error: unknown, { kind, output, caller }: FailureForm): Promise<string> {
  const { env, stdout } = caller.surroundings;
  const options = { noHeaders: false, sortBy: undefined, dryRun: 'none', columns: undefined, readFile: templateIn } as const;
  const formatter = await makeFormatter({ ...options, output, style: styleFor(stdout, env, 'never') });
  return printFailure(error, { kind, formatter, caller });
}

interface FailurePrint {
  readonly kind: string | undefined;
  readonly formatter: Formatter;
  readonly caller: Caller;
}

function printFailure(error: unknown, { kind = 'Error', formatter, caller }: FailurePrint): string {
  return formatter.print(errorDocument(kind, expected(error, caller.surroundings.signal)), { names: () => [] }).text;
}

/** How a failure is told. */
export interface Telling {
  readonly say: (line: string) => void;
  readonly verbosity: number;
  readonly logFormat: 'text' | 'json';
}

/** Tells on stderr what went wrong and returns the exit code. */
export function tellFailure(error: unknown, { surroundings, language, program }: Caller, { say, verbosity, logFormat }: Telling): number {
  const { now, signal } = surroundings;
  const known = expected(error, signal);
  if (logFormat === 'json') say(errorEvent(known, now()));
  else for (const line of errorLines(known, language)) say(inNameOf(program, line));
  if (verbosity >= 6 && known.sentence.id === 'error.bug' && error instanceof Error) say(error.stack ?? error.message);
  return exitCodes[known.code];
}

/** The error as one of the expected ones; anything else is a bug, unless it is the echo of a signal. */
function expected(error: unknown, signal: AbortSignal): ExtError {
  const isEcho = signal.aborted && error instanceof Error && error.name === 'AbortError';
  const known = error instanceof ExtError ? error : isEcho ? new ExtError('interrupted', message('error.interrupted')) : undefined;
  if (known === undefined)
    return new ExtError('failure', message('error.bug', { what: String(error) }), { hints: [message('error.bug.hint')], cause: error });
  return known.code === 'interrupted' && signal.reason === 'SIGTERM' ? new ExtError('terminated', known.sentence, known.details) : known;
}

function reportFor(screen: Screen, settings: Settings, { surroundings, language, program }: Caller): Report {
  const { stderr, env, now } = surroundings;
  if (settings.quiet) return () => {};
  if (settings.logFormat === 'json') return jsonReport(screen, now);
  return lineReport({ screen, style: styleFor(stderr, env, settings.color), language, program, now });
}

function formatterFor(
  { output, noHeaders = false, sortBy, dryRun = 'none', color }: Settings,
  { stdout, env }: Surroundings,
): Promise<Formatter> {
  return makeFormatter({
    ...{ output, noHeaders, sortBy, dryRun },
    columns: stdout.isTTY === true ? stdout.columns : undefined,
    style: styleFor(stdout, env, color),
    readFile: templateIn,
  });
}

async function templateIn(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new ExtError('usage', message('error.cannot-read', { file }), {
      because: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
}
