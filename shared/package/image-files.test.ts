import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf } from '../../test/support/error-of.ts';
import { blobEntry, type PackageFolder, packageFolder, sampleImage } from '../../test/support/package-file.ts';
import { never } from '../../test/support/read-tar.ts';
import { paxHeader, type RawEntry, tarEntry, tarOf, tgzOf } from '../../test/support/tar-builder.ts';
import { openPackages } from './open-packages.ts';

const { imageFiles } = openPackages();
let folder: PackageFolder;

beforeAll(() => {
  folder = packageFolder();
});
afterAll(() => folder.remove());

const inManifests = (path: string) => path.startsWith('manifests/');

/** The wanted files of an image of these layers, the lowest first, as texts. */
async function filesOf(layers: readonly Buffer[], wanted = inManifests): Promise<Record<string, string>> {
  const { document, layers: blobs } = sampleImage('linux/amd64', layers);
  const bytes = tarOf([...new Map(blobs.map((blob) => [blob.digest, blob])).values()].map(blobEntry));
  const files = await imageFiles(await folder.open(bytes), document, wanted, never);
  return Object.fromEntries([...files].map(([path, content]) => [path, content.toString()]));
}

const layer = (...entries: (RawEntry | Buffer)[]) => tgzOf(entries);
const csv: RawEntry = { name: 'manifests/csv.yaml', body: 'lower' };

describe('imageFiles', () => {
  it('reads what is wanted and nothing else', async () => {
    const entries = [{ name: 'manifests/', type: '5' }, csv, { name: 'bin/sh', body: 'x'.repeat(9000) }];
    expect(await filesOf([layer(...entries)])).toEqual({ 'manifests/csv.yaml': 'lower' });
  });

  it.each([
    ['gzip', gzipSync(tarOf([csv]))],
    ['gzip of several members', Buffer.concat([gzipSync(tarEntry(csv)), gzipSync(Buffer.alloc(1024))])],
    ['nothing', tarOf([csv])],
    ['nothing, without an end', tarEntry(csv)],
    ['gzip, with something behind the end', gzipSync(Buffer.concat([tarOf([csv]), Buffer.alloc(5_000_000, 'x')]))],
  ])('reads layers compressed by %s', async (_, bytes) => {
    expect(await filesOf([bytes])).toEqual({ 'manifests/csv.yaml': 'lower' });
  });

  it.each<[string, RawEntry[], Record<string, string>]>([
    ['a file over it', [{ ...csv, body: 'upper' }], { 'manifests/csv.yaml': 'upper' }],
    ['another file beside it', [{ name: 'manifests/crd.yaml', body: 'x' }], { 'manifests/csv.yaml': 'lower', 'manifests/crd.yaml': 'x' }],
    ['a whiteout of it', [{ name: 'manifests/.wh.csv.yaml' }], {}],
    ['a whiteout of its folder', [{ name: '.wh.manifests' }], {}],
    ['a whiteout of something else', [{ name: 'manifests/.wh.csv' }], { 'manifests/csv.yaml': 'lower' }],
    ['its folder emptied', [{ name: 'manifests/.wh..wh..opq' }], {}],
    [
      'its folder emptied, and a file in it before',
      [{ ...csv, body: 'upper' }, { name: 'manifests/.wh..wh..opq' }],
      { 'manifests/csv.yaml': 'upper' },
    ],
    ['everything emptied', [{ name: '.wh..wh..opq' }], {}],
    ['notes of a storage driver', [{ name: 'manifests/.wh..wh.plnk' }, { name: '.wh..wh.aufs' }], { 'manifests/csv.yaml': 'lower' }],
    ['a link over it', [{ ...csv, body: '', type: '2', linkName: '/etc/passwd' }], {}],
    [
      'a link and then a file over it',
      [
        { ...csv, body: '', type: '1', linkName: 'x' },
        { ...csv, body: 'upper' },
      ],
      { 'manifests/csv.yaml': 'upper' },
    ],
    [
      'a file and then a device over it',
      [
        { ...csv, body: 'upper' },
        { ...csv, body: '', type: '3' },
      ],
      {},
    ],
    [
      'it twice',
      [
        { ...csv, body: 'one' },
        { ...csv, body: 'two' },
      ],
      { 'manifests/csv.yaml': 'two' },
    ],
    ['it by other names', [{ ...csv, name: './/manifests/./csv.yaml', body: 'upper' }], { 'manifests/csv.yaml': 'upper' }],
    ['it from the root', [{ ...csv, name: '/manifests/csv.yaml', body: 'upper' }], { 'manifests/csv.yaml': 'upper' }],
    ['names that lead out', [{ ...csv, name: 'manifests/../manifests/csv.yaml', body: 'upper' }], { 'manifests/csv.yaml': 'lower' }],
  ])('lays over it a layer with %s', async (_, entries, files) => {
    expect(await filesOf([layer(csv), layer(...entries)])).toEqual(files);
    // The order in the package is that of the digests.
    expect(await filesOf([layer(csv), layer({ name: 'x' }), layer(...entries), layer({ name: 'y' })])).toEqual(files);
  });

  it('reads a layer once that an image has twice', async () => {
    const upper = layer({ name: 'manifests/.wh.csv.yaml' });
    expect(await filesOf([layer(csv), upper, layer(csv)])).toEqual({ 'manifests/csv.yaml': 'lower' });
  });

  it('reads an image without layers', async () => {
    expect(await filesOf([])).toEqual({});
  });

  it('reads no further than the last layer', async () => {
    const { document, layers } = sampleImage('linux/amd64', [layer(csv)]);
    const cutOff = tarOf(layers.map(blobEntry), Buffer.from('x'));
    expect((await imageFiles(await folder.open(cutOff), document, inManifests, never)).size).toBe(1);
  });

  it('finds layers by what they are where their names do not say it', async () => {
    const { document, layers } = sampleImage('linux/amd64', [tarOf([csv])]);
    const [wanted] = layers;
    const decoy = Buffer.alloc(wanted?.bytes.length ?? 0, 'x');
    const bytes = tarOf([
      { name: 'one/layer.tar', body: decoy },
      { name: 'two/layer.tar', body: wanted?.bytes },
    ]);
    const files = await imageFiles(await folder.open(bytes), document, inManifests, never);
    expect([...files.keys()]).toEqual(['manifests/csv.yaml']);
  });

  it('finds layers in the storage of a registry', async () => {
    const { document, layers } = sampleImage('linux/amd64', [layer(csv)]);
    const entries = layers.map(({ digest, bytes }) => ({
      ...{ prefix: `docker/registry/v2/blobs/sha256/${digest.slice(7, 9)}`, name: `${digest.slice(7)}/data` },
      body: bytes,
    }));
    expect((await imageFiles(await folder.open(tgzOf(entries)), document, inManifests, never)).size).toBe(1);
  });
});

