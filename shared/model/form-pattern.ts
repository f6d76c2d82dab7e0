import { RE2JS } from 're2js';
import type { Matches } from './form-fault.ts';

/** A longer pattern is not read: none that a person wrote comes near. */
const longest = 1000;

/** The same for the size of its automaton: `\pL{900}` is short to write. */
const largest = 2000;

/** What the automaton of a pattern costs to build, for each character and each state. */
const building = 200;

/**
 * Matches texts against patterns of outsiders in linear time, whatever they wrote. `spend` says whether so much more effort is worth it;
 * what is not tried counts as not readable.
 */
export function patternMatcher(spend: (effort: number) => boolean): Matches {
  const read = new Map<string, RE2JS | undefined>();
  const compiledOf = (pattern: string) => {
    if (!spend(pattern.length * building)) return undefined;
    const compiled = compile(pattern);
    return compiled !== undefined && spend(compiled.programSize() * building) ? compiled : undefined;
  };
  return (pattern, text) => {
    if (!read.has(pattern)) read.set(pattern, compiledOf(pattern));
    const compiled = read.get(pattern);
    return compiled !== undefined && spend(compiled.programSize() * text.length) ? compiled.test(text) : undefined;
  };
}

function compile(pattern: string): RE2JS | undefined {
  if (pattern.length > longest) return undefined;
  try {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern));
    return compiled.programSize() > largest ? undefined : compiled;
  } catch {
    return undefined;
  }
}
