import { nearest } from '../../shared/model/nearest.ts';
import { ExtError } from '../../shared/errors.ts';
import { message } from '../../shared/messages/message.ts';
import { type CommandEntry, commandIn, everyFlag, type Grammar } from './grammar.ts';
import { plainWords, type Token, tokens } from './words.ts';

/** A command that was called, and the words that are left for it. */
export interface Called {
  readonly path: string;
  readonly words: readonly string[];
}

/** Finds the command that a command line calls; flags may stand before it. Throws `usage` with the nearest names. */
export function findCommand(words: readonly string[], grammar: Grammar): Called {
  const line = tokens(words, everyFlag(grammar));
  const command = commandIn(plainWords(line), grammar.commands);
  if (command === undefined) throw nothingCalled(line, grammar);
  const places = line.flatMap((token) => (token.kind === 'word' ? [token.at] : [])).slice(0, command.path.split(' ').length);
  return { path: command.path, words: words.filter((_, at) => !places.includes(at)) };
}

/** The error of a flag that a command, or the whole program, does not have. */
export function unknownFlag(spelling: string, known: readonly string[], path = ''): ExtError {
  const near = spelling.startsWith('--') ? nearest(spelling, known).slice(0, 1) : [];
  const help = ['kubectl ext', path, '--help'].filter((word) => word !== '').join(' ');
  const hints = near.length > 0 ? near.map((name) => message('error.did-you-mean', { name })) : [help];
  return new ExtError('usage', message('error.unknown-flag', { flag: spelling }), { hints });
}

/** The error of a flag at the end of the line that wants a value. */
export function valueMissing(spelling: string): ExtError {
  return new ExtError('usage', message('error.value-missing', { flag: spelling }));
}

/** The first word that makes no sense is the one to talk about. */
function nothingCalled(line: readonly Token[], { commands, global }: Grammar): ExtError {
  const first = line.find(({ kind }) => kind !== 'flag');
  if (first?.kind === 'open') return valueMissing(first.spelling);
  if (first?.kind !== 'unknown') return unknownCommand(plainWords(line), commands);
  return unknownFlag(
    first.spelling,
    global.map(({ name }) => `--${name}`),
  );
}

interface OtherWay {
  readonly words: readonly string[];
  readonly because: 'error.no-upgrade' | 'error.no-uninstall';
  readonly hints: readonly string[];
}

/** What is looked for here and done in another way; the nearest name of a command would be the wrong one. */
const otherWays: readonly OtherWay[] = [
  {
    words: ['upgrade', 'update'],
    because: 'error.no-upgrade',
    hints: ['kubectl ext list --pending', 'kubectl ext approve NAME'],
  },
  {
    words: ['uninstall', 'remove', 'delete'],
    because: 'error.no-uninstall',
    hints: [
      'kubectl delete subscriptions.operators.coreos.com SUBSCRIPTION -n NAMESPACE',
      'kubectl delete clusterserviceversions.operators.coreos.com CSV -n NAMESPACE',
    ],
  },
];

function unknownCommand([word = '', next = '']: readonly string[], commands: readonly CommandEntry[]): ExtError {
  const another = otherWays.find(({ words }) => words.includes(word));
  if (another !== undefined) {
    const { because, hints } = another;
    return new ExtError('usage', message('error.unknown-command', { command: word }), { because: message(because), hints });
  }
  const paths = commands.filter(({ hidden }) => hidden !== true).map(({ path }) => path);
  const under = paths.filter((path) => path.startsWith(`${word} `)).map((path) => path.slice(word.length + 1));
  const isGroup = under.length > 0;
  const near = isGroup ? nearest(next, under).map((name) => `${word} ${name}`) : nearest(word, paths);
  const hints = near.length > 0 ? near : [isGroup ? `${word} --help` : '--help'];
  return new ExtError('usage', message('error.unknown-command', { command: isGroup ? `${word} ${next}`.trim() : word }), {
    hints: hints.map((hint) => `kubectl ext ${hint}`),
  });
}
