import type { Cluster } from '../../cluster/cluster.ts';
import { leases } from '../../model/lease.ts';
import { webhookNamespace } from '../../plan/webhook/manifest.ts';
import { everyManifest } from '../../plan/webhook/observed.ts';
import { planUninstall } from '../../plan/webhook/plan-uninstall.ts';
import type { ActionContext } from '../context.ts';
import { tryList } from '../observe.ts';
import type { OperationResult } from '../result.ts';
import { carryOut, type CarryOutOptions } from './carry-out.ts';
import { observeObjects } from './observe.ts';

/** Removes the admission webhook with all that belongs to it, and returns when it is gone. Where nothing of it is left it changes nothing. */
export async function uninstallWebhook(options: CarryOutOptions, context: ActionContext): Promise<OperationResult> {
  const cluster = await context.cluster();
  const [observed, claims] = await Promise.all([observeObjects(cluster, everyManifest()), countClaims(cluster)]);
  return carryOut(planUninstall({ observed, claims }), cluster, context, options);
}

/** By the names of claims: the Lease of the leader is none. */
const claimName = /^ext-claim-/;

async function countClaims(cluster: Cluster): Promise<number | null> {
  const found = await tryList(cluster, leases, { namespace: webhookNamespace });
  return found === undefined ? null : found.filter(({ metadata }) => claimName.test(metadata.name)).length;
}
