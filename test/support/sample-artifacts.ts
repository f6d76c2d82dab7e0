import type { Descriptor } from '../../shared/model/oci.ts';
import { addChart, addImage, addIndex, type Blobs, type Files } from './image-folder.ts';

const registry = 'harbor.demo.io';

/** The bundle of an operator, and the images it runs. */
export const bundleImage = `${registry}/middleware/harbor-ce-operator-bundle:v2.12.11`;
export const operatorImages = [`${registry}/middleware/harbor-core:v2.12.11`, `${registry}/middleware/harbor-operator:v2.12.11`] as const;

/** The chart of a plugin, and the image it runs. */
export const pluginChart = `${registry}/acp/chart-web-cli:v4.0.4`;
export const pluginImage = `${registry}/acp/web-cli:v4.0.4`;

/** A chart that is nothing more, and the image it runs. */
export const plainChart = `${registry}/charts/podinfo:6.9.0`;
const chartImage = `${registry}/charts/podinfo-server:6.9.0`;

const csv = `apiVersion: operators.coreos.com/v1alpha1
kind: ClusterServiceVersion
metadata:
  name: harbor-ce-operator.v2.12.11
  annotations: {provider-type: platform}
spec:
  displayName: Alauda Build of Harbor
  version: 2.12.11
  provider: {name: Alauda}
  relatedImages:
  - {name: core, image: ${operatorImages[0]}}
  install:
    strategy: deployment
    spec:
      deployments:
      - name: harbor-operator
        spec: {template: {spec: {containers: [{name: manager, image: "${operatorImages[1]}"}]}}}
`;

/** The labels of a bundle of a package. */
export function bundleLabels(name: string): Record<string, string> {
  const prefix = 'operators.operatorframework.io.bundle';
  return {
    [`${prefix}.package.v1`]: name,
    [`${prefix}.manifests.v1`]: 'manifests/',
    [`${prefix}.channels.v1`]: 'stable,harbor-2',
    [`${prefix}.channel.default.v1`]: 'stable',
  };
}

/** An operator and its images, by their names. */
export function addOperator(blobs: Blobs): Record<string, Descriptor> {
  const layers = [
    { 'manifests/csv.yaml': csv, 'manifests/service.yaml': 'kind: Service\n', 'metadata/annotations.yaml': 'annotations: {}\n' },
  ];
  const bundle = addImage(blobs, { labels: bundleLabels('harbor-ce-operator'), layers });
  const [core, operator] = operatorImages;
  return { [bundleImage]: bundle, [core]: addIndex(blobs, 'core'), [operator]: addIndex(blobs, 'operator') };
}

/** The files of a plugin's chart. */
export const pluginFiles: Files = {
  'chart-web-cli/Chart.yaml': 'name: chart-web-cli\nversion: v4.0.4\n',
  'chart-web-cli/values.yaml': `global: {registry: {address: ${registry}}, images: {webCli: {repository: acp/web-cli, tag: v4.0.4, support_arm: true}}}\n`,
  'chart-web-cli/module-plugin.yaml': `kind: ModulePlugin
metadata:
  name: web-cli
  annotations: {cpaas.io/display-name: '{"en": "Web Terminal", "zh": "Web 终端"}'}
spec:
  name: web-cli
  deleteable: true
  description: {en: Web Terminal, zh: Web 终端}
  logo: 'data:image/svg+xml;base64,PHN2Zy8+'
  mainChart: acp/chart-web-cli
  appReleases:
  - name: web-cli
    chartVersions: [{name: acp/chart-web-cli, releaseName: web-cli, version: v4.0.4}]
`,
  'chart-web-cli/scripts/plugin-config.yaml': 'supportedUpgradeVersions: ">= v4.0.0"\nconfig: {}\n',
};

/** A plugin and its image, by their names. */
export function addPlugin(blobs: Blobs): Record<string, Descriptor> {
  return { [pluginChart]: addChart(blobs, pluginFiles), [pluginImage]: addIndex(blobs, 'web-cli') };
}

/** A chart and its image, by their names. */
export function addPlainChart(blobs: Blobs): Record<string, Descriptor> {
  const chart = addChart(blobs, {
    'podinfo/Chart.yaml': 'name: podinfo\nversion: 6.9.0\n',
    'podinfo/values.yaml': 'global: {images: {server: {repository: charts/podinfo-server, tag: 6.9.0}}}\n',
    'podinfo/charts/redis/values.yaml': 'global: {images: {redis: {repository: other/redis, tag: "7"}}}\n',
  });
  return { [plainChart]: chart, [chartImage]: addIndex(blobs, 'podinfo', ['amd64']) };
}
