import type { CompletionKind } from './flag.ts';
import type { FlagWord } from './words.ts';

/** A flag with all that completion needs; plain data, so that it can be made at build time. */
export interface FlagEntry extends FlagWord {
  readonly about: string;
  readonly choices?: readonly string[];
  readonly suggestions?: readonly string[];
  readonly complete?: CompletionKind;
}

/** A positional argument with all that completion needs. */
export interface PositionalEntry {
  readonly many: boolean;
  readonly choices?: readonly string[];
  readonly suggestions?: readonly string[];
  readonly complete?: CompletionKind;
}

/** A command with all that completion needs. */
export interface CommandEntry {
  readonly path: string;
  readonly aliases?: readonly string[];
  readonly about: string;
  readonly flags: readonly FlagEntry[];
  readonly positionals: readonly PositionalEntry[];
  /** Found, and not offered. */
  readonly hidden?: true;
}

/** The whole command line as data, described in one language. */
export interface Grammar {
  readonly global: readonly FlagEntry[];
  readonly commands: readonly CommandEntry[];
}

/** The command that these words call: the one with the longest path or alias that they begin with. */
export function commandIn<C extends Pick<CommandEntry, 'path' | 'aliases'>>(
  words: readonly string[],
  commands: readonly C[],
): C | undefined {
  for (let length = words.length; length > 0; length--) {
    const called = words.slice(0, length).join(' ');
    const command = commands.find(({ path, aliases = [] }) => path === called || aliases.includes(called));
    if (command !== undefined) return command;
  }
  return undefined;
}

/** All flags there are; the global ones win where a command has its own of that name. */
export function everyFlag({ global, commands }: Grammar): FlagEntry[] {
  return [...global, ...commands.flatMap(({ flags }) => flags)];
}
