/** Control characters, and those that change the direction of text: a name from outside must not draw on the terminal or forge a line. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A text from outside as it may be shown: what cannot be printed is written as JSON escapes it, and what is longer than `longest` is cut. */
export function printable(text: string, longest = Infinity): string {
  const shown = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return shown.replace(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
