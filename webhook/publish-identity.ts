import type { Cluster } from '../shared/cluster/cluster.ts';
import { configMaps } from '../shared/model/config-map.ts';
import type { Publishers } from '../shared/model/publisher.ts';
import { policyIdentity } from '../shared/policy/identity.ts';
import { statusKey } from '../shared/policy/modes.ts';
import { errorData, type Log } from './log.ts';
import { pause } from './pause.ts';

/** How the law, and what the platform says of publishers, is made known. */
export interface PublishIdentityParts {
  readonly cluster: Pick<Cluster, 'apply'>;
  /** Of the ConfigMap that holds the modes too. */
  readonly name: string;
  readonly namespace: string;
  /** What is made known now. */
  readonly published: () => string | undefined;
  readonly publishers: () => Publishers;
  readonly leader: { readonly isLeader: boolean };
  /** Milliseconds. */
  readonly interval: number;
  readonly log: Log;
}

/**
 * Tells which law the webhook knows, for those who know another one, and what the platform says of publishers, for those who may not read that;
 * while this replica leads and until the signal aborts. Never rejects.
 */
export async function publishIdentity(parts: PublishIdentityParts, signal: AbortSignal): Promise<void> {
  const { cluster, name, namespace, published, publishers, leader, interval, log } = parts;
  while (!signal.aborted) {
    await pause(interval, signal);
    const text = JSON.stringify({ ...policyIdentity(), packages: publishers().platform });
    if (signal.aborted || !leader.isLeader || published() === text) continue;
    try {
      // Only this one key: the modes are somebody else's.
      await cluster.apply(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { [statusKey]: text } });
    } catch (error) {
      log('identity.failed', errorData(error));
    }
  }
}
