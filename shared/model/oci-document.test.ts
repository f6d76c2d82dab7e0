import { describe, expect, it } from 'vitest';
import { imageConfigIn, indexIn, manifestIn, platformText } from './oci-document.ts';
import { mediaTypes } from './oci.ts';

const descriptor = { mediaType: mediaTypes.manifest, digest: `sha256:${'a'.repeat(64)}`, size: 3 };
const index = {
  schemaVersion: 2,
  mediaType: mediaTypes.index,
  manifests: [{ ...descriptor, platform: { os: 'linux', architecture: 'amd64' } }],
};
const manifest = { schemaVersion: 2, mediaType: mediaTypes.dockerManifest, config: descriptor, layers: [descriptor] };
const text = (document: unknown) => JSON.stringify(document);

describe('indexIn', () => {
  it('reads an index, whoever wrote it', () => {
    expect(indexIn(text(index))).toEqual(index);
    expect(indexIn(text({ ...index, mediaType: mediaTypes.dockerIndex }))).toBeDefined();
    expect(indexIn(text({ ...index, mediaType: undefined }))).toBeDefined();
  });

  it.each([
    [null],
    [[]],
    [{ ...index, schemaVersion: 1 }],
    [{ ...index, mediaType: mediaTypes.manifest }],
    [{ ...index, layers: [] }],
    [{ ...index, config: descriptor }],
    [{ ...index, manifests: {} }],
    [{ ...index, manifests: [null] }],
    [{ ...index, manifests: [{ ...descriptor, digest: `sha512:${'a'.repeat(128)}` }] }],
    [{ ...index, manifests: [{ ...descriptor, size: 1.5 }] }],
    [{ ...index, manifests: [{ ...descriptor, size: '3' }] }],
    [{ ...index, manifests: [{ ...descriptor, size: 2 ** 53 }] }],
    [{ ...index, manifests: [{ ...descriptor, platform: { os: 'linux' } }] }],
    [{ ...index, manifests: [{ ...descriptor, platform: { os: 'li\u001bnux', architecture: 'amd64' } }] }],
    [{ ...index, manifests: [{ ...descriptor, annotations: { a: 1 } }] }],
  ])('refuses %j', (document) => expect(indexIn(text(document))).toBeUndefined());

  it('refuses what is no JSON', () => expect(indexIn('{')).toBeUndefined());
});

describe('manifestIn', () => {
  it('reads a manifest', () => expect(manifestIn(text(manifest))).toEqual(manifest));

  it.each([
    [{ ...manifest, manifests: [] }],
    [{ ...manifest, config: undefined }],
    [{ ...manifest, layers: [{}] }],
    [{ ...manifest, mediaType: mediaTypes.index }],
  ])('refuses %j', (document) => expect(manifestIn(text(document))).toBeUndefined());
});

describe('imageConfigIn', () => {
  it('takes platform and labels, and only those that are text', () => {
    const config = imageConfigIn(text({ os: 'linux', architecture: 'arm64', variant: 'v8', config: { Labels: { a: 'b', c: 1 } } }));
    expect(config).toEqual({ platform: 'linux/arm64', labels: new Map([['a', 'b']]) });
  });

  it.each(['', '[]', '{}', '{"os":"linux"}', '{"config":{"Labels":[]}}'])('is empty for %s', (config) =>
    expect(imageConfigIn(config)).toEqual({ platform: null, labels: new Map() }),
  );
});

it.each([
  [{ os: 'linux', architecture: 'arm', variant: 'v7' }, 'linux/arm/v7'],
  [{ os: 'linux', architecture: 'arm64', variant: 'v8' }, 'linux/arm64'],
  [{ os: 'windows', architecture: 'amd64' }, 'windows/amd64'],
  [{ os: 'unknown', architecture: 'unknown' }, null],
])('%j is called %s', (platform, name) => expect(platformText(platform)).toBe(name));
