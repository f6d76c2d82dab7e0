import type { Cluster } from '../../cluster/cluster.ts';
import { ExtError } from '../../errors.ts';
import { message } from '../../messages/message.ts';
import { configMaps } from '../../model/config-map.ts';
import { modesMap, webhookNamespace } from '../../plan/webhook/manifest.ts';
import { identityIn, policyIdentity, type PolicyIdentity } from '../../policy/identity.ts';
import { statusKey } from '../../policy/modes.ts';
import type { Report } from '../event.ts';

/** What a webhook says of the law it knows, compared with ours. */
export interface Skew extends PolicyIdentity {
  readonly matches: boolean;
}

/** Asks the webhook of a cluster which law it knows; null where there is none, or it has not said so yet. Throws what reading throws. */
export async function readSkew(cluster: Pick<Cluster, 'get'>): Promise<Skew | null> {
  const found = await cluster.get(configMaps, modesMap, webhookNamespace);
  const theirs = identityIn(found?.data?.[statusKey]);
  return theirs === undefined ? null : { ...theirs, matches: theirs.hash === policyIdentity().hash };
}

/** Warns where the webhook knows another law than we do. Where it cannot be asked, nothing is said: it will speak for itself. */
export async function warnOfSkew(cluster: Pick<Cluster, 'get'>, report: Report): Promise<void> {
  try {
    const skew = await readSkew(cluster);
    if (skew !== null && !skew.matches) report({ state: 'warning', message: skewMessage(skew) });
  } catch (error) {
    if (!(error instanceof ExtError)) throw error;
  }
}

/** The warning of a skew. */
export function skewMessage({ policyVersion }: Pick<Skew, 'policyVersion'>) {
  return message('webhook-skew', { theirs: policyVersion, ours: policyIdentity().policyVersion });
}
