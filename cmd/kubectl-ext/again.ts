import type { Command } from './command.ts';
import { type Flags, kebab } from './flag.ts';
import { globalFlags } from './flags/index.ts';
import type { Token } from './words.ts';

/** A command line that was understood as one to copy: with its flags as they were spelled, and without its secrets. */
export function againOf({ path, flags }: Command, line: readonly Token[]): string {
  const known: Flags = { ...globalFlags, ...flags };
  const flagNamed = new Map(Object.entries(known).map(([key, flag]) => [kebab(key), flag]));
  const words = line.flatMap((token) => {
    if (token.kind === 'word') return [quoted(token.text)];
    const flag = token.kind === 'flag' ? flagNamed.get(token.name) : undefined;
    if (token.kind !== 'flag' || flag === undefined || flag.secret === true) return [];
    if (token.value === undefined) return [token.spelling];
    const takesNext = flag.type !== 'boolean' && flag.bare === undefined;
    return [`${token.spelling}${takesNext ? ' ' : '='}${quoted(token.value)}`];
  });
  return ['kubectl ext', path, ...words].join(' ');
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
