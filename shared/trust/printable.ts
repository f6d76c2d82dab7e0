const longest = 200;

/** Words that others wrote, fit for a terminal: what moves the cursor, changes colours or turns the direction of writing is replaced. */
export function printable(words: string): string {
  const plain = words.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');
  return plain.length > longest ? `${plain.slice(0, longest)}…` : plain;
}
