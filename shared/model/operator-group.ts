import type { KubeObject } from './object.ts';
import type { Resource } from './resource.ts';

/** The namespaces that the operators of a namespace may watch. OLM acts only where there is exactly one. */
export interface OperatorGroup extends KubeObject {
  apiVersion: 'operators.coreos.com/v1';
  kind: 'OperatorGroup';
  spec?: {
    targetNamespaces?: string[];
    selector?: Record<string, unknown>;
    serviceAccountName?: string;
  };
  status?: { namespaces?: string[] };
}

export const operatorGroups: Resource<OperatorGroup> = {
  group: 'operators.coreos.com',
  version: 'v1',
  plural: 'operatorgroups',
  kind: 'OperatorGroup',
  namespaced: true,
};

/** The namespaces a group names, sorted; empty means all of them. Null where a selector decides, which only the server can resolve. */
export function targetsOf(group: OperatorGroup): string[] | null {
  if (group.spec?.selector !== undefined) return null;
  return (group.spec?.targetNamespaces ?? []).toSorted();
}
