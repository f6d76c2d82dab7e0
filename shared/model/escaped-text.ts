const longest = 200;

/**
 * A text that anybody may have written, fit to be shown: quoted as in JSON, on one line, without what steers a terminal or turns the direction of
 * writing, at most 200 characters of it.
 */
export function escapedText(text: string): string {
  const shown = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return JSON.stringify(shown).replace(/[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
