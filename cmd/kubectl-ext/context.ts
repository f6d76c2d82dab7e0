import type { ActionContext } from '../../shared/actions/context.ts';
import type { Report } from '../../shared/actions/event.ts';
import type { Document } from '../../shared/actions/result.ts';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { ExtError } from '../../shared/errors.ts';
import { type Message, message } from '../../shared/messages/message.ts';
import { type Language, textOf } from '../../shared/messages/text.ts';
import { keepLocally } from './local-history.ts';
import { connectionOf, type Settings, verbosityOf } from './settings.ts';
import type { Surroundings } from './surroundings.ts';
import type { Log } from './ui/log.ts';
import type { Formatter } from './ui/output.ts';
import type { Screen } from './ui/screen.ts';
import type { View } from './ui/view.ts';

/** What a command may use: what its action needs, and `out` for the result. */
export interface CommandContext extends ActionContext {
  /** Prints the answer in the format that was asked for. */
  readonly out: <D extends Document<string>>(document: D, view: View<D>) => void;
  /** Prints text as it is: a script, a help page. */
  readonly print: (text: string) => void;
  /** The values of the flags that every command takes. */
  readonly settings: Settings;
  readonly surroundings: Surroundings;
  /** How people call this program: `kubectl ext`. */
  readonly program: string;
  readonly language: Language;
}

/** What a context is made of. */
export interface ContextParts {
  readonly surroundings: Surroundings;
  readonly settings: Settings;
  readonly language: Language;
  readonly program: string;
  readonly again: string;
  readonly screen: Screen;
  readonly report: Report;
  readonly log: Log;
  readonly formatter: Formatter;
}

/** A context, and what `run` has to know and do when the command has ended. */
export interface OpenContext {
  readonly context: CommandContext;
  /** Whether an answer was printed; a failure must not add a second document. */
  readonly hasAnswered: () => boolean;
  readonly close: () => void;
}

/** Makes the context of one call. */
export function openContext(parts: ContextParts): OpenContext {
  const { surroundings, settings, language, program, again, screen, formatter } = parts;
  const { now, signal } = surroundings;
  let connecting: Promise<Cluster> | undefined;
  let connected: Cluster | undefined;
  let answered = false;
  const print = (text: string) => {
    answered = true;
    screen.answer(text);
  };
  const report: Report = (event) => {
    const line = event.step === undefined ? undefined : formatter.tell(event.step);
    if (line !== undefined) print(line);
    if (line === undefined || settings.logFormat === 'json') parts.report(event);
  };
  const context: CommandContext = {
    ...{ report, now, signal, surroundings, settings, program, language, again, print },
    ...{ packages: surroundings.packages, trust: surroundings.trust, violet: surroundings.violet },
    cluster: () => (connecting ??= connect(parts).then((cluster) => (connected = cluster))),
    ask: (question) => ask(question, parts),
    keepLocally: (line) => keepLocally(line, surroundings.env),
    images: (wish) => surroundings.images(wish, askedBy(parts)),
    packageWriter: surroundings.packageWriter,
    out: (document, view) => {
      const { text, isEmpty } = formatter.print(document, view);
      print(text);
      if (isEmpty) report({ state: 'note', message: view.nothing?.(document) ?? nothingFound(settings) });
    },
  };
  return { context, hasAnswered: () => answered, close: () => connected?.close() };
}

/** The context for what goes on only as long as somebody reads what it prints. */
export function whileRead(context: CommandContext): CommandContext {
  return { ...context, signal: AbortSignal.any([context.signal, context.surroundings.readerGone]) };
}

function connect(parts: ContextParts): Promise<Cluster> {
  const { surroundings, settings, report } = parts;
  return surroundings.connect({
    ...connectionOf(settings),
    ...askedBy(parts),
    onWarning: (text) => report({ state: 'warning', message: message('ui.server-warning', { text }) }),
  });
}

/** Who asks a server, whichever it is, and what becomes of it in logs. */
function askedBy({ surroundings, settings, log }: ContextParts) {
  const { env, signal, build } = surroundings;
  const userAgent = `kubectl-ext/${build.version} (${build.platform}) ${build.commit.slice(0, 7)}`;
  return { env, signal, userAgent, log, verbosity: verbosityOf(settings) };
}

async function ask(question: Message, { settings, surroundings, screen, language }: ContextParts): Promise<void> {
  if (settings.yes === true) return;
  const { stdin, stderr, signal } = surroundings;
  const isAnswerable = !settings.noInput && stdin.isTTY === true && stderr.isTTY === true;
  if (!isAnswerable) throw new ExtError('usage', message('error.nobody-to-ask', { flag: '--yes' }));
  const { askYes } = await import('./ui/prompt.ts');
  const agreed = await askYes(textOf(question, language), { stdin, signal, show: screen.prompt });
  if (!agreed) throw new ExtError('declined', message('error.declined'));
}

function nothingFound({ namespace, allNamespaces = false }: Settings): Message {
  return allNamespaces || namespace === undefined ? message('ui.nothing-found') : message('ui.nothing-found-in', { namespace });
}