describe('imageFiles refuses', () => {
  it.each<[string, Buffer, string, string?]>([
    ['damaged zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, 0, 7, 0, 0]), 'package.layer', 'package.gzip'],
    ['gzip that is cut off', gzipSync(tarOf([csv])).subarray(0, 60), 'package.layer', 'package.gzip'],
    ['what is no tar', Buffer.alloc(1000, 'x'), 'package.layer', 'package.header-checksum'],
    ['a file that is too large', layer({ ...csv, body: Buffer.alloc(4 * 1024 * 1024 + 1) }), 'package.layer', 'package.entry-too-large'],
    [
      'too many wanted bytes',
      tarOf(Array.from({ length: 9 }, (_, number) => ({ name: `manifests/${number}`, body: Buffer.alloc(4 * 1024 * 1024) }))),
      'package.layer',
      'package.files-too-large',
    ],
    ['a bomb', layer(tarEntry({ name: 'x', size: '77777777777\0' })), 'package.layer', 'package.expands'],
    ['many long whiteouts', whiteouts(1200), 'package.layer', 'package.files-too-large'],
    ['a sparse file', layer({ ...csv, type: 'S' }), 'package.layer', 'package.sparse'],
  ])('a layer of %s', async (_, bytes, id, because) => {
    const error = await errorOf(() => filesOf([bytes]));
    expect(error).toMatchObject({ code: 'corrupt', sentence: { id } });
    const { because: cause } = error.details;
    expect(typeof cause === 'object' ? cause.id : cause).toBe(because);
  });

  it('a layer of other content, another size, or none', async () => {
    const { document, layers } = sampleImage('linux/amd64', [layer(csv)]);
    const entry = layers.map(blobEntry)[0] ?? { name: '' };
    const other = Buffer.from(entry.body ?? '');
    other[9] = (other[9] ?? 0) ^ 0xff;
    const read = async (entries: readonly RawEntry[]) => imageFiles(await folder.open(tarOf(entries)), document, inManifests, never);
    expect(await errorOf(() => read([{ ...entry, body: other }]))).toMatchObject({ code: 'corrupt', sentence: { id: 'package.digest' } });
    expect(await errorOf(() => read([{ ...entry, body: 'x' }]))).toMatchObject({ code: 'corrupt', sentence: { id: 'package.size' } });
    expect(await errorOf(() => read([{ name: 'x' }]))).toMatchObject({ code: 'corrupt', sentence: { id: 'package.missing' } });
  });

  it('to go on when the signal fires', async () => {
    const { document, layers } = sampleImage('linux/amd64', [layer(csv)]);
    const stop = new AbortController();
    const file = await folder.open(tarOf(layers.map(blobEntry)));
    const wanted = (path: string) => {
      stop.abort();
      return inManifests(path);
    };
    const big = sampleImage('linux/amd64', [
      gzipSync(Buffer.concat([tarOf([csv]).subarray(0, 1024), tarEntry({ name: 'x', body: Buffer.alloc(1 << 22) })])),
    ]);
    const bigFile = await folder.open(tarOf(big.layers.map(blobEntry)));
    expect(await errorOf(() => imageFiles(bigFile, big.document, wanted, stop.signal))).toMatchObject({ code: 'interrupted' });
    expect(await errorOf(() => imageFiles(file, document, inManifests, stop.signal))).toMatchObject({ code: 'interrupted' });
  });
});

/** A layer that takes away many files whose names are as long as they may be. */
function whiteouts(count: number): Buffer {
  return tarOf(
    Array.from({ length: count }, (_, number) => [
      paxHeader({ path: `.wh.${'x'.repeat(30_000)}${number}` }),
      tarEntry({ name: 'x' }),
    ]).flat(),
  );
}
