import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { errorOf } from '../../test/support/error-of.ts';
import {
  type Blob,
  blobEntry,
  blobOf,
  bundleName,
  coreName,
  ociMarker,
  packageEntriesOf,
  type PackageFolder,
  packageFolder,
  sampleImage,
  samplePackage,
  type SamplePackage,
  sorted,
} from '../../test/support/package-file.ts';
import { never } from '../../test/support/read-tar.ts';
import { paxHeader, type RawEntry, tarEntry, tarOf, tgzOf } from '../../test/support/tar-builder.ts';
import { mediaTypes, refName } from '../model/oci.ts';
import { openPackages } from './open-packages.ts';

const packages = openPackages();
const sample = samplePackage();
const entries = packageEntriesOf(sample);
/** metadata.yaml, index.json, oci-layout, then four manifests, three configurations, four layers. */
const [, , , ...blobs] = entries;
const firstLayer = entries.length - sample.layers.length;
/** The only manifest that others come from. */
const coreIndex = 3 + sample.manifests.findIndex((each) => each.digest === sample.index.manifests[1]?.digest);
let folder: PackageFolder;

beforeAll(() => {
  folder = packageFolder();
});
afterAll(() => folder.remove());

async function inspect(list: readonly (RawEntry | Buffer)[]) {
  return packages.inspect(await folder.open(tgzOf(list)), never);
}

async function check(list: readonly (RawEntry | Buffer)[]) {
  return packages.check(await folder.open(tgzOf(list)), never);
}

/** The sample with parts replaced. */
function changed(parts: Partial<SamplePackage>): RawEntry[] {
  return packageEntriesOf({ ...sample, ...parts });
}

function replaced(index: number, entry: RawEntry): RawEntry[] {
  return entries.with(index, entry);
}

describe('a package of our own layout', () => {
  it('says what it holds', async () => {
    const content = await inspect(entries);
    expect(content).toMatchObject({ layout: 'package', metadata: sample.metadata, index: sample.index, chart: null });
    expect(content.images.map(({ image, platform }) => [image, platform])).toEqual([
      [bundleName, 'linux/amd64'],
      [coreName, 'linux/amd64'],
      [coreName, 'linux/arm64'],
    ]);
    expect([...content.manifests.keys()]).toEqual(sample.manifests.map(({ digest }) => digest));
    const [bundle] = content.images;
    expect(bundle?.blobs[0]?.digest).toBe(bundle?.digest);
    expect(bundle?.blobs.map(({ size }) => size)).toEqual([expect.any(Number), expect.any(Number), 12, 12]);
  });

  it('is the same uncompressed, read whole, and read twice', async () => {
    const file = await folder.open(tarOf(entries));
    const content = await packages.inspect(file, never);
    expect(content).toEqual(await inspect(entries));
    expect(await packages.check(file, never)).toEqual(content);
    expect(await packages.inspect(file, never)).toEqual(content);
  });

  it('is inspected without a look at its layers', async () => {
    const cutOff = tarOf(entries.slice(0, firstLayer), Buffer.alloc(0));
    expect((await packages.inspect(await folder.open(cutOff), never)).images).toHaveLength(3);
  });

  it('is inspected without its configurations where every manifest says what it runs on', async () => {
    const manifests = sample.index.manifests.map((each) => ({ ...each, platform: { os: 'linux', architecture: 's390x' } }));
    const list = changed({ index: { ...sample.index, manifests } });
    const cutOff = tarOf(list.slice(0, 3 + sample.manifests.length), Buffer.alloc(0));
    const [bundle] = (await packages.inspect(await folder.open(cutOff), never)).images;
    expect(bundle?.platform).toBe('linux/s390x');
  });

  it('may hold a chart, whose configuration is of another kind', async () => {
    const chart = blobOf('chart', mediaTypes.helmChart);
    const config = blobOf({ name: 'x', version: '1.0.0' }, mediaTypes.helmConfig);
    const manifest = blobOf({ schemaVersion: 2, config: config.descriptor, layers: [chart.descriptor] }, mediaTypes.manifest);
    const image = 'r.io/charts/x:1.0.0';
    const list = packageEntriesOf({
      metadata: {
        ...{ ...sample.metadata, type: 'chart', relatedImages: [] },
        ...{ artifact: { image, digest: manifest.digest }, chart: { name: 'x', version: '1.0.0', digest: chart.digest } },
      },
      index: { schemaVersion: 2, manifests: [{ ...manifest.descriptor, annotations: { [refName]: image } }] },
      ...{ manifests: [manifest], configs: [config], layers: [chart] },
    });
    expect(await check(list)).toMatchObject({ metadata: { type: 'chart' }, images: [{ image, platform: null }] });
  });

  it('may hold one blob that is configuration and layer of two images', async () => {
    const empty = blobOf('{}', 'application/vnd.oci.empty.v1+json');
    const manifest = blobOf({ schemaVersion: 2, config: empty.descriptor, layers: [empty.descriptor] }, mediaTypes.manifest);
    const index = { ...sample.index, manifests: [...sample.index.manifests, named('r.io/attestation:v1', manifest)] };
    const list = changed({ index, manifests: sorted([...sample.manifests, manifest]), configs: sorted([...sample.configs, empty]) });
    expect((await check(list)).images).toHaveLength(4);
  });
});

