import { describe, expect, it } from 'vitest';
import { addImage, addIndex, type Blobs } from '../../../test/support/image-folder.ts';
import { type Descriptor, type ImageIndex, type ImageManifest, mediaTypes } from '../../model/oci.ts';
import { packagedImages, packageIndex, plannedBlobs } from './contents.ts';
import type { GatheredImage, GatheredManifest } from './gathered.ts';
import { packageSummary } from '../../model/packaged-images.ts';

const blobs: Blobs = new Map();
const reference = { registry: 'a.b', repository: 'x', tag: 'v1', digest: undefined };
const documentOf = <D>(descriptor: Descriptor) => JSON.parse(String(blobs.get(descriptor.digest))) as D;
const bytesOf = ({ digest }: Descriptor) => blobs.get(digest) ?? Buffer.alloc(0);

function gathered(image: string, descriptor: Descriptor): GatheredImage {
  const manifestOf = (each: Descriptor): GatheredManifest => ({
    ...{ descriptor: each, bytes: bytesOf(each), manifest: documentOf<ImageManifest>(each) },
    platform: each.platform === undefined ? null : `${each.platform.os}/${each.platform.architecture}`,
  });
  if (descriptor.mediaType !== mediaTypes.index) return { image, reference, index: undefined, manifests: [manifestOf(descriptor)] };
  const { manifests } = documentOf<ImageIndex>(descriptor);
  return { image, reference, index: { descriptor, bytes: bytesOf(descriptor) }, manifests: manifests.map(manifestOf) };
}

const single = gathered(
  'a.b/single:1',
  addImage(blobs, { platform: { os: 'linux', architecture: 's390x' }, layers: [{ 'etc/base': 'the same everywhere' }] }),
);
const double = gathered('a.b/double:1', addIndex(blobs, 'double'));
const images = [single, double];

describe('plannedBlobs', () => {
  it('are what refers to others, then configurations, then layers, each sorted and once', () => {
    const planned = plannedBlobs([...images, single]);
    const kinds = planned.map(({ descriptor: { mediaType } }) =>
      mediaType.includes('config') ? 'config' : mediaType.includes('tar') ? 'layer' : 'document',
    );
    expect(kinds).toEqual([...Array<string>(4).fill('document'), ...Array<string>(3).fill('config'), ...Array<string>(3).fill('layer')]);
    for (const kind of ['document', 'config', 'layer']) {
      const digests = planned.filter((_, at) => kinds[at] === kind).map(({ descriptor }) => descriptor.digest);
      expect(digests).toEqual([...new Set(digests)].toSorted());
    }
    expect(new Set(planned.map(({ descriptor }) => descriptor.digest))).toEqual(new Set(blobs.keys()));
  });

  it('do not depend on the order of the images', () => {
    expect(plannedBlobs(images.toReversed()).map(({ descriptor }) => descriptor.digest)).toEqual(
      plannedBlobs(images).map(({ descriptor }) => descriptor.digest),
    );
  });

  it('put what is two things where the first of them stands', () => {
    const [manifest] = single.manifests;
    if (manifest === undefined) throw new Error('it has one');
    const empty = { ...manifest.manifest.config };
    const twice = { ...single, manifests: [{ ...manifest, manifest: { ...manifest.manifest, layers: [empty] } }] };
    expect(plannedBlobs([twice]).map(({ descriptor }) => descriptor.digest)).toEqual([manifest.descriptor.digest, empty.digest]);
  });
});

it('index.json names every image by its full name, and says no more of it than has to be', () => {
  expect(JSON.parse(String(packageIndex(images)))).toEqual({
    ...{ schemaVersion: 2, mediaType: mediaTypes.index },
    manifests: images.map(({ image, index, manifests }) => {
      const { mediaType, digest, size } = index?.descriptor ?? manifests[0]?.descriptor ?? {};
      return { mediaType, digest, size, annotations: { 'org.opencontainers.image.ref.name': image } };
    }),
  });
});

it('a summary counts each blob once, and what images share', () => {
  const { images: rows, totals } = packageSummary(packagedImages(images));
  const layer = single.manifests[0]?.manifest.layers[0]?.size;
  expect(rows.map(({ image, platform, shared }) => ({ image, platform, shared }))).toEqual([
    { image: 'a.b/single:1', platform: null, shared: layer },
    { image: 'a.b/double:1', platform: 'linux/amd64', shared: layer },
    { image: 'a.b/double:1', platform: 'linux/arm64', shared: layer },
  ]);
  const bytes = [...blobs]
    .filter(([digest]) => digest !== double.index?.descriptor.digest)
    .reduce((sum, [, { length }]) => sum + length, 0);
  expect(totals).toEqual({ images: 3, blobs: 9, uniqueBytes: bytes });
});
