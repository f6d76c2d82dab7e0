import { describe, expect, it } from 'vitest';
import { MisshapenError } from './document.ts';
import { documentIn, imageConfigIn, indexIn, isIndex, isIndexType, manifestIn, mediaTypes, platformText } from './oci.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const descriptor = { mediaType: mediaTypes.manifest, digest, size: 7 };
const index = { schemaVersion: 2, mediaType: mediaTypes.index, manifests: [descriptor] };
const layer = { ...descriptor, mediaType: mediaTypes.gzippedLayer };
const manifest = { schemaVersion: 2, config: { ...descriptor, mediaType: mediaTypes.config }, layers: [layer] };

/** What a reader says is wrong: the message, the field and the value. */
function faultOf(read: () => unknown): unknown {
  try {
    read();
  } catch (error) {
    if (!(error instanceof MisshapenError)) throw error;
    const { id, data } = error.sentence;
    return [id.slice('package.field.'.length), data.field, data.value].filter((each) => each !== undefined);
  }
  return 'nothing';
}

describe('indexIn', () => {
  it('reads what this program uses, and leaves the rest out', () => {
    const platform = { os: 'linux', architecture: 'arm64', variant: 'v8', 'os.version': '1' };
    const annotations = { 'org.opencontainers.image.ref.name': 'x', ['__proto__']: 'y' };
    const read = indexIn({ ...index, manifests: [{ ...descriptor, platform, annotations, urls: [] }], subject: 1 });
    const { 'os.version': _, ...known } = platform;
    expect(read).toEqual({ ...index, annotations: undefined, manifests: [{ ...descriptor, platform: known, annotations }] });
  });

  it('takes an unknown variant that is written as an empty text for none', () => {
    const platform = { os: 'linux', architecture: 'amd64', variant: '' };
    expect(indexIn({ ...index, manifests: [{ ...descriptor, platform }] }).manifests[0]?.platform?.variant).toBeUndefined();
  });

  it.each<[unknown, unknown]>([
    [null, ['missing', '.']],
    [[], ['mapping', '.', '[…]']],
    ['x', ['mapping', '.', '"x"']],
    [{ ...index, schemaVersion: 1 }, ['choice', 'schemaVersion', '1']],
    [{ ...index, schemaVersion: '2' }, ['choice', 'schemaVersion', '"2"']],
    [{ ...index, mediaType: mediaTypes.manifest }, ['choice', 'mediaType', `"${mediaTypes.manifest}"`]],
    [{ ...index, manifests: undefined }, ['missing', 'manifests']],
    [{ ...index, manifests: {} }, ['list', 'manifests', '{…}']],
    [{ ...index, layers: [] }, ['ambiguous', 'layers']],
    [{ ...index, config: null }, ['ambiguous', 'config']],
    [{ ...index, annotations: { a: 1 } }, ['text', 'annotations.a', '1']],
    [{ ...index, annotations: { '\u001B': 1 } }, ['text', '"annotations.\\u001b"', '1']],
    [withDescriptor({ mediaType: undefined }), ['missing', 'manifests[0].mediaType']],
    [withDescriptor({ mediaType: 'text/plain' }), ['choice', 'manifests[0].mediaType', '"text/plain"']],
    [withDescriptor({ digest: undefined }), ['missing', 'manifests[0].digest']],
    [withDescriptor({ digest: 'sha256:../../etc/hostname' }), ['digest', 'manifests[0].digest', '"sha256:../../etc/hostname"']],
    [withDescriptor({ digest: `sha512:${'a'.repeat(128)}` }), ['digest', 'manifests[0].digest', `"sha512:${'a'.repeat(128)}"`]],
    [withDescriptor({ digest: `${digest}\n` }), ['digest', 'manifests[0].digest', `"${digest}\\n"`]],
    [withDescriptor({ size: -1 }), ['size', 'manifests[0].size', '-1']],
    [withDescriptor({ size: 1.5 }), ['size', 'manifests[0].size', '1.5']],
    [withDescriptor({ size: 2 ** 53 }), ['size', 'manifests[0].size', '9007199254740992']],
    [withDescriptor({ size: '7' }), ['size', 'manifests[0].size', '"7"']],
    [withDescriptor({ platform: { os: 'linux' } }), ['missing', 'manifests[0].platform.architecture']],
    [withDescriptor({ platform: { os: 'li\nnux', architecture: 'x' } }), ['token', 'manifests[0].platform.os', '"li\\nnux"']],
    [withDescriptor({ platform: { os: 'linux', architecture: 'x', variant: 'a/b' } }), ['token', 'manifests[0].platform.variant', '"a/b"']],
  ])('refuses %j', (value, fault) => {
    expect(faultOf(() => indexIn(value))).toEqual(fault);
  });
});

