import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf } from '../../test/support/error-of.ts';
import {
  type Blob,
  blobEntry,
  blobOf,
  bundleName,
  coreName,
  ociMarker,
  type PackageFolder,
  packageFolder,
  sampleImage,
  sampleIndex,
  samplePackage,
} from '../../test/support/package-file.ts';
import { never } from '../../test/support/read-tar.ts';
import { type RawEntry, tarOf, tgzOf } from '../../test/support/tar-builder.ts';
import { mediaTypes, refName } from '../model/oci.ts';
import { openPackages } from './open-packages.ts';

const packages = openPackages();
const sample = samplePackage();
const blobs = [...sample.manifests, ...sample.configs, ...sample.layers];
const index: RawEntry = { name: 'index.json', body: JSON.stringify(sample.index) };
let folder: PackageFolder;

beforeAll(() => {
  folder = packageFolder();
});
afterAll(() => folder.remove());

async function inspect(bytes: Buffer) {
  return packages.inspect(await folder.open(bytes), never);
}

async function check(list: readonly RawEntry[]) {
  return packages.check(await folder.open(tgzOf(list)), never);
}

const named = [
  [bundleName, 'linux/amd64'],
  [coreName, 'linux/amd64'],
  [coreName, 'linux/arm64'],
];

describe('an OCI layout', () => {
  it.each<[string, readonly RawEntry[]]>([
    ['with its index first', [ociMarker, index, ...blobs.map(blobEntry)]],
    ['with its index last', [...blobs.toReversed().map(blobEntry), ociMarker, index]],
    ['with folders', [folderEntry('blobs/'), folderEntry('blobs/sha256/'), ...blobs.map(blobEntry), index, ociMarker]],
    [
      'with dots',
      [folderEntry('./'), ...[...blobs.map(blobEntry), ociMarker, index].map((entry) => ({ ...entry, name: `./${String(entry.name)}` }))],
    ],
    ['with files of others', [index, { name: 'README.md', body: 'x' }, { name: 'blobs/sha512/x', body: 'x' }, ...blobs.map(blobEntry)]],
    ['that docker made', [...blobs.map(blobEntry), index, { name: 'manifest.json', body: '[]' }, { name: 'repositories', body: '{}' }]],
  ])('%s is read', async (_, list) => {
    const content = await inspect(tgzOf(list));
    expect(content).toMatchObject({ layout: 'oci-layout', metadata: null, index: sample.index });
    expect(content.images.map(({ image, platform }) => [image, platform])).toEqual(named);
    expect(new Set(content.manifests.keys())).toEqual(new Set(sample.manifests.map((each) => each.digest)));
    expect(await check(list)).toEqual(content);
  });

  it('may lack platforms of an image where nobody asks for all', async () => {
    const core = ['linux/amd64', 'linux/arm64'].map((platform) => sampleImage(platform, [platform]));
    const list = layoutOf(sampleIndex(core), core.slice(0, 1));
    expect((await inspect(tgzOf(list))).images.map(({ platform }) => platform)).toEqual(['linux/amd64']);
    expect(await errorOf(() => check(list))).toMatchObject({ sentence: { id: 'package.missing' } });
  });

  it('names images as containerd does, and some not at all', async () => {
    const { manifest, config, layers } = sampleImage('linux/amd64', ['x']);
    const annotations = [{ [refName]: 'v1', 'io.containerd.image.name': 'docker.io/library/x:v1' }, { [refName]: 'v1' }, undefined];
    const manifests = annotations.map((each) => ({ ...manifest.descriptor, annotations: each }));
    const list = [indexOf(manifests), ...[manifest, config, ...layers].map(blobEntry)];
    expect((await inspect(tgzOf(list))).images.map(({ image }) => image)).toEqual(['docker.io/library/x:v1', 'v1', null]);
  });

  it('takes what an image runs on from its configuration, and nothing from that of an attestation', async () => {
    const plain = sampleImage('linux/arm64', ['x'], { isNamed: false });
    const attestation = sampleImage('unknown/unknown', ['{"a":1}']);
    const list = [
      indexOf([plain, attestation].map(({ manifest }) => manifest.descriptor)),
      ...[plain, attestation].flatMap(blobsOf).map(blobEntry),
    ];
    expect((await inspect(tgzOf(list))).images.map(({ platform }) => platform)).toEqual(['linux/arm64', null]);
  });

  it.each<[string, readonly RawEntry[], string]>([
    ['without an index', [ociMarker, ...blobs.map(blobEntry)], 'package.missing'],
    ['without a manifest', [index, ...blobs.slice(4).map(blobEntry)], 'package.missing'],
    ['without a layer', [index, ...blobs.slice(0, -1).map(blobEntry)], 'package.missing'],
    ['with a layer of other content', [index, ...blobs.slice(0, -1).map(blobEntry), { ...last(), body: 'other' }], 'package.digest'],
    ['with a layer of another size', withSize(99), 'package.size'],
    ['with an index of another size', [indexOf([{ ...mute().descriptor, size: 1 }]), blobEntry(mute())], 'package.size'],
    [
      'with a list of manifests that is called a manifest',
      [indexOf([{ ...mute().descriptor, mediaType: mediaTypes.manifest }]), blobEntry(mute())],
      'package.media-type',
    ],
    ['with a blob whose name is no digest', [index, { name: 'blobs/sha256/..etc', body: 'x' }], 'package.name'],
    ['with a blob in capitals', [index, { name: `blobs/sha256/${'A'.repeat(64)}`, body: 'x' }], 'package.name'],
    ['with an entry twice', [index, ...blobs.map(blobEntry), last()], 'package.duplicate'],
    [
      'with an entry again behind a dot',
      [index, ...blobs.map(blobEntry), { ...last(), name: `./${String(last().name)}` }],
      'package.duplicate',
    ],
    ['with a link', [index, { name: 'blobs/sha256/x', type: '2', linkName: '/etc/passwd' }], 'package.entry-type'],
    [
      'with a name that steers a terminal',
      [indexOf([{ ...blobs[0]?.descriptor, annotations: { [refName]: '\u001B[2Jx' } }])],
      'package.image-name',
    ],
    ['with a manifest that is none', [indexOf([bad().descriptor]), blobEntry(bad())], 'package.document'],
    ['with a manifest that is something else', [indexOf([text().descriptor]), blobEntry(text())], 'package.missing'],
    ['with an index that is too large', [{ ...index, body: ' '.repeat(4 * 1024 * 1024 + 1) }], 'package.entry-too-large'],
  ])('%s is refused', async (_, list, id) => {
    expect(await errorOf(() => inspect(tgzOf(list)))).toMatchObject({ code: 'corrupt', sentence: { id } });
  });

  it('with more manifests than can be kept is refused', async () => {
    const annotations = { filler: 'x'.repeat(3 * 1024 * 1024) };
    const many = Array.from({ length: 6 }, (_, number) =>
      blobOf({ schemaVersion: 2, manifests: [], annotations, number }, mediaTypes.index),
    );
    expect(await errorOf(() => inspect(tarOf(many.map(blobEntry))))).toMatchObject({ sentence: { id: 'package.manifests-too-large' } });
  });
});

