import type { KubeObject } from './object.ts';
import type { Resource } from './resource.ts';

/** Some of the pods behind a Service. */
export interface EndpointSlice extends KubeObject {
  apiVersion: 'discovery.k8s.io/v1';
  kind: 'EndpointSlice';
  endpoints?: { conditions?: { ready?: boolean }; targetRef?: { name?: string } }[] | null;
}

export const endpointSlices: Resource<EndpointSlice> = {
  group: 'discovery.k8s.io',
  version: 'v1',
  plural: 'endpointslices',
  kind: 'EndpointSlice',
  namespaced: true,
};

/** The label by which a slice names its Service. */
export const serviceLabel = 'kubernetes.io/service-name';

/** The pods that are ready; an endpoint that says nothing is (EndpointSlice, conditions.ready). */
export function readyPods(slices: readonly EndpointSlice[]): string[] {
  const ready = slices.flatMap(({ endpoints }) => endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false);
  return ready.flatMap(({ targetRef }) => targetRef?.name ?? []);
}