function named(image: string, { descriptor }: Blob) {
  return { ...descriptor, annotations: { [refName]: image } };
}

/** The sample with `metadata.yaml` of other fields. */
function withMetadata(fields: Readonly<Record<string, unknown>>): RawEntry[] {
  return changed({ metadata: { ...sample.metadata, ...fields } });
}

/** The sample with other descriptors in `index.json`. */
function withDescriptors(change: (descriptors: typeof sample.index.manifests) => unknown): RawEntry[] {
  return replaced(1, { name: 'index.json', body: JSON.stringify({ ...sample.index, manifests: change(sample.index.manifests) }) });
}

const indexName = sample.manifests[coreIndex - 3]?.digest ?? '';
const [firstName = '', lastName = ''] = [sample.manifests[0]?.digest, sample.manifests.at(-1)?.digest];

/** The sample with a manifest that nothing leads to, at a place in the order. */
function withStranger(isThere: (name: string) => boolean): RawEntry[] {
  const strangers = Array.from({ length: 200 }, (_, number) => sampleImage('linux/s390x', [`stranger ${number}`]).manifest);
  const fitting = strangers.filter(({ digest: each }) => isThere(each)).slice(0, 1);
  expect(fitting).toHaveLength(1);
  return changed({ manifests: sorted([...sample.manifests, ...fitting]) });
}
const digest = `sha256:${'0'.repeat(64)}`;

