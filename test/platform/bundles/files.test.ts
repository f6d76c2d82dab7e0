import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { bundle } from './bundle.ts';
import { bundleFiles, unpackedContent, type BundleFiles } from './files.ts';

const image = 'quay.example.com/etcd/bundle@sha256:0a';
const annotations = `annotations:
  operators.operatorframework.io.bundle.mediatype.v1: registry+v1
  operators.operatorframework.io.bundle.manifests.v1: manifests/
  operators.operatorframework.io.bundle.metadata.v1: metadata/
  operators.operatorframework.io.bundle.package.v1: etcd
  operators.operatorframework.io.bundle.channels.v1: alpha,stable
  operators.operatorframework.io.bundle.channel.default.v1: stable
  operators.operatorframework.io.test.config.v1: tests/
`;
const csv = 'kind: ClusterServiceVersion\nmetadata: {name: etcd.v1}\n';
const files: BundleFiles = {
  manifests: { 'etcd v1:csv.yaml': csv },
  metadata: { 'annotations.yaml': annotations, 'dependencies.yaml': 'dependencies: []\n' },
};

describe('unpackedContent', () => {
  it('has the text of every file, but of annotations.yaml only what is of the bundle', () => {
    expect(unpackedContent(files, image, 'plain')).toEqual({
      metadata: {
        annotations: {
          'operators.operatorframework.io.bundle.manifests.v1': 'manifests/',
          'operators.operatorframework.io.bundle.mediatype.v1': 'registry+v1',
          'operators.operatorframework.io.bundle.metadata.v1': 'metadata/',
          'operators.operatorframework.io.bundle.package.v1': 'etcd',
          'operators.operatorframework.io.bundle.channels.v1': 'alpha,stable',
          'operators.operatorframework.io.bundle.channel.default.v1': 'stable',
          'olm.sourceImage': image,
        },
      },
      data: { 'etcd-v1-csv.yaml': csv, 'dependencies.yaml': 'dependencies: []\n' },
    });
  });

  it('is packed by gzip, and twice by base64: once by the extractor and once by the API', () => {
    const { metadata, data, binaryData = {} } = unpackedContent(files, image, 'gzip');
    expect(data).toBeUndefined();
    expect(metadata.annotations).toMatchObject({ 'olm.contentEncoding': 'gzip+base64', 'olm.sourceImage': image });
    const stored = Buffer.from(binaryData['etcd-v1-csv.yaml'] ?? '', 'base64').toString();
    expect(stored).toMatch(/^H4sI/);
    expect(gunzipSync(Buffer.from(stored, 'base64')).toString()).toBe(csv);
  });
});

describe('bundleFiles', () => {
  it('are a file for each manifest, and the metadata', () => {
    const requires = [{ package: 'other', range: '>=1.0.0' }];
    const made = bundle({ package: 'a', version: '1.0.0', requires });
    const wire = {
      ...made,
      packageName: 'a',
      channelName: 'stable',
      object: made.objects,
      bundlePath: image,
      replaces: '',
      skipRange: '',
      skips: [],
    };
    const { manifests, metadata } = bundleFiles({ bundle: wire, channels: ['stable', 'fast'], defaultChannel: 'stable' });
    expect(Object.keys(manifests)).toEqual(['a.v1.0.0.clusterserviceversion.yaml', 'as.a.example.com.customresourcedefinition.yaml']);
    expect(parse(manifests['a.v1.0.0.clusterserviceversion.yaml'] ?? '')).toEqual(JSON.parse(made.csvJson));
    expect(parse(metadata['dependencies.yaml'] ?? '')).toEqual({
      dependencies: [{ type: 'olm.package', value: { packageName: 'other', version: '>=1.0.0' } }],
    });
    expect(unpackedContent({ manifests, metadata }, image, 'plain').metadata.annotations).toMatchObject({
      'operators.operatorframework.io.bundle.channels.v1': 'stable,fast',
    });
  });
});