function folderEntry(name: string): RawEntry {
  return { name, type: '5' };
}

function last(): RawEntry {
  const [blob] = blobs.slice(-1);
  return blob === undefined ? { name: '' } : blobEntry(blob);
}

function indexOf(manifests: readonly unknown[]): RawEntry {
  return { name: 'index.json', body: JSON.stringify({ schemaVersion: 2, manifests }) };
}

function blobsOf({ manifest, config, layers }: ReturnType<typeof sampleImage>): Blob[] {
  return [manifest, config, ...layers];
}

/** A layout with one named index, of which some images are there. */
function layoutOf(root: Blob, images: readonly ReturnType<typeof sampleImage>[]): RawEntry[] {
  return [indexOf([{ ...root.descriptor, annotations: { [refName]: coreName } }]), ...[root, ...images.flatMap(blobsOf)].map(blobEntry)];
}

/** A layout whose manifest says another size of its layer than it has. */
function withSize(size: number): RawEntry[] {
  const { config, layers } = sampleImage('linux/amd64', ['x']);
  const manifest = blobOf(
    { schemaVersion: 2, config: config.descriptor, layers: [{ ...layers[0]?.descriptor, size }] },
    mediaTypes.manifest,
  );
  return [indexOf([manifest.descriptor]), ...[manifest, config, ...layers].map(blobEntry)];
}

/** A list of no manifests that does not say what it is. */
function mute(): Blob {
  return blobOf({ schemaVersion: 2, manifests: [] }, mediaTypes.index);
}

function bad(): Blob {
  return blobOf({ schemaVersion: 2, layers: [] }, mediaTypes.manifest);
}

function text(): Blob {
  return blobOf('no manifest', mediaTypes.manifest);
}

