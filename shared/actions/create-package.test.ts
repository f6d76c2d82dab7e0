import { describe, expect, it } from 'vitest';
import { actionContext, type RecordedContext } from '../../test/support/action-context.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { addBlob, addChart, addImage, addIndex, type Blobs, type Files, gzipped } from '../../test/support/image-folder.ts';
import { memoryCluster } from '../../test/support/memory-cluster.ts';
import { memorySource, memoryWriter } from '../../test/support/memory-packages.ts';
import {
  addOperator,
  addPlainChart,
  addPlugin,
  bundleImage,
  bundleLabels,
  operatorImages,
  plainChart,
  pluginChart,
  pluginFiles,
  pluginImage,
} from '../../test/support/sample-artifacts.ts';
import { type Descriptor, type ImageIndex, mediaTypes } from '../model/oci.ts';
import { type CreateOptions, createPackage } from './create-package.ts';

const blobs: Blobs = new Map();
const samples = { ...addOperator(blobs), ...addPlugin(blobs), ...addPlainChart(blobs) };
const access = {
  login: undefined,
  credentialsFile: undefined,
  noAuth: false,
  plain: false,
  ca: undefined,
  insecure: false,
  connections: 6,
};
const usual: CreateOptions = {
  ...{ name: 'harbor-ce-operator', type: undefined, artifact: bundleImage, images: [], source: { from: undefined, access }, platforms: [] },
  ...{ modulePlugin: undefined, skipPackageImages: false, outputFile: undefined, force: false, dryRun: 'client' },
};

function contextWith(images: Readonly<Record<string, Descriptor>> = samples, content = blobs): RecordedContext {
  const doors = { images: () => Promise.resolve(memorySource(content, images)), packageWriter: () => Promise.resolve(memoryWriter()) };
  return actionContext(memoryCluster(), doors);
}

async function metadataOf(options: Partial<CreateOptions>, context = contextWith()) {
  return (await createPackage({ ...usual, ...options }, context)).info.metadata;
}

/** The samples, and one more. */
function withBundle(parts: Parameters<typeof addImage>[1]) {
  const more: Blobs = new Map(blobs);
  return contextWith({ ...samples, [bundleImage]: addImage(more, parts) }, more);
}

const plugin = { name: 'web-cli', artifact: pluginChart };
const chart = { name: 'podinfo', artifact: plainChart };

