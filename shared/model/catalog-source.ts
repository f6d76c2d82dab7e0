import type { KubeObject } from './object.ts';
import type { Resource } from './resource.ts';

/** A catalogue of packages that OLM asks over gRPC. */
export interface CatalogSource extends KubeObject {
  apiVersion: 'operators.coreos.com/v1alpha1';
  kind: 'CatalogSource';
  spec: { sourceType: string; address?: string; displayName?: string };
  status?: { connectionState?: { lastObservedState: string; lastConnect?: string }; message?: string };
}

export const catalogSources: Resource<CatalogSource> = {
  group: 'operators.coreos.com',
  version: 'v1alpha1',
  plural: 'catalogsources',
  kind: 'CatalogSource',
  namespaced: true,
};
