import { distance } from 'fastest-levenshtein';

/** How many names an error offers. */
const offered = 3;

/** The names most like a word, best first: those that begin with it, hold it, or are few edits away from it or from one of its beginnings. */
export function nearest(word: string, names: readonly string[]): string[] {
  const unique = [...new Set(names)];
  if (unique.length <= offered) return unique;
  return unique
    .map((name) => ({ name, edits: editsBetween(word, name) }))
    .filter(({ edits }) => edits <= Math.max(2, word.length / 2))
    .toSorted((a, b) => a.edits - b.edits)
    .slice(0, offered)
    .map(({ name }) => name);
}

/** A person who types `harbour` means `harbor-ce-operator`: a name counts by its beginning too, of about the word's length. */
function editsBetween(word: string, name: string): number {
  if (name.includes(word)) return 0;
  const beginnings = [-1, 0, 1].map((more) => name.slice(0, word.length + more));
  return Math.min(distance(word, name), ...beginnings.map((beginning) => distance(word, beginning) + 0.5));
}
