import stringWidth from 'fast-string-width';

const ascii = /^[ -~]*$/;

/** How many columns a line takes. The library is asked where there is doubt: to begin with, it compiles tables of all scripts. */
export function widthOf(line: string): number {
  return ascii.test(line) ? line.length : stringWidth(line);
}
