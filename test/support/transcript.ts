import { session, type SessionOptions } from './session.ts';

/** Plays a command line and returns what a transcript shows of it. */
export type Play = (command: CommandLine) => Promise<{ readonly transcript: string; readonly exitCode: number }>;

/** A line such as `$ KUBECTL_EXT_LANG=ru kubectl ext list -n apps`, understood. */
export interface CommandLine {
  readonly env: Readonly<Record<string, string>>;
  readonly words: readonly string[];
}

/**
 * Plays a file of sessions again and returns it as it would have to look. In the file
 * `$ kubectl ext …` is a command line, in which variables may stand in front and quotes around a word;
 * the lines behind it are what it prints, with `2> ` before those of stderr; `[exit N]` ends it; everything else is left as it is.
 */
export async function replay(text: string, play: Play): Promise<string> {
  const lines = text.split('\n');
  const replayed: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    replayed.push(line);
    if (!line.startsWith('$ ')) continue;
    const { transcript, exitCode } = await play(readCommand(line.slice(2)));
    replayed.push(`${transcript}[exit ${exitCode}]`);
    const end = lines.findIndex((each, index) => index > at && (/^\[exit \d+\]$/.test(each) || each.startsWith('$ ')));
    if (end === -1) break;
    at = lines[end]?.startsWith('$ ') === true ? end - 1 : end;
  }
  return `${replayed.join('\n').trimEnd()}\n`;
}

/** Plays command lines with the same surroundings for each, besides the variables in front of it. */
export function playerOf(options: SessionOptions): Play {
  return ({ env, words }) => session(words, { ...options, env: { ...options.env, ...env } });
}

/** Reads a command line as a shell would, without expanding anything. */
function readCommand(line: string): CommandLine {
  const words = [...line.matchAll(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g)].map(([word]) => word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));
  const start = words.findIndex((word) => !/^[A-Z_]+=/.test(word));
  const [program, plugin] = words.slice(start);
  if (program !== 'kubectl' || plugin !== 'ext') throw new Error(`not a command line of kubectl ext: ${line}`);
  const env = Object.fromEntries(
    words.slice(0, start).map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
  );
  return { env, words: words.slice(start + 2) };
}
