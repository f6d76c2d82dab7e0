import type { FactName, Facts } from '../../shared/model/facts.ts';
import type { Subscription } from '../../shared/model/subscription.ts';
import type { PackageIndex } from './package-index.ts';

/** How facts are gathered. */
export interface Gathering {
  /** Milliseconds. */
  readonly budget: number;
  /** What is remembered is not enough: something may have come since. */
  readonly fresh: boolean;
}

/** Knows facts about an object. What could not be read is absent from the record. */
export interface FactSource {
  gather(object: Subscription, names: readonly FactName[], how: Gathering): Promise<Facts>;
}

/** How each fact is read. */
type Readers = { readonly [Name in FactName]: (object: Subscription, how: Gathering) => Promise<Facts[Name]> };

/** Facts from what the process has seen of the cluster, and from one read where it has not. */
export function createFactSource(packages: Pick<PackageIndex, 'find' | 'read'>): FactSource {
  const readers: Readers = {
    operatorPackage({ spec: { name, source, sourceNamespace } }, { budget, fresh }) {
      const key = { namespace: sourceNamespace, catalogue: source, name };
      return fresh ? packages.read(key, budget) : packages.find(key, budget);
    },
  };
  return {
    async gather(object, names, how) {
      const known = await Promise.all(names.map(async (name) => [name, await readers[name](object, how)] as const));
      return Object.fromEntries(known.filter(([, fact]) => fact !== undefined));
    },
  };
}
