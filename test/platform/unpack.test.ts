import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { catalogSources } from '../../shared/model/catalog-source.ts';
import { memoryCluster } from '../support/memory-cluster.ts';
import { bundle, type Bundle, type UnpackMode } from './bundles/bundle.ts';
import { startCatalogue, type Catalogue } from './catalogue.ts';
import { startNode } from './node.ts';
import { configMaps, pods, type Pod } from './resources.ts';
import type { Running } from './running.ts';

const namespace = 'cpaas-system';
const name = 'e3b0c44298fc1c149afbf4c8996fb924';
let cluster: Cluster;
let catalogue: Catalogue;
let node: Running;

beforeEach(async () => {
  cluster = memoryCluster();
  catalogue = await startCatalogue();
  node = await startNode(cluster, { retryAfter: 5 });
  await cluster.create(catalogSources, {
    apiVersion: 'operators.coreos.com/v1alpha1',
    kind: 'CatalogSource',
    metadata: { name: 'custom', namespace },
    spec: { sourceType: 'grpc', address: catalogue.address },
  });
  const ownerReferences = [{ apiVersion: 'operators.coreos.com/v1alpha1', kind: 'CatalogSource', name: 'custom', uid: 'u' }];
  await cluster.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, ownerReferences } });
});
afterEach(async () => {
  await node.stop();
  await catalogue.stop();
});

function published(unpack: UnpackMode): Bundle {
  const made = bundle({ package: 'packed', version: '1.0.0', unpack });
  catalogue.publish([made]);
  return made;
}

/** The pod of the Job that OLM makes for a bundle in an image. */
function unpackPod(image = ''): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${name}-x`,
      namespace,
      labels: { 'operatorframework.io/bundle-unpack-ref': name },
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name, uid: 'u' }],
    },
    spec: {
      initContainers: [
        { name: 'util', image: 'registry.example.com/olm' },
        { name: 'pull', image },
      ],
      containers: [{ name: 'extract', image: 'registry.example.com/opm', env: [{ name: 'CONTAINER_IMAGE', value: image }] }],
    },
  };
}

const target = () => cluster.get(configMaps, name, namespace);

async function expectPhase(phase: string): Promise<void> {
  await vi.waitFor(async () => expect(await cluster.get(pods, `${name}-x`, namespace)).toMatchObject({ status: { phase } }), {
    interval: 5,
  });
}

describe('unpacking a bundle', () => {
  it.each([
    ['plain', 'data'],
    ['gzip', 'binaryData'],
  ] as const)('fills the ConfigMap, %s, before the pod succeeds', async (mode, field) => {
    const { bundlePath } = published(mode);
    await cluster.create(pods, unpackPod(bundlePath));
    await expectPhase('Succeeded');
    expect(await target()).toMatchObject({
      metadata: { annotations: { 'olm.sourceImage': bundlePath } },
      [field]: { 'packed.v1.0.0.clusterserviceversion.yaml': expect.any(String) },
    });
  });

  it('is left at work by a bundle that is never unpacked', async () => {
    await cluster.create(pods, unpackPod(published('never').bundlePath));
    await expectPhase('Running');
    expect(await target()).not.toHaveProperty('data');
  });

  it('cannot pull an image that no catalogue knows', async () => {
    await cluster.create(pods, unpackPod('registry.example.com/unpack-plain/other:v1'));
    await expectPhase('Pending');
    expect(await cluster.get(pods, `${name}-x`, namespace)).toMatchObject({
      status: { initContainerStatuses: [{ name: 'util' }, { name: 'pull', state: { waiting: { reason: 'ImagePullBackOff' } } }] },
    });
  });

  it('waits for a catalogue that is silent', async () => {
    const { bundlePath } = published('plain');
    catalogue.fallSilent();
    await cluster.create(pods, unpackPod(bundlePath));
    await catalogue.speakAgain();
    await expectPhase('Succeeded');
  });
});
