import { errorData, type Log } from '../log.ts';
import { bundleOf, type Trust } from './authority.ts';
import type { KeyPair, Leaf } from './certificates.ts';

/** What an identity is made with. */
export interface IdentityParts {
  /** What all replicas are to share, as it is kept now; where nothing is kept, what this one has is put there. */
  readonly kept: (own: KeyPair) => Promise<Trust>;
  readonly mint: (authority: KeyPair) => Promise<Leaf>;
  /** Puts a leaf to use. */
  readonly use: (leaf: Leaf) => void;
  readonly log: Log;
}

/** The authority in use. The one that replicas share becomes another one while they run: it is rotated, or somebody deletes the Secret. */
export class Identity {
  readonly #parts: IdentityParts;
  #trust: Trust;
  #leaf: Leaf;
  #changed = new AbortController();
  #rereading: Promise<void> | undefined;

  constructor({ trust, leaf }: { readonly trust: Trust; readonly leaf: Leaf }, parts: IdentityParts) {
    this.#trust = trust;
    this.#leaf = leaf;
    this.#parts = parts;
  }

  /** What replicas share, as last seen. */
  get trust(): Trust {
    return this.#trust;
  }

  /** The leaf in use. */
  get leaf(): Leaf {
    return this.#leaf;
  }

  /** What clients are to trust, PEM. */
  get bundle(): string {
    return bundleOf(this.#trust);
  }

  /** Aborts when the bundle has become another one. */
  get changed(): AbortSignal {
    return this.#changed.signal;
  }

  /** Puts a fresh leaf to use, by the authority in use when it is done. */
  async renew(): Promise<void> {
    for (;;) {
      const { certificate } = this.#trust.current;
      const leaf = await this.#parts.mint(this.#trust.current);
      if (certificate === this.#trust.current.certificate) return this.#use(leaf);
    }
  }

  /** Takes over what is kept now. Never rejects: what cannot be read leaves all as it is. */
  reread(): Promise<void> {
    this.#rereading ??= this.#takeOver().finally(() => (this.#rereading = undefined));
    return this.#rereading;
  }

  async #takeOver(): Promise<void> {
    const { kept, mint, log } = this.#parts;
    try {
      const found = await kept(this.#trust.current);
      const before = { bundle: this.bundle, certificate: this.#trust.current.certificate };
      const leaf = found.current.certificate === before.certificate ? undefined : await mint(found.current);
      this.#trust = found;
      if (leaf !== undefined) {
        this.#use(leaf);
        log('authority.replaced');
      }
      if (this.bundle !== before.bundle) this.#announce();
    } catch (error) {
      log('authority.failed', errorData(error));
    }
  }

  #use(leaf: Leaf): void {
    this.#leaf = leaf;
    this.#parts.use(leaf);
  }

  #announce(): void {
    const announced = this.#changed;
    this.#changed = new AbortController();
    announced.abort();
  }
}