describe('what goes into a package', () => {
  it('of an operator is its bundle and the images of its CSV', async () => {
    const metadata = await metadataOf({});
    expect(metadata?.relatedImages).toEqual(operatorImages.map((image) => ({ image, digest: samples[image]?.digest })));
    expect(metadata).toMatchObject({
      type: 'bundle',
      version: 'v2.12.11',
      architectures: ['linux/amd64', 'linux/arm64'],
      imagesIncluded: true,
    });
  });

  it('of a plugin is its chart and the images of its values', async () => {
    const metadata = await metadataOf(plugin);
    expect(metadata).toMatchObject({
      type: 'plugin',
      version: 'v4.0.4',
      relatedImages: [{ image: pluginImage }],
      displayName: 'Web Terminal',
    });
    expect(metadata?.module?.modulePlugin.metadata.name).toBe('web-cli');
  });

  it('may be more images', async () => {
    const metadata = await metadataOf({ ...chart, images: [pluginImage, operatorImages[0], pluginImage, plainChart] });
    expect(metadata?.relatedImages.map(({ image }) => image)).toEqual([
      pluginImage,
      'harbor.demo.io/charts/podinfo-server:6.9.0',
      operatorImages[0],
    ]);
  });

  it('may be the artifact only: its images are named and not there', async () => {
    const { info } = await createPackage({ ...usual, skipPackageImages: true, platforms: ['linux/arm64'] }, contextWith());
    expect(info.metadata).toMatchObject({
      imagesIncluded: false,
      architectures: ['linux/arm64'],
      relatedImages: operatorImages.map((image) => ({ image })),
    });
    expect(info.images?.map(({ image }) => image)).toEqual([bundleImage]);
  });

  it('may be for some platforms: then the digests are those of smaller indexes', async () => {
    const { info } = await createPackage({ ...usual, platforms: ['linux/arm64'] }, contextWith());
    expect(info.metadata?.architectures).toEqual(['linux/arm64']);
    expect(info.file).toBe('harbor-ce-operator.arm64.v2.12.11.tgz');
    const whole = operatorImages.map((image) => samples[image]?.digest);
    expect(info.metadata?.relatedImages.filter(({ digest }) => whole.includes(digest))).toEqual([]);
    // The bundle is taken as it is, whatever it was built on.
    expect(info.images?.map(({ platform }) => platform)).toEqual(['linux/amd64', 'linux/arm64', 'linux/arm64']);
  });

  it('has the digests of the source where all platforms are wished for', async () => {
    const metadata = await metadataOf({ platforms: ['linux/arm64', 'linux/amd64'] });
    expect(metadata?.relatedImages.map(({ digest }) => digest)).toEqual(operatorImages.map((image) => samples[image]?.digest));
  });

  it('warns of an image that lacks one of the platforms', async () => {
    const context = contextWith();
    await metadataOf({ ...chart, images: [pluginImage], platforms: ['linux/amd64', 'linux/arm64'] }, context);
    const data = { image: 'harbor.demo.io/charts/podinfo-server:6.9.0', missing: ['linux/arm64'] };
    expect(context.said('create.platform-missing')).toEqual([{ id: 'create.platform-missing', data }]);
  });

  it('may come from a bundle for several platforms, and from one of several layers', async () => {
    const more: Blobs = new Map(blobs);
    const csv = (name: string) => `kind: ClusterServiceVersion\nmetadata: {name: ${name}}\nspec: {version: 1.0.0}\n`;
    const layers: Files[] = [
      { 'manifests/csv.yaml': csv('old.v1'), 'manifests/b.yaml': csv('b.v1') },
      { 'manifests/csv.yaml': csv('new.v1'), 'manifests/.wh.b.yaml': '' },
    ];
    const image = addImage(more, { labels: bundleLabels('harbor-ce-operator'), layers });
    const manifests = [{ ...image, platform: { os: 'linux', architecture: 'amd64' } }];
    const index = addBlob(more, { schemaVersion: 2, mediaType: mediaTypes.index, manifests }, mediaTypes.index);
    const metadata = await metadataOf({}, contextWith({ [bundleImage]: index }, more));
    expect(metadata).toMatchObject({ csv: 'new.v1', artifact: { digest: index.digest } });
  });

  it('of a plugin may be declared by a file of its own', async () => {
    const bytes = Buffer.from('{name: other, description: {en: x}, logo: x, deleteable: true}');
    const metadata = await metadataOf({ ...plugin, name: 'other', modulePlugin: { file: 'plugin.yaml', bytes } });
    expect(metadata).toMatchObject({ type: 'plugin', name: 'other' });
    const broken = { ...plugin, modulePlugin: { file: 'plugin.yaml', bytes: Buffer.from('{') } };
    expect(await errorOf(() => metadataOf(broken))).toMatchObject({
      code: 'corrupt',
      sentence: { id: 'create.not-yaml', data: { file: 'plugin.yaml' } },
    });
  });

  it('of a chart may come with the signature of its maker', async () => {
    const more: Blobs = new Map(blobs);
    const whole = JSON.parse(
      String(more.get((samples as Readonly<Record<string, Descriptor>>)[plainChart]?.digest ?? `sha256:${'0'.repeat(64)}`)),
    ) as { readonly layers: readonly Descriptor[] };
    const signature = addBlob(
      more,
      Buffer.from('-----BEGIN PGP SIGNED MESSAGE-----\n'),
      'application/vnd.cncf.helm.chart.provenance.v1.prov',
    );
    const signed = addBlob(more, { ...whole, layers: [...whole.layers, signature] }, mediaTypes.manifest);
    const metadata = await metadataOf({ name: 'podinfo', artifact: plainChart }, contextWith({ ...samples, [plainChart]: signed }, more));
    expect(metadata).toMatchObject({ type: 'chart', artifact: { digest: signed.digest } });
  });

  it('of a plugin is only a chart where that was asked for', async () => {
    const metadata = await metadataOf({ ...plugin, name: 'chart-web-cli', type: 'chart' });
    expect(metadata?.type).toBe('chart');
    expect(metadata).not.toHaveProperty('module');
  });
});