function withDescriptor(fields: Readonly<Record<string, unknown>>) {
  return { ...index, manifests: [{ ...descriptor, ...fields }] };
}

describe('manifestIn', () => {
  it('reads images and artifacts, of OCI and of Docker', () => {
    expect(manifestIn(manifest)).toEqual(manifest);
    const docker = { ...manifest, mediaType: mediaTypes.dockerManifest };
    expect(manifestIn(docker)).toEqual(docker);
  });

  it.each<[unknown, unknown]>([
    [{ ...manifest, config: undefined }, ['missing', 'config']],
    [{ ...manifest, layers: undefined }, ['missing', 'layers']],
    [{ ...manifest, manifests: [] }, ['ambiguous', 'manifests']],
    [{ ...manifest, mediaType: mediaTypes.index }, ['choice', 'mediaType', `"${mediaTypes.index}"`]],
    [{ ...manifest, layers: [layer, { ...layer, mediaType: 'a/b\r\nHost: x' }] }, ['token', 'layers[1].mediaType', '"a/b\\r\\nHost: x"']],
    [{ schemaVersion: 1, fsLayers: [] }, ['choice', 'schemaVersion', '1']],
  ])('refuses %j', (value, fault) => {
    expect(faultOf(() => manifestIn(value))).toEqual(fault);
  });
});

describe('imageConfigIn', () => {
  it('reads what an image runs on and the digests of its layers', () => {
    const config = { os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: [digest] }, history: [] };
    expect(imageConfigIn(config)).toEqual({ platform: { os: 'linux', architecture: 'amd64' }, diffIds: [digest], labels: {} });
  });

  it('reads labels, which bundles have', () => {
    expect(imageConfigIn({ config: { Labels: { a: 'b' } } }).labels).toEqual({ a: 'b' });
    expect(imageConfigIn({ config: { Labels: null } }).labels).toEqual({});
  });

  it('finds nothing in the configuration of something else', () => {
    expect(imageConfigIn({ name: 'harbor', version: '1' })).toEqual({ platform: undefined, diffIds: [], labels: {} });
  });

  it.each<[unknown, unknown]>([
    [{ architecture: 'amd64' }, ['missing', 'os']],
    [{ rootfs: { diff_ids: ['x'] } }, ['digest', 'rootfs.diff_ids[0]', '"x"']],
    [{ rootfs: [] }, ['mapping', 'rootfs', '[…]']],
  ])('refuses %j', (value, fault) => {
    expect(faultOf(() => imageConfigIn(value))).toEqual(fault);
  });
});

it('platformText writes platforms as people do', () => {
  expect(platformText({ os: 'linux', architecture: 'amd64' })).toBe('linux/amd64');
  expect(platformText({ os: 'linux', architecture: 'arm64', variant: 'v8' })).toBe('linux/arm64');
  expect(platformText({ os: 'unknown', architecture: 'unknown' })).toBeNull();
});

it('isIndex and isIndexType tell lists of manifests from manifests', () => {
  expect([isIndex(indexIn(index)), isIndex(manifestIn(manifest))]).toEqual([true, false]);
  expect([mediaTypes.index, mediaTypes.dockerIndex, mediaTypes.manifest].map(isIndexType)).toEqual([true, true, false]);
});

describe('documentIn', () => {
  it('reads the text of a document', () => {
    expect(documentIn(JSON.stringify(manifest), manifestIn)).toEqual(manifestIn(manifest));
  });

  it.each(['', '{', '[]', 'null', JSON.stringify(index)])('makes nothing of %j', (text) => {
    expect(documentIn(text, manifestIn)).toBeUndefined();
  });
});
