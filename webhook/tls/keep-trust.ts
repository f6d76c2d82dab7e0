import type { Cluster } from '../../shared/cluster/cluster.ts';
import { errorData, type Log } from '../log.ts';
import { pause } from '../pause.ts';
import type { AuthorityPlace } from './authority.ts';
import type { Identity } from './identity.ts';
import { nextStep, takeStep } from './rotation.ts';

/** How the trust of all replicas is kept; times in milliseconds. */
export interface KeepTrustParts {
  readonly cluster: Pick<Cluster, 'patch'>;
  readonly place: AuthorityPlace;
  readonly identity: Pick<Identity, 'trust' | 'bundle' | 'reread'>;
  /** One replica changes it; the others take over what it has changed. */
  readonly leader: { readonly isLeader: boolean };
  readonly publication: { publishedFor(bundle: string): number };
  readonly settle: number;
  readonly leafLife: number;
  readonly interval: number;
  readonly now: () => number;
  readonly log: Log;
}

/** Looks at what is kept again and again, and rotates the authority when it is time, until the signal aborts. Never rejects. */
export async function keepTrust(parts: KeepTrustParts, signal: AbortSignal): Promise<void> {
  const { identity, leader, interval, log } = parts;
  while (!signal.aborted) {
    await identity.reread();
    try {
      if (leader.isLeader && (await rotate(parts))) await identity.reread();
    } catch (error) {
      log('rotation.failed', errorData(error));
    }
    await pause(interval, signal);
  }
}

/** Whether something was changed. */
async function rotate({ cluster, place, identity, publication, settle, leafLife, now, log }: KeepTrustParts): Promise<boolean> {
  const { trust, bundle } = identity;
  const step = nextStep(trust, { now: now(), publishedFor: publication.publishedFor(bundle), settle, leafLife });
  if (step === undefined) return false;
  await takeStep(cluster, place, { trust, step, now: now() });
  log(`rotation.${step}`);
  return true;
}
