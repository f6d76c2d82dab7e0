import type { Cluster } from '../shared/cluster/cluster.ts';
import { claimSelector, type Holder } from '../shared/model/claim.ts';
import { leases } from '../shared/model/lease.ts';
import { moduleInfoes } from '../shared/model/module-info.ts';
import { publishedByAlauda, type Publishers } from '../shared/model/publisher.ts';
import { apiVersionOf } from '../shared/model/resource.ts';
import type { Subscription } from '../shared/model/subscription.ts';
import { Claims } from './claims.ts';
import type { Config } from './config.ts';
import { correctGenerated } from './correct-generated.ts';
import type { Caches } from './facts/caches.ts';
import type { PackageIndex } from './facts/package-index.ts';
import { Watched } from './facts/watched.ts';
import type { News, Tell } from './events.ts';
import type { Health } from './health.ts';
import { Janitor } from './janitor.ts';
import { errorData, type Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { pause } from './pause.ts';

/** What claims are kept with. */
export interface StartClaimsParts {
  readonly cluster: Cluster;
  readonly config: Pick<Config, 'times' | 'namespace'>;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Milliseconds, of a clock that only goes forward. */
  readonly clock: () => number;
}

/** What is known, and who acts on it. */
export interface Knowing {
  readonly caches: Caches;
  readonly index: Pick<PackageIndex, 'known'>;
  readonly publishers: () => Publishers;
  readonly leader: { readonly isLeader: boolean };
  readonly health: Health;
  readonly tell: Tell;
}

/** Takes claims, and repairs what nobody could be asked about, until the signal aborts. */
export function startClaims(
  parts: StartClaimsParts,
  knowing: Knowing,
  signal: AbortSignal,
): { readonly claims: Claims; readonly work: Promise<unknown> } {
  const { cluster, config, log, metrics } = parts;
  const { namespace, times } = config;
  const onTakeover = () => metrics.count('ext_webhook_takeovers_total', {});
  const onFix = () => metrics.count('ext_webhook_janitor_fixes_total', {});
  const correcting = correctGenerated(
    {
      ...{ cluster, leader: knowing.leader, interval: times.janitorEvery, log },
      onFix(subscription) {
        onFix();
        knowing.tell(setManual(subscription));
      },
      subscriptions: knowing.caches.subscriptions,
      isOfAlauda({ spec }) {
        const manifest = knowing.index.known({ namespace: spec.sourceNamespace, catalogue: spec.source, name: spec.name });
        return publishedByAlauda(spec, { manifest, publishers: knowing.publishers() }) === true;
      },
    },
    signal,
  );
  return {
    claims: new Claims({ cluster, namespace, patience: times.claimPatience, log, onTakeover }),
    work: Promise.all([correcting, keepClaims(parts, { ...knowing, onFix }, signal)]),
  };
}

/** Only where plugins are installed there are claims. */
async function keepClaims(
  { cluster, config, log, metrics, clock }: StartClaimsParts,
  { caches, leader, health, tell, onFix }: Knowing & { readonly onFix: () => void },
  signal: AbortSignal,
): Promise<void> {
  const { namespace, times } = config;
  if (caches.plugins === undefined) return health.set('claims', true);
  const { modules } = caches.plugins;
  const scope = { namespace, labelSelector: claimSelector };
  const { retryPause, watchLife } = times;
  const claims = new Watched({ cluster, resource: leases, scope, trim: (claim) => claim, retryPause, watchLife, clock, log });
  const janitor = new Janitor({
    cluster,
    namespace,
    modules,
    claims,
    leader,
    times,
    clock,
    log,
    onFix,
    onDuplicate: (holder) => tell(installedTwice(holder)),
  });
  metrics.gauge('ext_webhook_claims', () => Object.entries(janitor.count()).map(([state, value]) => ({ labels: { state }, value })));
  metrics.gauge('ext_webhook_duplicates', () => [{ labels: {}, value: janitor.duplicates() }]);
  const following = claims.run(signal);
  const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  await Promise.race([Promise.all([modules.settled, claims.settled]), aborted]);
  await untilDone(() => janitor.backfill(), { retryPause, log }, signal);
  if (!signal.aborted) health.set('claims', true);
  await Promise.all([following, janitor.run(signal)]);
}

function setManual({ apiVersion, kind, metadata: { name, namespace = '', uid } }: Subscription): News {
  const text = 'installPlanApproval set to Manual: the package is an operator of Alauda, and OLM made this Subscription for a dependency';
  return { about: { apiVersion, kind, name, namespace, ...(uid && { uid }) }, type: 'Normal', reason: 'SetManual', text };
}

function installedTwice({ name, uid, module: plugin, cluster }: Holder): News {
  const { kind } = moduleInfoes;
  const text = `plugin ${plugin} is installed more than once on cluster ${cluster}: remove all but one`;
  return { about: { apiVersion: apiVersionOf(moduleInfoes), kind, name, uid }, type: 'Warning', reason: 'InstalledTwice', text };
}

async function untilDone(
  work: () => Promise<void>,
  { retryPause, log }: { retryPause: number; log: Log },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      return await work();
    } catch (error) {
      log('backfill.failed', errorData(error));
      await pause(retryPause, signal);
    }
  }
}
