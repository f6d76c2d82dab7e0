import type { Cluster } from '../../shared/cluster/cluster.ts';
import { catalogNamespaces } from '../../shared/model/assumptions.ts';
import { publishedByAlauda, type Publishers } from '../../shared/model/publisher.ts';
import { subscriptions, type Subscription } from '../../shared/model/subscription.ts';
import type { Caches } from './caches.ts';
import type { Gathering, Readers } from './index.ts';
import type { LiveReads } from './live-reads.ts';
import type { PackageIndex } from './package-index.ts';

/** Where facts about Subscriptions come from. */
export interface SubscriptionSource {
  readonly cluster: Pick<Cluster, 'list'>;
  readonly packages: Pick<PackageIndex, 'find' | 'read'>;
  readonly caches: Pick<Caches, 'subscriptions'>;
  readonly live: LiveReads;
  readonly publishers: () => Publishers;
}

/** How facts about Subscriptions are read. */
export function subscriptionReaders({ cluster, packages, caches, live, publishers }: SubscriptionSource): Readers<Subscription> {
  const packageOf = ({ spec: { name, source, sourceNamespace } }: Subscription, { budget, fresh }: Gathering) => {
    const key = { namespace: sourceNamespace, catalogue: source, name };
    return fresh ? packages.read(key, budget) : packages.find(key, budget);
  };
  return {
    catalogNamespaces: async () => catalogNamespaces,
    operatorPackage: packageOf,
    async publishedByAlauda(object, how) {
      const manifest = await packageOf(object, how);
      return publishedByAlauda(object.spec, { manifest, publishers: publishers() });
    },
    async subscriptions({ metadata: { namespace = '' } }, { budget, fresh }) {
      if (fresh) return live.read(`subscriptions of ${namespace}`, () => cluster.list(subscriptions, { namespace }), budget);
      return caches.subscriptions.items?.filter(({ metadata }) => metadata.namespace === namespace);
    },
  };
}
