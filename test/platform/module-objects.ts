import type { ModuleInfo } from '../../shared/model/module-info.ts';
import type { ObjectMeta } from '../../shared/model/object.ts';
import type { PublishedConfig, PublishedPlugin } from './module-kinds.ts';

/** The main chart of a plugin of tests. */
const mainChart = 'acp/chart-web-cli';

/** A ModuleInfo as a person applies it by hand: web-cli for the global cluster, under a temporary name. */
export function temporaryInfo({ labels, ...metadata }: Partial<ObjectMeta> = {}, spec: Partial<ModuleInfo['spec']> = {}): ModuleInfo {
  return {
    apiVersion: 'cluster.alauda.io/v1alpha1',
    kind: 'ModuleInfo',
    metadata: {
      name: 'temporary-name',
      ...metadata,
      labels: { 'cpaas.io/cluster-name': 'global', 'cpaas.io/module-name': 'web-cli', 'cpaas.io/module-type': 'plugin', ...labels },
    },
    spec: { version: 'v4.0.4', config: {}, ...spec },
  };
}

/** A ready version of web-cli. */
export function publishedConfig(version: string, spec: Partial<PublishedConfig['spec']> = {}, ready = true): PublishedConfig {
  return {
    apiVersion: 'cluster.alauda.io/v1alpha1',
    kind: 'ModuleConfig',
    metadata: {
      name: `web-cli-${version}`,
      labels: { 'cpaas.io/module-name': 'web-cli', 'cpaas.io/module-type': 'plugin', 'cpaas.io/module-version': version },
    },
    spec: { name: 'web-cli', version, ...spec },
    status: { readyForDeploy: ready, targetClusterVersions: spec.targetClusterVersions ?? [] },
  };
}

/** The plugin web-cli, whose main chart has this version. */
export function pushedPlugin(version: string, metadata: Partial<ObjectMeta> = {}): PublishedPlugin {
  return {
    apiVersion: 'cluster.alauda.io/v1alpha1',
    kind: 'ModulePlugin',
    metadata: {
      name: 'web-cli',
      labels: { 'cpaas.io/module-name': 'web-cli', 'cpaas.io/module-type': 'plugin', 'cpaas.io/product': 'Platform-Center' },
      annotations: { 'cpaas.io/display-name': 'web-cli' },
      ...metadata,
    },
    spec: {
      name: 'web-cli',
      description: { en: 'Web Terminal' },
      logo: 'data:image/svg+xml;base64,PHN2Zy8+',
      mainChart,
      appReleases: [{ name: 'web-cli', chartVersions: [{ name: mainChart, releaseName: 'web-cli', version }] }],
    },
  };
}
