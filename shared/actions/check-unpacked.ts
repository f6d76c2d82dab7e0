import type { Cluster } from '../cluster/cluster.ts';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { configMaps } from '../model/config-map.ts';
import { unpackedIn } from '../model/install-plan.ts';
import type { Report } from './event.ts';
import type { WaitingPlan } from './waiting-plans.ts';

/**
 * Makes sure that OLM still has the objects of plans: it keeps those of a bundle in a ConfigMap beside the catalogue, and a plan whose ConfigMap
 * is gone fails once it is approved. Throws `unmet`. What may not be read is reported, and OLM decides.
 */
export async function checkUnpacked(waiting: readonly WaitingPlan[], cluster: Cluster, report: Report): Promise<void> {
  for (const { plan, members } of waiting) {
    for (const { name, namespace } of unpackedIn(plan)) {
      if (await isThere(name, namespace, cluster, report)) continue;
      throw new ExtError('unmet', message('approve.unpacked', { plan: plan.metadata.name }), {
        object: `installplan/${plan.metadata.name}`,
        because: message('approve.unpacked.because', { configMap: name, namespace }),
        hints: members.map(({ metadata, spec }) => `kubectl ext reject ${spec.name} -n ${metadata.namespace}`).slice(0, 1),
      });
    }
  }
}

async function isThere(name: string, namespace: string, cluster: Cluster, report: Report): Promise<boolean> {
  try {
    return (await cluster.get(configMaps, name, namespace)) !== null;
  } catch (error) {
    if (!(error instanceof ExtError && error.code === 'forbidden')) throw error;
    report({ state: 'warning', message: message('preflight.unknown', { fact: `configmap ${namespace}/${name}` }) });
    return true;
  }
}
