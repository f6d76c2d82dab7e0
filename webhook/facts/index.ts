import type { FactName, Facts } from '../../shared/model/facts.ts';
import { isModuleInfo } from '../../shared/model/module-info.ts';
import type { KubeObject } from '../../shared/model/object.ts';
import { isSubscription } from '../../shared/model/subscription.ts';
import { moduleReaders, type ModuleSource } from './module-facts.ts';
import { subscriptionReaders, type SubscriptionSource } from './subscription-facts.ts';

/** How facts are gathered. */
export interface Gathering {
  /** Milliseconds. */
  readonly budget: number;
  /** What is remembered is not enough: something may have come since. */
  readonly fresh: boolean;
}

/** Knows facts about an object. What could not be read is absent from the record. */
export interface FactSource {
  gather(object: KubeObject, names: readonly FactName[], how: Gathering): Promise<Facts>;
}

/** How facts about objects of one kind are read. A fact that the kind has nothing to do with has no reader. */
export type Readers<T extends KubeObject> = {
  readonly [Name in FactName]?: (object: T, how: Gathering) => Promise<Facts[Name]>;
};

/** Facts from what the process has seen of the cluster, and from one read where it has not. */
export function createFactSource(source: SubscriptionSource & ModuleSource): FactSource {
  const ofSubscriptions = subscriptionReaders(source);
  const ofModules = moduleReaders(source);
  return {
    async gather(object, names, how) {
      const read = async (name: FactName): Promise<unknown> => {
        if (isSubscription(object)) return ofSubscriptions[name]?.(object, how);
        return isModuleInfo(object) ? ofModules[name]?.(object, how) : undefined;
      };
      const known = await Promise.all(names.map(async (name) => [name, await read(name)] as const));
      return Object.fromEntries(known.filter(([, fact]) => fact !== undefined));
    },
  };
}
