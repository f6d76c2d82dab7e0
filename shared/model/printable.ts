/** Control characters, and those that change the direction of text: a name from outside must not draw on the terminal or forge a line. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A text from outside as it may be shown: what cannot be printed is written as JSON escapes it. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const longest = 200;

/** The same of no more than 200 characters: for words that come along with something, and may be as long as their writer liked. */
export function printableBeginning(text: string): string {
  return printable(text.length > longest ? `${text.slice(0, longest)}…` : text);
}
