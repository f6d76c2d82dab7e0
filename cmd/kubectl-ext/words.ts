/** What has to be known of a flag to tell its value from the next argument. */
export interface FlagWord {
  /** As written: `dry-run`. */
  readonly name: string;
  readonly alias?: string;
  /** Its name is not written. */
  readonly letterOnly?: true;
  readonly takes: 'nothing' | 'value' | 'maybe a value';
}

/** A word of the command line, understood. `unknown` is no flag of ours, `open` lacks its value. */
export type Token =
  | { readonly kind: 'word'; readonly text: string; readonly at: number }
  | { readonly kind: 'flag'; readonly name: string; readonly spelling: string; readonly value: string | undefined }
  | { readonly kind: 'unknown'; readonly spelling: string }
  | { readonly kind: 'open'; readonly name: string; readonly spelling: string };

interface Piece {
  readonly spelling: string;
  readonly flag: FlagWord | undefined;
  readonly value: string | undefined;
}

type Lookup = (spelling: string) => FlagWord | undefined;

/** Splits a command line as kubectl does: `-ojson`, `-o json`, `-o=json`, `--output json`, grouped letters, nothing is a flag behind `--`. */
export function tokens(words: readonly string[], flags: readonly FlagWord[]): Token[] {
  const lookup = lookupIn(flags);
  const found: Token[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') return [...found, ...words.slice(at + 1).map((text, i) => ({ kind: 'word' as const, text, at: at + 1 + i }))];
    if (!word.startsWith('-') || word === '-') {
      found.push({ kind: 'word', text: word, at });
      continue;
    }
    for (const piece of piecesOf(word, lookup)) {
      const wants = piece.flag?.takes === 'value' && piece.value === undefined;
      found.push(tokenOf(piece, wants ? words[++at] : piece.value));
    }
  }
  return found;
}

/** The words that are no flags and no values of flags. */
export function plainWords(line: readonly Token[]): string[] {
  return line.flatMap((token) => (token.kind === 'word' ? [token.text] : []));
}

function tokenOf({ spelling, flag }: Piece, value: string | undefined): Token {
  if (flag === undefined) return { kind: 'unknown', spelling };
  if (flag.takes === 'value' && value === undefined) return { kind: 'open', name: flag.name, spelling };
  return { kind: 'flag', name: flag.name, spelling, value };
}

/** Finds the flag that is written so: `--name`, `-n`. */
export function lookupIn<F extends FlagWord>(flags: readonly F[]): (spelling: string) => F | undefined {
  return (spelling) => {
    const isLong = spelling.startsWith('--');
    const written = spelling.slice(isLong ? 2 : 1);
    if (isLong)
      return flags.find(
        ({ name, alias, letterOnly }) => (name === written && letterOnly !== true) || (alias === written && alias.length > 1),
      );
    return written.length === 1 ? flags.find(({ name, alias }) => name === written || alias === written) : undefined;
  };
}

function piecesOf(word: string, lookup: Lookup): Piece[] {
  if (!word.startsWith('--')) return lettersOf(word, lookup);
  const equals = word.indexOf('=');
  const spelling = equals === -1 ? word : word.slice(0, equals);
  return [{ spelling, flag: lookup(spelling), value: equals === -1 ? undefined : word.slice(equals + 1) }];
}

function lettersOf(word: string, lookup: Lookup): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 1; at < word.length; at++) {
    const spelling = `-${word[at]}`;
    const flag = lookup(spelling);
    const rest = word.slice(at + 1);
    const ends = flag?.takes !== 'nothing' || rest.startsWith('=');
    pieces.push({ spelling, flag, value: ends && rest !== '' ? rest.replace(/^=/, '') : undefined });
    if (ends) break;
  }
  return pieces;
}
