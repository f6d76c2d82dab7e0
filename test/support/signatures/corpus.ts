import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A signature beside a package, and what GnuPG said of it. */
export interface CorpusCase {
  readonly name: string;
  /** The content of the package, Base64. */
  readonly content: string;
  /** The sidecar, Base64, and how its name ends. */
  readonly sidecar: string;
  readonly ending: '.sig' | '.asc';
  /** The name of its keyring. */
  readonly keyring: string;
  /** What `gpg --status-fd` printed at `corpusTime`, and its exit status, which it keeps at 0 for much that is wrong. */
  readonly gpg: { readonly status: readonly string[]; readonly exitCode: number };
}

/** Signatures of all kinds. */
export interface Corpus {
  /** `gpg (GnuPG) 2.2.40` */
  readonly madeBy: string;
  /** Base64 by name. */
  readonly keyrings: Readonly<Record<string, string>>;
  readonly cases: readonly CorpusCase[];
}

/** When all of it is judged: the noon of all sessions. */
export const corpusTime = Date.UTC(2026, 0, 2, 12);

/** Where `write-corpus.ts` puts it. */
export const corpusFile = join(import.meta.dirname, 'fixtures', 'corpus.json');

/** The corpus as it was committed. */
export function readCorpus(): Corpus {
  return JSON.parse(readFileSync(corpusFile, 'utf8')) as Corpus;
}
