import type { Command } from './command.ts';
import type { KnownFlags } from './flag.ts';
import type { Token } from './words.ts';

/** A command line that was understood as one to copy: with its flags as they were spelled, and without its secrets. */
export function againOf({ path }: Command, line: readonly Token[], known: KnownFlags): string {
  const words = line.flatMap((token) => {
    if (token.kind === 'word') return [quoted(token.text)];
    const flag = token.kind === 'flag' ? known.get(token.name)?.flag : undefined;
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
