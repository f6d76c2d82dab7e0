import type { Cluster } from '../shared/cluster/cluster.ts';
import { generatedByAnnotation, subscriptions, type Subscription } from '../shared/model/subscription.ts';
import { errorData, type Log } from './log.ts';
import { pause } from './pause.ts';
import { unlessConflict } from './unless-conflict.ts';

/** What is corrected, and how. */
export interface CorrectParts {
  readonly cluster: Pick<Cluster, 'patch'>;
  readonly subscriptions: { readonly items: readonly Subscription[] | undefined };
  /** Whether the package that a Subscription names is known to be Alauda's. */
  readonly isOfAlauda: (subscription: Subscription) => boolean;
  readonly leader: { readonly isLeader: boolean };
  /** Milliseconds. */
  readonly interval: number;
  readonly log: Log;
  readonly onFix: (subscription: Subscription) => void;
}

/** Namespaces whose Subscriptions are the platform's own. */
const spared: ReadonlySet<string> = new Set(['cpaas-system', 'kube-system']);

/**
 * Makes Manual what OLM generated for a dependency on an operator of Alauda while nobody could be asked about it, until the signal aborts.
 * Denying it would have failed the plan, and OLM never changes it later. Never rejects.
 */
export async function correctGenerated(parts: CorrectParts, signal: AbortSignal): Promise<void> {
  const { leader, interval, log } = parts;
  while (!signal.aborted) {
    await pause(interval, signal);
    if (signal.aborted || !leader.isLeader) continue;
    try {
      for (const each of (parts.subscriptions.items ?? []).filter((item) => isWrong(item, parts))) await correct(parts, each);
    } catch (error) {
      log('correction.failed', errorData(error));
    }
  }
}

function isWrong(subscription: Subscription, { isOfAlauda }: CorrectParts): boolean {
  const { metadata, spec } = subscription;
  if (spec.installPlanApproval === 'Manual' || metadata.annotations?.[generatedByAnnotation] === undefined) return false;
  if (metadata.deletionTimestamp !== undefined || spared.has(metadata.namespace ?? '')) return false;
  return isOfAlauda(subscription);
}

async function correct({ cluster, onFix }: CorrectParts, subscription: Subscription): Promise<void> {
  const { name, namespace, resourceVersion } = subscription.metadata;
  const target = namespace === undefined ? { name } : { name, namespace };
  const patch = { metadata: { resourceVersion }, spec: { installPlanApproval: 'Manual' } };
  if (await unlessConflict(() => cluster.patch(subscriptions, target, patch))) onFix(subscription);
}
