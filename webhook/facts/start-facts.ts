import type { Cluster } from '../../shared/cluster/cluster.ts';
import type { PackageLists } from '../../shared/model/package-lists.ts';
import type { Publishers } from '../../shared/model/publisher.ts';
import { endpointSlices, serviceLabel } from '../../shared/model/endpoint-slice.ts';
import { indexMap, webhookName } from '../../shared/plan/webhook/manifest.ts';
import type { Config } from '../config.ts';
import type { Health } from '../health.ts';
import type { Log } from '../log.ts';
import { measureFacts } from '../measure.ts';
import type { Metrics } from '../metrics.ts';
import { createCaches, everyCache, type Caches } from './caches.ts';
import { Catalogues } from './catalogues.ts';
import { createFactSource, type FactSource } from './index.ts';
import { KeptCaches } from './keep-caches.ts';
import { keepIndex, recallIndex } from './keep-index.ts';
import { LiveReads } from './live-reads.ts';
import { PackageIndex } from './package-index.ts';
import { Provided } from './provided.ts';
import { Watched } from './watched.ts';

/** What facts are learnt with. */
export interface StartFactsParts {
  readonly cluster: Cluster;
  readonly config: Pick<Config, 'times' | 'role' | 'namespace' | 'pod'>;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'gauge'>;
  /** Milliseconds, of a clock that only goes forward. */
  readonly clock: () => number;
  /** A number from 0 to 1. */
  readonly chance: () => number;
}

/** What else a replica knows, and is. */
interface Standing {
  readonly health: Health;
  readonly leader: { readonly isLeader: boolean };
  /** The packages that an administrator has named. */
  readonly lists: () => PackageLists;
}

/** What is known, and how it is kept so. */
export interface StartedFacts {
  readonly caches: Caches;
  readonly index: PackageIndex;
  readonly source: FactSource;
  readonly publishers: () => Publishers;
  /** Whether what is known may be out of date, and nobody else knows better. */
  readonly isOld: () => boolean;
  /** Ends with the signal. */
  readonly work: Promise<unknown>;
}

/** Learns about the cluster until the signal aborts, and tells what is known at any time. */
export function startFacts(
  { cluster, config, log, metrics, clock, chance }: StartFactsParts,
  { health, leader, lists }: Standing,
  signal: AbortSignal,
): StartedFacts {
  const { times, role, namespace, pod } = config;
  const live = new LiveReads({ longest: times.liveRead, log });
  const index = new PackageIndex({ cluster, live, clock, log });
  const { retryPause, watchLife } = times;
  const onGlobal = role === 'global';
  const watching = { cluster, retryPause, watchLife, clock, log };
  const caches = createCaches(watching, { onGlobal });
  const scope = { namespace, labelSelector: `${serviceLabel}=${webhookName}` };
  const peers = new Watched({ ...watching, resource: endpointSlices, scope, trim: (slice) => slice });
  const keptCaches = new KeptCaches(everyCache(caches), { health, times, peers, pod, log });
  const provided = new Provided({ cluster, interval: times.refresh, chance, log });
  const publishers = () => ({ platform: onGlobal ? provided.packages : [], lists: lists() });
  const kept = { cluster, name: indexMap, namespace, index, leader, interval: times.indexSave, log };
  // What was known before a restart comes first, so that nothing newer is lost to it; and what tells publishers before the first package.
  const recalled = Promise.all([recallIndex(kept), onGlobal && provided.refresh()]);
  measureFacts(metrics, { caches: everyCache(caches), index });
  const catalogues = new Catalogues({ cluster, index, times, log, chance, onSynced: () => health.set('catalogues', true) });
  return {
    caches,
    index,
    source: createFactSource({ cluster, packages: index, caches, live, publishers }),
    publishers,
    isOld: () => keptCaches.isOld,
    work: Promise.all([
      recalled.then(() => catalogues.run(signal)),
      keepIndex(kept, signal),
      onGlobal && provided.run(signal),
      keptCaches.run(signal),
    ]),
  };
}
