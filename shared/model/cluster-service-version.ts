import type { KubeObject } from './object.ts';
import type { Resource } from './resource.ts';

/** One version of an operator in a namespace, and how its installation stands. */
export interface ClusterServiceVersion extends KubeObject {
  apiVersion: 'operators.coreos.com/v1alpha1';
  kind: 'ClusterServiceVersion';
  spec: {
    displayName?: string;
    version?: string;
    replaces?: string;
    installModes?: InstallMode[];
    install?: { strategy: string; spec?: { deployments?: { name: string }[] } };
  };
  status?: {
    phase?: CsvPhase;
    reason?: string;
    message?: string;
    lastTransitionTime?: string;
    conditions?: { phase?: string; reason?: string; message?: string; lastTransitionTime?: string }[];
    requirementStatus?: { group: string; version: string; kind: string; name: string; status: string; message: string }[];
  };
}

export type CsvPhase = '' | 'Pending' | 'InstallReady' | 'Installing' | 'Succeeded' | 'Failed' | 'Unknown' | 'Replacing' | 'Deleting';

/** Whether an operator can watch its own namespace, one other, several or all. */
export interface InstallMode {
  type: 'OwnNamespace' | 'SingleNamespace' | 'MultiNamespace' | 'AllNamespaces';
  supported: boolean;
}

export const clusterServiceVersions: Resource<ClusterServiceVersion> = {
  group: 'operators.coreos.com',
  version: 'v1alpha1',
  plural: 'clusterserviceversions',
  kind: 'ClusterServiceVersion',
  namespaced: true,
};

/** OLM shows the CSV of an operator for all namespaces in each of them: only the one without this label is real. */
export const copiedFromLabel = 'olm.copiedFrom';

/** The names of the Deployments a CSV installs. */
export function deploymentNames(csv: ClusterServiceVersion): string[] {
  return csv.spec.install?.spec?.deployments?.map(({ name }) => name) ?? [];
}