describe('inspect refuses', () => {
  it.each<[string, RawEntry[], string]>([
    ['metadata that is too large', replaced(0, { name: 'metadata.yaml', body: '#'.repeat(1024 * 1024 + 1) }), 'package.entry-too-large'],
    ['an index that is too large', replaced(1, { name: 'index.json', body: ' '.repeat(4 * 1024 * 1024 + 1) }), 'package.entry-too-large'],
    ['metadata that is none', replaced(0, { name: 'metadata.yaml', body: ': :' }), 'package.document'],
    ['an index that is none', replaced(1, { name: 'index.json', body: '{' }), 'package.document'],
    ['another version of the layout', replaced(2, { name: 'oci-layout', body: '{"imageLayoutVersion":"2"}' }), 'package.document'],
    ['no marker', entries.toSpliced(2, 1), 'package.order'],
    ['nothing behind the index', entries.slice(0, 2), 'package.missing'],
    ['a marker with another name', replaced(2, { ...ociMarker, name: './oci-layout' }), 'package.order'],
    ['a manifest out of order', [...entries.slice(0, 3), blobs[1], blobs[0], ...blobs.slice(2)] as RawEntry[], 'package.order'],
    ['a configuration among the manifests', entries.toSpliced(6, 0, blobs[4] as RawEntry), 'package.order'],
    ['a missing manifest', entries.toSpliced(6, 1), 'package.order'],
    ['nothing behind the first manifest', entries.slice(0, 4), 'package.missing'],
    ['a stranger among the manifests', withStranger((name) => name < indexName && name > firstName), 'package.unexpected'],
    ['a stranger where no index is to come', withStranger((name) => name > indexName && name < lastName), 'package.order'],
    ['a manifest of another size', replaced(coreIndex, { ...(entries[coreIndex] as RawEntry), body: 'x' }), 'package.size'],
    [
      'a manifest of other content',
      replaced(3, { ...(blobs[0] as RawEntry), body: String(blobs[0]?.body).replace('2', '3') }),
      'package.digest',
    ],
    ['a configuration of other content', replaced(firstLayer - 3, altered(firstLayer - 3)), 'package.digest'],
    [
      'an image without a name',
      withDescriptors(([first, ...rest]) => [{ ...first, annotations: undefined }, ...rest]),
      'package.image-name',
    ],
    [
      'an image with half a name',
      withDescriptors(([first, ...rest]) => [{ ...first, annotations: { [refName]: 'v1' } }, ...rest]),
      'package.image-name',
    ],
    ['a name twice', withDescriptors(([first, ...rest]) => [first, first, ...rest]), 'package.image-name'],
    ['an artifact that the index does not have', withMetadata({ artifact: { image: bundleName, digest } }), 'package.not-in-index'],
    [
      'an image that the index does not have',
      withMetadata({ relatedImages: [{ image: 'r.io/other:v1', digest }] }),
      'package.not-in-index',
    ],
    ['a chart that is no blob', withMetadata({ chart: { name: 'x', version: '1', digest } }), 'package.missing'],
    ['a manifest in place of an index', asOther(mediaTypes.index), 'package.media-type'],
    ['a Docker manifest that is one of OCI', asOther(mediaTypes.dockerManifest), 'package.media-type'],
    [
      'the path of a file instead of a digest',
      withDescriptors(([first, ...rest]) => [{ ...first, digest: 'sha256:../../etc/hostname' }, ...rest]),
      'package.document',
    ],
  ])('%s', async (_, list, id) => {
    expect(await errorOf(() => inspect(list))).toMatchObject({ code: 'corrupt', sentence: { id } });
  });

  it('a digest that leads out of the package, naming the field', async () => {
    const { details } = await errorOf(() =>
      inspect(withMetadata({ artifact: { image: bundleName, digest: 'sha256:../../etc/hostname' } })),
    );
    expect(details.because).toEqual({
      id: 'package.field.digest',
      data: { field: 'artifact.digest', value: '"sha256:../../etc/hostname"' },
    });
  });

  it('images that are not included only where they are named', async () => {
    const [bundle] = sample.index.manifests;
    const alone = bundle === undefined ? [] : [bundle];
    const manifests = sample.manifests.filter((each) => each.digest === bundle?.digest);
    const config = JSON.parse(String(manifests[0]?.bytes)) as { config: { digest: string }; layers: { digest: string }[] };
    const parts = {
      metadata: { ...sample.metadata, imagesIncluded: false },
      index: { ...sample.index, manifests: alone },
      manifests,
      configs: sample.configs.filter((each) => each.digest === config.config.digest),
      layers: sample.layers.filter((each) => config.layers.some((layer) => layer.digest === each.digest)),
    };
    expect((await check(changed(parts))).images).toHaveLength(1);
    expect(await errorOf(() => check(changed({ ...parts, metadata: sample.metadata })))).toMatchObject({
      sentence: { id: 'package.not-in-index' },
    });
  });

  it('a manifest of another size than the index says that comes behind it', async () => {
    const { manifest, config, layers } = sampleImage('linux/amd64', ['x']);
    const outer = blobOf({ schemaVersion: 2, manifests: [{ ...manifest.descriptor, size: manifest.bytes.length + 1 }] }, mediaTypes.index);
    const list = changed({
      index: { ...sample.index, manifests: [...sample.index.manifests, named('r.io/x:v1', outer)] },
      manifests: sorted([...sample.manifests, manifest, outer]),
      ...{ configs: sorted([...sample.configs, config]), layers: sorted([...sample.layers, ...layers]) },
    });
    expect(await errorOf(() => inspect(list))).toMatchObject({ sentence: { id: 'package.size' } });
  });

  it('too many indexes inside each other', async () => {
    const image = sampleImage('linux/amd64', ['x']);
    let inner = image.manifest;
    const chain: Blob[] = [inner];
    for (let depth = 0; depth < 5; depth += 1) {
      inner = blobOf({ schemaVersion: 2, manifests: [inner.descriptor] }, mediaTypes.index);
      chain.push(inner);
    }
    const index = { ...sample.index, manifests: [...sample.index.manifests, named('r.io/deep:v1', inner)] };
    const list = changed({
      ...{ index, manifests: sorted([...sample.manifests, ...chain]) },
      ...{ configs: sorted([...sample.configs, image.config]), layers: sorted([...sample.layers, ...image.layers]) },
    });
    expect(await errorOf(() => inspect(list))).toMatchObject({ sentence: { id: 'package.index-depth' } });
  });

  it('an index that names another so often that the images have no end', async () => {
    const { manifest, config, layers } = sampleImage('linux/amd64', ['x']);
    const many = <T>(item: T) => Array.from({ length: 400 }, () => item);
    const inner = blobOf({ schemaVersion: 2, manifests: many(manifest.descriptor) }, mediaTypes.index);
    const outer = blobOf({ schemaVersion: 2, manifests: many(inner.descriptor) }, mediaTypes.index);
    const list = changed({
      index: { ...sample.index, manifests: [...sample.index.manifests, named('r.io/many:v1', outer)] },
      manifests: sorted([...sample.manifests, manifest, inner, outer]),
      ...{ configs: sorted([...sample.configs, config]), layers: sorted([...sample.layers, ...layers]) },
    });
    expect(await errorOf(() => inspect(list))).toMatchObject({ sentence: { id: 'package.too-many-images' } });
  });

  it('a manifest of many layers that is named so often that its blobs have no end', async () => {
    const { config, layers } = sampleImage('linux/amd64', ['x']);
    const [layer] = layers;
    const manifest = blobOf(
      { schemaVersion: 2, config: config.descriptor, layers: Array.from({ length: 2000 }, () => layer?.descriptor) },
      mediaTypes.manifest,
    );
    const names = Array.from({ length: 600 }, (_, at) => named(`r.io/many:v${at}`, manifest));
    const list = changed({
      index: { ...sample.index, manifests: [...sample.index.manifests, ...names] },
      manifests: sorted([...sample.manifests, manifest]),
      ...{ configs: sorted([...sample.configs, config]), layers: sorted([...sample.layers, ...layers]) },
    });
    expect(await errorOf(() => inspect(list))).toMatchObject({ sentence: { id: 'package.too-many-blobs' } });
  });
});

