import type { KubeObject } from './object.ts';
import type { Resource } from './resource.ts';

export interface ConfigMap extends KubeObject {
  apiVersion: 'v1';
  kind: 'ConfigMap';
  data?: Record<string, string>;
  /** In base64. */
  binaryData?: Record<string, string>;
}

export const configMaps: Resource<ConfigMap> = { group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap', namespaced: true };