describe('a docker-archive', () => {
  const image = sampleImage('linux/arm64', ['base', 'top']);
  const [base, top] = image.layers as [Blob, Blob];
  const folderName = '1'.repeat(64);
  const hex = image.config.digest.slice(7);
  const manifest = (fields: Readonly<Record<string, unknown>> = {}): RawEntry => ({
    name: 'manifest.json',
    body: JSON.stringify([
      {
        Config: `${hex}.json`,
        RepoTags: ['nginx:1', 'r.io/nginx:1'],
        Layers: [`${folderName}/layer.tar`, `${top.digest.slice(7)}.tar`],
        ...fields,
      },
    ]),
  });
  const files: RawEntry[] = [
    { name: `${hex}.json`, body: image.config.bytes },
    { name: `${folderName}/`, type: '5' },
    { name: `${folderName}/layer.tar`, body: base.bytes },
    { name: `${folderName}/VERSION`, body: '1.0' },
    { name: `${top.digest.slice(7)}.tar`, body: top.bytes },
  ];

  it.each<[string, RawEntry[]]>([
    ['as docker saves it', [...files, manifest(), { name: 'repositories', body: '{}' }]],
    ['with its description first', [manifest(), ...files]],
  ])('%s is read', async (_, list) => {
    const content = await inspect(tarOf(list));
    expect(content).toMatchObject({ layout: 'docker-archive', index: null, metadata: null });
    const blobList = [image.config, base, top].map(({ digest, bytes }) => ({ digest, size: bytes.length }));
    expect(content.images).toEqual(
      ['nginx:1', 'r.io/nginx:1'].map((name) => ({ image: name, platform: 'linux/arm64', digest: null, blobs: blobList })),
    );
    expect(await check(list)).toEqual(content);
  });

  it('may hold images without names', async () => {
    const { images } = await inspect(tarOf([...files, manifest({ RepoTags: null })]));
    expect(images.map(({ image: name }) => name)).toEqual([null]);
  });

  it('may hold layers that are compressed, of which the configuration says another digest', async () => {
    const packed = gzipSync('base');
    const { images } = await inspect(tarOf([...files.with(2, { name: `${folderName}/layer.tar`, body: packed }), manifest()]));
    expect(images[0]?.blobs[1]?.size).toBe(packed.length);
  });

  it.each<[string, RawEntry[], string]>([
    ['without its configuration', [...files.slice(1), manifest()], 'package.missing'],
    ['without a layer', [...files.slice(0, -1), manifest()], 'package.missing'],
    [
      'with the layer of another image',
      [...files.with(2, { name: `${folderName}/layer.tar`, body: 'other' }), manifest()],
      'package.digest',
    ],
    ['with another configuration', [...files.with(0, { name: `${hex}.json`, body: '{}' }), manifest()], 'package.digest'],
    ['whose description is none', [...files, { name: 'manifest.json', body: '{}' }], 'package.document'],
    ['whose names steer a terminal', [...files, manifest({ RepoTags: ['\u001B[2J'] })], 'package.document'],
    ['whose layers lie elsewhere', [...files, manifest({ Layers: ['../../etc/passwd'] })], 'package.missing'],
  ])('%s is refused', async (_, list, id) => {
    expect(await errorOf(() => inspect(tarOf(list)))).toMatchObject({ code: 'corrupt', sentence: { id } });
  });
});

describe('the storage of a registry', () => {
  const root = 'docker/registry/v2';
  const data = ({ digest, bytes }: Blob): RawEntry => ({
    ...{ prefix: `${root}/blobs/sha256/${digest.slice(7, 9)}`, name: `${digest.slice(7)}/data` },
    body: bytes,
  });
  const link = (repository: string, tag: string, body: string): RawEntry => ({
    ...{ prefix: `${root}/repositories/${repository}`, name: `_manifests/tags/${tag}/current/link` },
    body,
  });
  const core = sample.index.manifests[1]?.digest ?? '';
  const bundle = sample.index.manifests[0]?.digest ?? '';
  const links = [
    link('middleware/harbor-core', 'v2.12.11', core),
    link('middleware/harbor-ce-operator-bundle', 'v2.12.11', `${bundle}\n`),
    { name: `${root}/repositories/middleware/harbor-core/_layers/sha256/x/link`, body: 'x' },
  ];

  it.each<[string, RawEntry[]]>([
    ['with its blobs first', [...blobs.map(data), ...links]],
    ['with its tags first', [folderEntry('docker/'), ...links, ...blobs.map(data)]],
  ])('%s is read', async (_, list) => {
    const content = await inspect(tgzOf(list));
    expect(content).toMatchObject({ layout: 'registry-storage', index: null, metadata: null });
    expect(content.images.map(({ image, platform }) => [image, platform])).toEqual([
      ['middleware/harbor-core:v2.12.11', 'linux/amd64'],
      ['middleware/harbor-core:v2.12.11', 'linux/arm64'],
      ['middleware/harbor-ce-operator-bundle:v2.12.11', 'linux/amd64'],
    ]);
    expect(await check(list)).toEqual(content);
  });

  it.each<[string, RawEntry[], string]>([
    ['with a blob of other content', [...links, ...blobs.slice(1).map(data), { ...data(blobs[0] as Blob), body: 'x' }], 'package.digest'],
    ['with a blob in another folder', [...links, { ...data(blobs[0] as Blob), prefix: `${root}/blobs/sha256/zz` }], 'package.name'],
    ['with a repository that is none', [...blobs.map(data), link('Middleware', 'v1', bundle)], 'package.name'],
    ['with a tag that is none', [...blobs.map(data), link('middleware', '-v1', bundle)], 'package.name'],
    ['with a tag that leads nowhere', [link('middleware/x', 'v1', bundle)], 'package.missing'],
    ['with a tag that leads out of it', [link('middleware/x', 'v1', 'sha256:../../etc/hostname')], 'package.link'],
    ['with a tag that is too long', [link('middleware/x', 'v1', bundle.padEnd(300))], 'package.entry-too-large'],
    ['without a layer', [...links, ...blobs.slice(0, -1).map(data)], 'package.missing'],
  ])('%s is refused', async (_, list, id) => {
    expect(await errorOf(() => inspect(tgzOf(list)))).toMatchObject({ code: 'corrupt', sentence: { id } });
  });
});

