import type { Cluster } from '../cluster/cluster.ts';
import { productBaseName } from '../model/assumptions.ts';
import { configMaps } from '../model/config-map.ts';
import { packageListsIn } from '../model/package-lists.ts';
import { productBases, providedBy, providedIn } from '../model/product-base.ts';
import type { Publishers } from '../model/publisher.ts';
import { modesMap, webhookNamespace } from '../plan/webhook/manifest.ts';
import { statusKey } from '../policy/modes.ts';
import { isGlobal } from './is-global.ts';
import { unlessUnreadable } from './unless-unreadable.ts';

/**
 * Reads, in one round, what tells the publishers of packages besides their marks. The platform speaks on its global cluster only; whoever may not
 * read what it says there has it from the webhook, which makes it known beside its modes. Where those cannot be read, no package is on a list.
 */
export async function observePublishers(cluster: Pick<Cluster, 'get' | 'getPath'>): Promise<Publishers> {
  const [onGlobal, base, modes] = await Promise.all([
    unlessUnreadable(isGlobal(cluster)),
    unlessUnreadable(cluster.get(productBases, productBaseName)),
    unlessUnreadable(cluster.get(configMaps, modesMap, webhookNamespace)),
  ]);
  const lists = packageListsIn(modes?.data);
  if (onGlobal === false || base === null) return { platform: [], lists };
  return { platform: base === undefined ? providedIn(modes?.data?.[statusKey]) : providedBy(base), lists };
}
