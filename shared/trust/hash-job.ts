/** A hash over a whole file, taken once and ended in several ways. */
export interface RunningHash {
  /** As `node:crypto` names it: `sha256`. */
  readonly algorithm: string;
  /** What is hashed before the file. */
  readonly salt: Uint8Array;
  /** What is hashed behind the file, one for each digest that is wanted; nothing for the digest of the file itself. */
  readonly ends: readonly Uint8Array[];
}

/** What a thread is asked for. */
export interface HashJob {
  /** The descriptor of an open file; it stays open until the answer. */
  readonly fd: number;
  /** How many bytes the file has to have. */
  readonly size: number;
  readonly hashes: readonly RunningHash[];
}

/** How a file fails to be read: it ends too early, goes on too long, or the system says why not. */
export type ReadFault = 'short' | 'grown' | { readonly unreadable: string };

/** The digests, by hash and end, or why there are none. */
export type HashResult = { readonly digests: readonly (readonly Uint8Array[])[] } | { readonly fault: ReadFault };

/** What a thread says: how far it is, and at last the result. */
export type HashReply = { readonly read: number } | HashResult;

/** Milliseconds between two reports of how far a file is. */
export const reportInterval = 200;