/** An entry with one letter changed. */
function altered(index: number): RawEntry {
  const entry = entries[index] as RawEntry;
  const body = Buffer.from(entry.body ?? '');
  body[0] = (body[0] ?? 0) ^ 1;
  return { ...entry, body };
}

/** The sample with its first image described as something else. */
function asOther(mediaType: string): RawEntry[] {
  return withDescriptors(([first, ...rest]) => [{ ...first, mediaType }, ...rest]);
}

describe('check refuses what inspect does not look at', () => {
  it.each<[string, (RawEntry | Buffer)[], string]>([
    ['a layer of other content', replaced(firstLayer, altered(firstLayer)), 'package.digest'],
    ['a layer of another size', replaced(firstLayer, { ...(entries[firstLayer] as RawEntry), body: 'x' }), 'package.size'],
    ['a missing layer', entries.slice(0, -1), 'package.missing'],
    ['layers out of order', changed({ layers: sample.layers.toReversed() }), 'package.order'],
    ['a layer too many', [...entries, blobEntry(blobOf('more', mediaTypes.layer))], 'package.unexpected'],
    ['a folder', [...entries.slice(0, firstLayer), { name: 'blobs/', type: '5' }, ...entries.slice(firstLayer)], 'package.order'],
    [
      'a folder in the place of a layer',
      replaced(firstLayer, { name: (entries[firstLayer] as RawEntry).name, type: '5' }),
      'package.order',
    ],
    ['something else behind the layers', [...entries, { name: 'README.md', body: 'x' }], 'package.unexpected'],
    ['an entry twice', [...entries, entries.at(-1) as RawEntry], 'package.duplicate'],
    ['a long name for nobody', [...entries, paxHeader({ path: 'x' })], 'package.extended-header'],
  ])('%s', async (_, list, id) => {
    expect((await inspect(list)).layout).toBe('package');
    expect(await errorOf(() => check(list))).toMatchObject({ code: 'corrupt', sentence: { id } });
  });

  it('a missing end, of the tar or of its compression', async () => {
    const open = await folder.open(tarOf(entries, Buffer.alloc(0)));
    expect(await errorOf(() => packages.check(open, never))).toMatchObject({ sentence: { id: 'package.no-end' } });
    const cutOff = await folder.open(tgzOf(entries).subarray(0, -4));
    expect(await errorOf(() => packages.check(cutOff, never))).toMatchObject({ sentence: { id: 'package.gzip' } });
  });

  it('a blob of two sizes', async () => {
    const { config, layers } = sampleImage('linux/amd64', ['x']);
    const [layer] = layers;
    const sizes = [1, 2].map((size) => ({ ...layer?.descriptor, size }));
    const manifest = blobOf({ schemaVersion: 2, config: config.descriptor, layers: sizes }, mediaTypes.manifest);
    const list = changed({
      index: { ...sample.index, manifests: [...sample.index.manifests, named('r.io/two:v1', manifest)] },
      manifests: sorted([...sample.manifests, manifest]),
      ...{ configs: sorted([...sample.configs, config]), layers: sorted([...sample.layers, ...layers]) },
    });
    expect(await errorOf(() => inspect(list))).toMatchObject({ sentence: { id: 'package.size' } });
  });
});

describe('a file that only begins like a package', () => {
  it.each<[string, Buffer]>([
    ['with something else behind its metadata', tgzOf([{ name: 'metadata.yaml', body: stringify(sample.metadata) }, { name: 'x/y' }])],
    ['with a folder before its metadata', tgzOf([{ name: 'x/', type: '5' }, ...entries])],
    ['with a dot before the name of its metadata', tgzOf([{ name: './metadata.yaml', body: 'x' }, ...entries.slice(1)])],
    ['with nothing but metadata', tgzOf(entries.slice(0, 1))],
  ])('%s is unknown', async (_, bytes) => {
    expect(await packages.inspect(await folder.open(bytes), never)).toMatchObject({ layout: 'unknown', images: [], metadata: null });
  });

  it('and ends in the middle of it is corrupt', async () => {
    const file = await folder.open(tarEntry(entries[0] as RawEntry).subarray(0, 600));
    expect(await errorOf(() => packages.inspect(file, never))).toMatchObject({ code: 'corrupt', sentence: { id: 'package.cut-off' } });
  });
});
