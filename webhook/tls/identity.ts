import { errorData, type Log } from '../log.ts';
import type { KeyPair, Leaf } from './certificates.ts';

/** What an identity is made with. */
export interface IdentityParts {
  /** The authority that all replicas are to share, as it is kept now. */
  readonly kept: () => Promise<KeyPair>;
  readonly mint: (authority: KeyPair) => Promise<Leaf>;
  /** Puts a leaf to use. */
  readonly use: (leaf: Leaf) => void;
  readonly log: Log;
}

/** The authority in use. The one that replicas share can become another one while they run: somebody deletes the Secret. */
export class Identity {
  readonly #parts: IdentityParts;
  #authority: KeyPair;
  #rereading: Promise<string> | undefined;

  constructor(authority: KeyPair, parts: IdentityParts) {
    this.#authority = authority;
    this.#parts = parts;
  }

  /** What clients are to trust, PEM. */
  get bundle(): string {
    return this.#authority.certificate;
  }

  /** A leaf by the authority in use when it is done. */
  async mint(): Promise<Leaf> {
    for (;;) {
      const authority = this.#authority;
      const leaf = await this.#parts.mint(authority);
      if (authority === this.#authority) return leaf;
    }
  }

  /** Takes over the authority that is kept now and returns the bundle. Never rejects: what cannot be read leaves all as it is. */
  reread(): Promise<string> {
    this.#rereading ??= this.#takeOver().finally(() => (this.#rereading = undefined));
    return this.#rereading;
  }

  async #takeOver(): Promise<string> {
    const { kept, mint, use, log } = this.#parts;
    try {
      const found = await kept();
      if (found.certificate !== this.#authority.certificate) {
        const leaf = await mint(found);
        this.#authority = found;
        use(leaf);
        log('authority.replaced');
      }
    } catch (error) {
      log('authority.failed', errorData(error));
    }
    return this.bundle;
  }
}
