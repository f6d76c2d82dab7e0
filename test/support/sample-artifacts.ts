import type { Descriptor } from '../../shared/model/oci.ts';
import { addImage, addIndex, type Blobs } from './image-folder.ts';

const registry = 'harbor.demo.io';

/** The bundle of an operator, the images it runs, and their names. */
export const bundleImage = `${registry}/middleware/harbor-ce-operator-bundle:v2.12.11`;
export const operatorImages = [`${registry}/middleware/harbor-core:v2.12.11`, `${registry}/middleware/harbor-operator:v2.12.11`] as const;

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

const labels = {
  'operators.operatorframework.io.bundle.package.v1': 'harbor-ce-operator',
  'operators.operatorframework.io.bundle.manifests.v1': 'manifests/',
  'operators.operatorframework.io.bundle.channels.v1': 'stable,harbor-2',
  'operators.operatorframework.io.bundle.channel.default.v1': 'stable',
};

/** An operator. */
export function addOperator(blobs: Blobs): Record<string, Descriptor> {
  const bundle = addImage(blobs, { labels, layers: [{ 'manifests/csv.yaml': csv, 'metadata/annotations.yaml': 'annotations: {}\n' }] });
  const [core, operator] = operatorImages;
  return { [bundleImage]: bundle, [core]: addIndex(blobs, 'core'), [operator]: addIndex(blobs, 'operator') };
}
