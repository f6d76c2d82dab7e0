import type { Resource } from '../../shared/model/resource.ts';
import { registrations, type Standing } from './publish.ts';

/** How the registrations stand to the bundle, all of them together. */
export class Publication {
  readonly #clock: () => number;
  readonly #standings = new Map<string, Standing>();
  #bundle = '';
  #exactSince: number | undefined;

  /** The clock only goes forward. */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Takes note of a look at one registration. */
  look({ plural }: Pick<Resource, 'plural'>, standing: Standing): void {
    if (standing.bundle !== this.#bundle) this.#standings.clear();
    this.#bundle = standing.bundle;
    this.#standings.set(plural, standing);
    const isExact = this.#all(({ isExact: each }) => each);
    if (!isExact) this.#exactSince = undefined;
    else this.#exactSince ??= this.#clock();
  }

  /** Whether everybody who is sent here trusts the authority that signs now. */
  get isTrusted(): boolean {
    return this.#all(({ isTrusted }) => isTrusted);
  }

  /** Whether every registration holds exactly this bundle. */
  get isExact(): boolean {
    return this.#exactSince !== undefined;
  }

  /** Milliseconds since every registration has been holding exactly this bundle; 0 where it does not. */
  publishedFor(bundle: string): number {
    return this.#exactSince === undefined || bundle !== this.#bundle ? 0 : this.#clock() - this.#exactSince;
  }

  #all(holds: (standing: Standing) => boolean): boolean {
    return registrations.every(({ plural }) => {
      const standing = this.#standings.get(plural);
      return standing !== undefined && holds(standing);
    });
  }
}
