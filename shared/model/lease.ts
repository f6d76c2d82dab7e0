import type { KubeObject } from './object.ts';
import type { Resource } from './resource.ts';

/** A sign that somebody holds something; whoever finds it without a holder, or not renewed, may take it. */
export interface Lease extends KubeObject {
  apiVersion: 'coordination.k8s.io/v1';
  kind: 'Lease';
  spec: {
    holderIdentity?: string;
    leaseDurationSeconds?: number;
    /** RFC 3339 with microseconds. */
    renewTime?: string;
    acquireTime?: string;
  };
}

export const leases: Resource<Lease> = {
  group: 'coordination.k8s.io',
  version: 'v1',
  plural: 'leases',
  kind: 'Lease',
  namespaced: true,
};
