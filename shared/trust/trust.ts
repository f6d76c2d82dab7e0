import type { RegularFile } from '../files/regular-file.ts';
import type { Evidence } from '../model/verification.ts';

/** What runs while a package is read. */
export interface ReadOptions {
  readonly signal: AbortSignal;
  /** Bytes read so far of this file; called now and then. */
  readonly onRead: (bytes: number) => void;
}

/** What a trust store is made of. */
export interface TrustOptions {
  /** Files with certificates, armored or binary. */
  readonly keyrings: readonly string[];
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
  /** The SHA-256 of a file, hexadecimal, by the same reading. */
  readonly sha256: (file: RegularFile, options: ReadOptions) => Promise<string>;
  /** Ends the workers. */
  readonly close: () => Promise<void>;
}
