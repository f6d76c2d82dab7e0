import type { RegularFile } from '../files/regular-file.ts';
import type { Evidence } from '../model/verification.ts';
import type { StartHasher } from './start-hasher.ts';

/** Whom to trust. */
export interface TrustWish {
  /** Files with public keys, armored or not. */
  readonly keyrings: readonly string[];
}

/** What trust rests on. */
export interface TrustOptions extends TrustWish {
  /** Milliseconds since the epoch; keys and signatures are judged by it. */
  readonly now: () => number;
  readonly startHasher: StartHasher;
  /** How many threads hash at most; by default one for each core, up to four. */
  readonly parallel?: number;
}

/** What runs while a package is read. */
export interface ReadOptions {
  readonly signal: AbortSignal;
  /** Bytes read so far of this file; called now and then. */
  readonly onRead: (bytes: number) => void;
}

/** The door to signatures and checksums. Uses no network. */
export interface Trust {
  /** How many certificates the trust store holds. */
  readonly keys: number;
  /**
   * Reads a package once and says what its sidecars are worth; never throws for what lies in them. Looks for the sidecars beside `file.path`.
   * Throws `interrupted` when the signal fires.
   */
  readonly examine: (file: RegularFile, options: ReadOptions) => Promise<Evidence>;
  /** The SHA-256 of a file, hexadecimal, by the same reading. Throws `corrupt` when it changed meanwhile, and `interrupted`. */
  readonly sha256: (file: RegularFile, options: ReadOptions) => Promise<string>;
  /** Ends the workers. */
  readonly close: () => Promise<void>;
}
