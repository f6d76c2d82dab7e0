import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Followed } from './cluster.ts';
import type { KubeObject } from '../model/object.ts';

/** What is in scope now, for one reader: it gets the latest state, however many changes led there. */
export class LatestState<T extends KubeObject> {
  #items = new Map<string, T>();
  #isKnown = false;
  #isChanged = false;
  #end: { readonly error?: unknown } | undefined;
  #wake = () => {};

  /** The state as a list gave it. It is a change only where something differs. */
  replace(items: readonly T[]): void {
    const next = new Map(items.map((item) => [keyOf(item), item]));
    const isSame = next.size === this.#items.size && [...next].every(([key, item]) => isSameVersion(item, this.#items.get(key)));
    if (this.#isKnown && isSame) return;
    this.#items = next;
    this.#isKnown = true;
    this.#changed();
  }

  set(item: T): void {
    this.#items.set(keyOf(item), item);
    this.#changed();
  }

  remove(item: T): void {
    if (this.#items.delete(keyOf(item))) this.#changed();
  }

  /** Nothing more will come, or an error instead. */
  end(end: { readonly error?: unknown } = {}): void {
    this.#end = end;
    this.#wake();
  }

  /** Yields each state that is new to the reader until the end, which throws if there was an error. */
  async *states(): AsyncGenerator<Followed<T>> {
    while (true) {
      if (this.#end !== undefined && 'error' in this.#end) throw this.#end.error;
      if (this.#end !== undefined) return;
      if (this.#isChanged) {
        this.#isChanged = false;
        yield { items: [...this.#items.values()] };
      } else {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        // What came in with the same bytes becomes part of the same state.
        await nextTurn();
      }
    }
  }

  #changed(): void {
    this.#isChanged = true;
    this.#wake();
  }
}

function keyOf({ metadata: { namespace = '', name } }: KubeObject): string {
  return `${namespace}/${name}`;
}

function isSameVersion(one: KubeObject, other: KubeObject | undefined): boolean {
  return one.metadata.uid === other?.metadata.uid && one.metadata.resourceVersion === other?.metadata.resourceVersion;
}
