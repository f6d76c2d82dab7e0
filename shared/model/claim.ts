import { createHash } from 'node:crypto';
import type { Lease } from './lease.ts';
import { clusterNameOf, moduleNameOf, type ModuleInfo } from './module-info.ts';
import { moduleLabels } from './module-labels.ts';

/** A plugin and the cluster on which it is installed once. */
export interface Pair {
  readonly cluster: string;
  readonly module: string;
}

/** Whoever may be stored as the installation of a pair: no other one may while the claim stands. */
export interface Holder extends Pair {
  readonly name: string;
  readonly uid: string;
}

/** What says that the object of a holder was seen: a claim without it may be of somebody on his way. */
export const storedAnnotation = 'ext.cpaas.io/stored';

const keys = {
  cluster: 'ext.cpaas.io/cluster',
  module: 'ext.cpaas.io/module',
  name: 'ext.cpaas.io/name',
  uid: 'ext.cpaas.io/uid',
} as const;

/** The label by which claims are told from other Leases. */
export const claimSelector = 'ext.cpaas.io/claim=module-info';

/** The plugin and cluster of a ModuleInfo; undefined where it names only one of them, or none. */
export function pairOf(info: Pick<ModuleInfo, 'metadata'>): Pair | undefined {
  const [cluster, module] = [clusterNameOf(info), moduleNameOf(info)];
  return cluster === undefined || module === undefined ? undefined : { cluster, module };
}

/** One text for each pair. */
export function pairKey({ cluster, module }: Pair): string {
  return `${cluster}:${module}`;
}

/** Selects the ModuleInfos of a pair. */
export function pairSelector({ cluster, module }: Pair): string {
  return `${moduleLabels.cluster}=${cluster},${moduleLabels.module}=${module}`;
}

/** The name of the claim of a pair: there can be one only, because a name can be taken only once. */
export function claimName(pair: Pair): string {
  return `ext-claim-${createHash('sha256').update(pairKey(pair)).digest('hex').slice(0, 32)}`;
}

/** The claim of a holder. */
export function claimFor(holder: Holder, namespace: string): Lease {
  const [key = '', value = ''] = claimSelector.split('=');
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: claimName(holder), namespace, labels: { [key]: value }, annotations: holderAnnotations(holder) },
    spec: { holderIdentity: holder.name },
  };
}

/** What a claim says of its holder. */
export function holderAnnotations({ cluster, module, name, uid }: Holder): Record<string, string> {
  return { [keys.cluster]: cluster, [keys.module]: module, [keys.name]: name, [keys.uid]: uid };
}

/** The holder of a claim; undefined for a Lease that is none. */
export function holderIn({ metadata }: Lease): Holder | undefined {
  const { [keys.cluster]: cluster, [keys.module]: module, [keys.name]: name, [keys.uid]: uid } = metadata.annotations ?? {};
  if (cluster === undefined || module === undefined || name === undefined || uid === undefined) return undefined;
  return { cluster, module, name, uid };
}