describe('what is refused', () => {
  it.each([
    ['another name', { name: 'harbor' }, 'usage', 'create.other-name'],
    ['another type', { type: 'plugin' }, 'usage', 'create.other-type'],
    ['no full name', { artifact: 'harbor' }, 'usage', 'create.not-full'],
    ['an artifact that is not there', { artifact: `${bundleImage}x` }, 'not-found', 'create.not-in-folder'],
    ['an image that is not there', { images: ['a.b/c:1'] }, 'not-found', 'create.not-in-folder'],
    ['an image that is none', { artifact: operatorImages[0] }, 'corrupt', 'create.not-an-artifact'],
    ['a platform that nobody has', { platforms: ['linux/s390x'] }, 'unmet', 'create.no-platform'],
  ] as const)('%s', async (_, options, code, id) => {
    expect(await errorOf(() => metadataOf(options))).toMatchObject({ code, sentence: { id } });
  });

  it('an image of one platform, where another one is wanted', async () => {
    const more: Blobs = new Map(blobs);
    const context = contextWith({ ...samples, 'a.b/c:1': addImage(more) }, more);
    expect(await errorOf(() => metadataOf({ ...plugin, images: ['a.b/c:1'], platforms: ['linux/arm64'] }, context))).toMatchObject({
      sentence: { id: 'create.no-platform', data: { image: 'a.b/c:1', has: ['linux/amd64'] } },
    });
  });

  it('an image that is named by digest and cannot stay whole', async () => {
    const image = `${operatorImages[0]}@${samples[operatorImages[0]]?.digest}`;
    const context = contextWith({ ...samples, [image]: samples[operatorImages[0]] as Descriptor });
    expect(await errorOf(() => metadataOf({ images: [image], platforms: ['linux/arm64'] }, context))).toMatchObject({
      code: 'unmet',
      details: { hints: [{ id: 'create.pinned-hint', data: { platforms: 'linux/amd64,linux/arm64' } }] },
    });
    expect((await metadataOf({ images: [image] }, context))?.relatedImages).toHaveLength(3);
  });

  it('images of a CSV that have no full names, all at once', async () => {
    const csv = 'kind: ClusterServiceVersion\nmetadata: {name: a.v1}\nspec: {relatedImages: [{image: "redis"}, {image: "a.b/c"}]}\n';
    const context = withBundle({ labels: bundleLabels('harbor-ce-operator'), layers: [{ 'manifests/a.yaml': csv }] });
    expect(await errorOf(() => metadataOf({}, context))).toMatchObject({
      code: 'unmet',
      sentence: { id: 'create.not-full', data: { images: ['redis', 'a.b/c'] } },
    });
  });

  it('a plugin without its configuration, by name', async () => {
    const { 'chart-web-cli/scripts/plugin-config.yaml': _, ...files } = pluginFiles;
    const more: Blobs = new Map(blobs);
    const context = contextWith({ ...samples, [pluginChart]: addChart(more, files) }, more);
    const missing = ['scripts/plugin-config.yaml'];
    expect(await errorOf(() => metadataOf(plugin, context))).toMatchObject({
      code: 'unmet',
      sentence: { id: 'create.plugin-lacks', data: { missing } },
    });
  });

  it.each([
    ['custom tags', 'kind: !!js/function x'],
    [
      'aliases without end',
      ['a: &a [x]', ...'bcdefgh'.split('').map((name, at) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[at]}`).join(',')}]`)].join(
        '\n',
      ),
    ],
    ['a key twice', 'kind: a\nkind: b'],
  ])('a manifest with %s', async (_, text) => {
    const context = withBundle({ labels: bundleLabels('harbor-ce-operator'), layers: [{ 'manifests/a.yaml': text }] });
    expect(await errorOf(() => metadataOf({}, context))).toMatchObject({
      code: 'corrupt',
      sentence: { id: 'create.not-yaml', data: { file: 'manifests/a.yaml' } },
    });
  });
});