describe('a bare chart', () => {
  const chart: RawEntry = { name: 'harbor/Chart.yaml', body: 'apiVersion: v2\nname: harbor\nversion: 1.16.2\nicon: https://x\n' };

  it.each<[string, RawEntry[]]>([
    [
      'as Helm packs it',
      [chart, { name: 'harbor/values.yaml', body: 'a: 1' }, { name: 'harbor/charts/redis/Chart.yaml', body: 'name: [' }],
    ],
    ['with folders, in any order', [folderEntry('harbor/'), { name: 'harbor/values.yaml', body: 'a: 1' }, chart]],
  ])('%s is read', async (_, list) => {
    expect(await inspect(tgzOf(list))).toMatchObject({ layout: 'chart', chart: { name: 'harbor', version: '1.16.2' }, images: [] });
  });

  it.each<[string, RawEntry[]]>([
    ['with a description that is none', [{ ...chart, body: 'name: [' }]],
    ['with a version that is a number', [{ ...chart, body: 'name: harbor\nversion: 1.0\n' }]],
    ['with a name that is none', [{ ...chart, body: 'name: ../harbor\nversion: 1.0.0\n' }]],
  ])('%s is refused', async (_, list) => {
    expect(await errorOf(() => inspect(tgzOf(list)))).toMatchObject({ code: 'corrupt', sentence: { id: 'package.document' } });
  });

  it.each<[string, RawEntry[]]>([
    ['beside something else', [chart, { name: 'other/x', body: 'x' }]],
    ['beside a file', [chart, { name: 'x', body: 'x' }]],
    ['deeper inside', [{ ...chart, name: 'a/harbor/Chart.yaml' }]],
  ])('%s is unknown', async (_, list) => {
    expect((await inspect(tgzOf(list))).layout).toBe('unknown');
  });
});

describe('a file that is no package', () => {
  it.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['a few bytes', Buffer.from('PK')],
    ['text', Buffer.from('hello\n'.repeat(1000))],
    ['text that is compressed', gzipSync('hello\n'.repeat(1000))],
    ['compressed nothing', gzipSync('')],
    ['zeros', Buffer.alloc(100_000)],
    ['a tar without entries', tarOf([])],
    ['a tar of something else', tarOf([{ name: 'README.md', body: 'x' }])],
    ['a tar of folders', tarOf([folderEntry('a/'), folderEntry('b/')])],
    ['blobs that nothing describes', tarOf(blobs.map(blobEntry))],
  ])('%s is unknown', async (_, bytes) => {
    expect((await inspect(bytes)).layout).toBe('unknown');
  });

  it.each<[string, Buffer, string]>([
    ['a tar whose first header is damaged', tarOf([{ name: 'x', body: 'x', checksum: '000001\0 ' }]), 'package.header-checksum'],
    ['compression that is damaged', Buffer.concat([gzipSync('hello').subarray(0, 12), Buffer.alloc(20)]), 'package.gzip'],
    ['a tar of which the first entry is a link', tarOf([{ name: 'x', type: '2', linkName: 'y' }]), 'package.entry-type'],
  ])('%s is corrupt', async (_, bytes, id) => {
    expect(await errorOf(() => inspect(bytes))).toMatchObject({ code: 'corrupt', sentence: { id } });
  });

  it('is interrupted', async () => {
    const stop = AbortSignal.abort();
    const file = await folder.open(tarOf([{ name: 'x' }]));
    expect(await errorOf(() => packages.inspect(file, stop))).toMatchObject({ code: 'interrupted' });
  });

  it('is corrupt when it changes meanwhile', async () => {
    const file = await folder.open(tgzOf([index, ...blobs.map(blobEntry)]));
    const error = await errorOf(() => packages.inspect({ ...file, unchanged: () => Promise.resolve(false) }, never));
    expect(error).toMatchObject({ code: 'corrupt', sentence: { id: 'package.changed' } });
  });
});
