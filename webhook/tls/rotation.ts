import type { Cluster } from '../../shared/cluster/cluster.ts';
import { lifeOf, writeTrust, type AuthorityPlace, type Trust } from './authority.ts';
import { mintAuthority } from './certificates.ts';

/** What is done next about the authority. */
export type RotationStep = 'introduce' | 'promote' | 'drop';

/** What a step depends on; times in milliseconds. */
export interface RotationView {
  readonly now: number;
  /** How long every registration has been holding exactly the bundle of now. */
  readonly publishedFor: number;
  /** How long that has to be before an authority signs of which clients have just heard. */
  readonly settle: number;
  /** No leaf of an authority lives longer. */
  readonly leafLife: number;
}

/**
 * The next step, if one is due: another authority is made known, signs when everybody has heard of it, and the one before it is forgotten when
 * none of its leaves can be in use any more. So at no time does anybody meet a leaf that he does not trust.
 */
export function nextStep(trust: Trust, { now, publishedFor, settle, leafLife }: RotationView): RotationStep | undefined {
  if (trust.next !== undefined) return publishedFor >= settle ? 'promote' : undefined;
  const { from, until } = lifeOf(trust.current);
  if (trust.isUnwanted || now >= from + (until - from) * (2 / 3)) return 'introduce';
  return trust.old !== undefined && now >= (trust.promotedAt ?? 0) + leafLife ? 'drop' : undefined;
}

/** Takes a step. Throws `conflict` where somebody else was faster. */
export async function takeStep(
  cluster: Pick<Cluster, 'patch'>,
  place: AuthorityPlace,
  { trust, step, now }: { readonly trust: Trust; readonly step: RotationStep; readonly now: number },
): Promise<Trust> {
  const { current, next, old } = trust;
  if (step === 'drop') return writeTrust(cluster, place, trust, { old: null });
  if (step === 'introduce' || next === undefined) {
    return writeTrust(cluster, place, trust, { next: await mintAuthority(place.secret, { from: now, life: place.life }) });
  }
  const retired = [current.certificate, old].filter((each) => each !== undefined).join('\n');
  return writeTrust(cluster, place, trust, { current: next, next: null, old: retired, promotedAt: now });
}
