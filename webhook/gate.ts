import { Rejection } from './rejection.ts';

/** Lets so many at a time work; who comes beyond that is turned away, because whoever waits for an admission waits in vain. */
export class Gate {
  readonly #width: number;
  #inside = 0;

  constructor(width: number) {
    this.#width = width;
  }

  /** How many work now. */
  get inside(): number {
    return this.#inside;
  }

  /** Works, or throws a Rejection. */
  async pass<R>(work: () => Promise<R>): Promise<R> {
    if (this.#inside >= this.#width) throw new Rejection(503, 'too-busy');
    this.#inside += 1;
    try {
      return await work();
    } finally {
      this.#inside -= 1;
    }
  }
}
