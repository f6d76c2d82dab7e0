import type { Cluster } from '../cluster/cluster.ts';
import { moduleInfoes } from '../model/module-info.ts';
import { apiVersionOf } from '../model/resource.ts';

/** Whether this is the global cluster of a platform: only there ModuleInfos are served. */
export async function isGlobal(cluster: Pick<Cluster, 'getPath'>): Promise<boolean> {
  const found = await cluster.getPath(`/apis/${apiVersionOf(moduleInfoes)}`);
  const { resources = [] } = (found ?? {}) as { readonly resources?: readonly { readonly name: string }[] };
  return resources.some(({ name }) => name === moduleInfoes.plural);
}
