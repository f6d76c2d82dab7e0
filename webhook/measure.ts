import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Unknown } from '../shared/model/facts.ts';
import { policy } from '../shared/policy/index.ts';
import type { Rule } from '../shared/policy/rule.ts';
import type { AnyWatched } from './facts/caches.ts';
import type { Gate } from './gate.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

/** Counts what a log tells of failures, on its way there. */
export function countingLog(log: Log, metrics: Pick<Metrics, 'count'>): Log {
  return (event, data) => {
    if (tlsFailures.has(event)) metrics.count('ext_webhook_tls_reload_errors_total', {});
    log(event, data);
  };
}

const tlsFailures: ReadonlySet<string> = new Set([
  'authority.failed',
  'leaf.renewal-failed',
  'rotation.failed',
  'certificate.refused',
  'client-authority.refused',
]);

/** Shows every fact that a rule may lack, before any does. */
export function showFacts(metrics: Pick<Metrics, 'count'>): void {
  const rules: readonly Pick<Rule, 'needs'>[] = Object.values(policy).flat();
  const facts = rules.flatMap(({ needs }) => needs);
  for (const fact of new Set<Unknown>([...facts, 'claim'])) metrics.count('ext_webhook_unknown_facts_total', { fact }, 0);
}

/** Measures how late the process is, until the signal aborts. */
export function measureProcess(metrics: Pick<Metrics, 'gauge'>, gate: Pick<Gate, 'inside'>, signal: AbortSignal): void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  signal.addEventListener('abort', () => delay.disable(), { once: true });
  metrics.gauge('ext_webhook_inflight', () => alone(gate.inside));
  metrics.gauge('ext_webhook_eventloop_lag_seconds', () => {
    const seconds = delay.count === 0 ? 0 : delay.percentile(99) / 1e9;
    delay.reset();
    return alone(seconds);
  });
}

/** Measures how old what is known of the cluster is. */
export function measureFacts(
  metrics: Pick<Metrics, 'gauge'>,
  { caches, index }: { readonly caches: readonly AnyWatched[]; readonly index: { age(): number | undefined } },
): void {
  metrics.gauge('ext_webhook_informer_age_seconds', () =>
    caches.flatMap((cache) => {
      const age = cache.age();
      return age === undefined ? [] : [{ labels: { kind: cache.name }, value: age / 1000 }];
    }),
  );
  metrics.gauge('ext_webhook_index_age_seconds', () => {
    const age = index.age();
    return age === undefined ? [] : alone(age / 1000);
  });
}

/** What stands for this replica, and for all of them. */
export interface StandingParts {
  /** When the certificate in use and its authority end, in milliseconds since the epoch; without one of which nobody knows. */
  readonly ends: () => { readonly leaf: number; readonly authority?: number | undefined };
  /** Whether the registrations have clients trust that certificate. */
  readonly isTrusted: () => boolean;
  readonly leader: { readonly isLeader: boolean };
  readonly now: () => number;
}

/** Measures how long certificates last, whether they are trusted, and who leads. */
export function measureStanding(metrics: Pick<Metrics, 'gauge'>, { ends, isTrusted, leader, now }: StandingParts): void {
  metrics.gauge('ext_webhook_certificate_expiry_seconds', () =>
    Object.entries(ends()).map(([certificate, until]) => ({ labels: { certificate }, value: (until - now()) / 1000 })),
  );
  metrics.gauge('ext_webhook_cabundle_matches', () => alone(isTrusted() ? 1 : 0));
  metrics.gauge('ext_webhook_leader', () => alone(leader.isLeader ? 1 : 0));
}

function alone(value: number): readonly { readonly labels: object; readonly value: number }[] {
  return [{ labels: {}, value }];
}