describe('a source that cannot be relied on', () => {
  const brokenIndex = (change: (index: ImageIndex, more: Blobs) => object) => {
    const more: Blobs = new Map(blobs);
    const index = JSON.parse(String(more.get(addIndex(more, 'core').digest))) as ImageIndex;
    return contextWith({ ...samples, [operatorImages[0]]: addBlob(more, change(index, more), mediaTypes.index) }, more);
  };

  it.each([
    ['an index within an index', brokenIndex((index, more) => ({ ...index, manifests: [addIndex(more, 'deeper')] }))],
    [
      'an index of things that are no images',
      brokenIndex((index) => ({ ...index, manifests: index.manifests.map((each) => ({ ...each, mediaType: 'text/plain' })) })),
    ],
    ['an index that is a manifest, too', brokenIndex((index) => ({ ...index, layers: [] }))],
    ['an index that says it is a manifest', brokenIndex((index) => ({ ...index, mediaType: mediaTypes.manifest }))],
  ])('%s is refused', async (_, context) => {
    expect(await errorOf(() => metadataOf({}, context))).toMatchObject({ code: 'corrupt', sentence: { id: 'create.unusable' } });
  });

  it.each([
    ['other content', (bytes: Buffer) => Buffer.alloc(bytes.length), 'create.wrong-digest'],
    ['less of it', () => Buffer.alloc(0), 'create.wrong-size'],
    ['more of it', (bytes: Buffer) => Buffer.concat([bytes, bytes]), 'create.wrong-size'],
  ])('a manifest with %s than its digest says is refused', async (_, spoil, id) => {
    const more: Blobs = new Map(blobs);
    const descriptor = samples[operatorImages[0]] as Descriptor;
    more.set(descriptor.digest, spoil(more.get(descriptor.digest) ?? Buffer.alloc(0)));
    expect(await errorOf(() => metadataOf({}, contextWith(samples, more)))).toMatchObject({ code: 'corrupt', sentence: { id } });
  });

  it('a layer of the bundle with other content is refused, although it can be read', async () => {
    const more: Blobs = new Map(blobs);
    const image = addImage(more, {
      labels: bundleLabels('harbor-ce-operator'),
      layers: [{ 'manifests/a.yaml': 'kind: ClusterServiceVersion' }],
    });
    const manifest = JSON.parse(String(more.get(image.digest))) as { layers: Descriptor[] };
    const [layer] = manifest.layers;
    if (layer === undefined) throw new Error('it has one');
    more.set(layer.digest, gzipped(Buffer.alloc(1024)));
    expect(await errorOf(() => metadataOf({}, contextWith({ ...samples, [bundleImage]: image }, more)))).toMatchObject({ code: 'corrupt' });
  });

  it('a manifest that claims to be huge is not read', async () => {
    const context = contextWith({ ...samples, [bundleImage]: { ...(samples[bundleImage] as Descriptor), size: 2 ** 40 } });
    expect(await errorOf(() => metadataOf({}, context))).toMatchObject({ code: 'corrupt', sentence: { id: 'create.too-large' } });
  });
});
