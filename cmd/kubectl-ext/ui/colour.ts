import { speaksUnicode, type Output } from '../surroundings.ts';
import type { Environment } from '../language.ts';

/** How one stream may be written to. */
export interface Style {
  /** Colours a status word or symbol, and leaves every other text alone. */
  readonly paint: (text: string) => string;
  readonly done: string;
  readonly ellipsis: string;
}

const green = 32;
const yellow = 33;
const red = 31;

const colourOf: Readonly<Record<string, number>> = {
  ...tinted(
    green,
    'Healthy',
    'Succeeded',
    'Running',
    'Installed',
    'Ready',
    'Present',
    'Complete',
    'upgraded',
    'created',
    'configured',
    'approved',
    'allow',
    '✔',
    'OK',
  ),
  ...tinted(
    yellow,
    'NeedsApproval',
    'Progressing',
    'Pending',
    'RequiresApproval',
    'Installing',
    'Replacing',
    'pending',
    'skipped',
    'Unknown',
    'warn',
    'unknown',
    '●',
  ),
  ...tinted(red, 'Degraded', 'Failed', 'Absent', 'failed', 'broken', 'deny', '✗'),
};

/** The style of a stream: `--color`, then NO_COLOR (even empty), CLICOLOR_FORCE, TERM=dumb, then whether it is a terminal. */
export function styleFor(stream: Output, env: Environment, color: 'auto' | 'always' | 'never'): Style {
  const coloured = color === 'auto' ? wantsColour(stream, env) : color === 'always';
  const paint = (text: string): string => {
    const code = coloured ? colourOf[text.trim()] : undefined;
    return code === undefined ? text : text.replace(text.trim(), (word) => `\u001b[${code}m${word}\u001b[0m`);
  };
  return speaksUnicode(env) ? { paint, done: '✔', ellipsis: '…' } : { paint, done: 'OK', ellipsis: '...' };
}

function wantsColour(stream: Output, env: Environment): boolean {
  if (env['NO_COLOR'] !== undefined) return false;
  if ((env['CLICOLOR_FORCE'] ?? '0') !== '0') return true;
  return env['TERM'] !== 'dumb' && stream.isTTY === true;
}

function tinted(colour: number, ...words: readonly string[]): Record<string, number> {
  return Object.fromEntries(words.map((word) => [word, colour]));
}
