import type { Condition, KubeObject } from './object.ts';
import type { Resource } from './resource.ts';

/** What runs an operator. */
export interface Deployment extends KubeObject {
  apiVersion: 'apps/v1';
  kind: 'Deployment';
  spec?: {
    replicas?: number;
    selector?: { matchLabels?: Record<string, string> };
    template?: { spec?: { containers?: Container[]; imagePullSecrets?: { name: string }[] } };
  };
  status?: {
    observedGeneration?: number;
    replicas?: number;
    updatedReplicas?: number;
    readyReplicas?: number;
    availableReplicas?: number;
    conditions?: Condition[];
  };
}

/** One container of a pod, as far as it tells what it runs. */
export interface Container {
  name: string;
  image?: string;
  args?: string[];
}

export const deployments: Resource<Deployment> = {
  group: 'apps',
  version: 'v1',
  plural: 'deployments',
  kind: 'Deployment',
  namespaced: true,
};

export interface Namespace extends KubeObject {
  apiVersion: 'v1';
  kind: 'Namespace';
}

export const namespaces: Resource<Namespace> = {
  group: '',
  version: 'v1',
  plural: 'namespaces',
  kind: 'Namespace',
  namespaced: false,
};

/**
 * Whether the Deployment says `Available=True` of its current generation. One that is scaled to none says so too, and so does one that
 * lacks no more replicas than its `maxUnavailable` tolerates.
 */
export function isAvailable({ metadata, status }: Deployment): boolean {
  if ((status?.observedGeneration ?? 0) < (metadata.generation ?? 0)) return false;
  return status?.conditions?.some(({ type, status: value }) => type === 'Available' && value === 'True') ?? false;
}

/** Whether every wanted replica of the current generation is available, and none of an earlier one is left, as `kubectl rollout status` sees it. */
export function isRolledOut({ metadata, spec, status }: Deployment): boolean {
  const wanted = spec?.replicas ?? 1;
  const seen = { observedGeneration: 0, updatedReplicas: 0, availableReplicas: 0, replicas: 0, ...status };
  if (seen.observedGeneration < (metadata.generation ?? 0)) return false;
  return Math.min(seen.updatedReplicas, seen.availableReplicas) >= wanted && seen.replicas <= seen.updatedReplicas;
}
