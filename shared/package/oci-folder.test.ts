import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFolder, type Folder } from '../../test/support/api-server/kubeconfig.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { addBlob, addIndex, type Blobs, writeFolder } from '../../test/support/image-folder.ts';
import { hexOf } from '../model/digest.ts';
import { imageReferenceIn } from '../model/image-reference.ts';
import { type Descriptor, mediaTypes } from '../model/oci.ts';
import { wholeOf } from './checked-content.ts';
import { openOciFolder } from './oci-folder.ts';

const { signal } = new AbortController();
let folder: Folder;
const blobs: Blobs = new Map();
const [app, other] = [addIndex(blobs, 'app'), addIndex(blobs, 'other')];

beforeEach(async () => {
  folder = await createFolder();
});
afterEach(() => folder.remove());

function referenceOf(text: string) {
  const reference = imageReferenceIn(text);
  if (reference === undefined) throw new Error(`${text} is no full name`);
  return reference;
}

const artifact = referenceOf('a.b/team/app:v1');
const opened = (images: Readonly<Record<string, Descriptor>>) => openOciFolder(writeFolder(folder.path, blobs, images), artifact);
const read = async (descriptor: Descriptor) => {
  const source = await openOciFolder(folder.path, artifact);
  return wholeOf({ descriptor, open: () => source.open(artifact, descriptor, signal) }, 4 * 2 ** 20);
};
const blobPath = ({ digest }: Descriptor) => join(folder.path, 'blobs', 'sha256', hexOf(digest));

describe('images in a folder', () => {
  it('are found by their full names', async () => {
    const source = await opened({ 'a.b/team/app:v1': app, 'a.b/team/other:v1': other });
    expect(await source.resolve(artifact, signal)).toMatchObject(app);
    expect(await source.resolve(referenceOf('a.b/team/other:v1'), signal)).toMatchObject(other);
  });

  it('are found by their digests, whatever their names', async () => {
    const source = await opened({ 'x.y/z:1': other });
    expect(await source.resolve(referenceOf(`a.b/team/app@${other.digest}`), signal)).toMatchObject(other);
    expect(await errorOf(() => source.resolve(referenceOf(`x.y/z:1@${app.digest}`), signal))).toMatchObject({ code: 'not-found' });
  });

  it('are not found by a bare tag, which may be that of any, but for the artifact', async () => {
    const source = await opened({ v1: app });
    expect(await source.resolve(artifact, signal)).toMatchObject(app);
    expect(await errorOf(() => source.resolve(referenceOf('a.b/team/other:v1'), signal))).toMatchObject({
      code: 'not-found',
      sentence: { id: 'create.not-in-folder' },
    });
  });

  it('are read in pieces that stay what they are', async () => {
    const bytes = Buffer.from(Array.from({ length: 600_000 }, (_, at) => (at * 7919) % 251));
    const large = addBlob(blobs, bytes, mediaTypes.layer);
    const source = await opened({ 'a.b/team/app:v1': app });
    const pieces: Buffer[] = [];
    for await (const piece of source.open(artifact, large, signal)) pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(1);
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
  });

  it('are read as they lie there', async () => {
    await opened({ 'a.b/team/app:v1': app });
    for (const [digest, bytes] of blobs) expect(await read({ mediaType: '', digest, size: bytes.length })).toEqual(bytes);
  });
});

describe('a folder that', () => {
  it.each([
    ['has no index', () => rmSync(join(folder.path, 'index.json')), 'not-found', 'create.no-layout'],
    [
      'has a folder for an index',
      () => (rmSync(join(folder.path, 'index.json')), mkdirSync(join(folder.path, 'index.json'))),
      'not-found',
      'create.no-layout',
    ],
    ['has no JSON for an index', () => writeFileSync(join(folder.path, 'index.json'), '{'), 'corrupt', 'create.not-an-index'],
    [
      'has too much for an index',
      () => writeFileSync(join(folder.path, 'index.json'), Buffer.alloc(4 * 2 ** 20 + 1, ' ')),
      'corrupt',
      'create.too-large',
    ],
    [
      'names a file by a digest that is none',
      () => writeIndex({ ...app, digest: 'sha256:../../../etc/hostname' }),
      'corrupt',
      'create.not-an-index',
    ],
    ['names no size', () => writeIndex({ ...app, size: -1 }), 'corrupt', 'create.not-an-index'],
  ])('%s is refused', async (_, spoil, code, id) => {
    await opened({ 'a.b/team/app:v1': app });
    spoil();
    expect(await errorOf(() => openOciFolder(folder.path, artifact))).toMatchObject({ code, sentence: { id } });
  });

  it('is not there is refused', async () => {
    expect(await errorOf(() => openOciFolder(join(folder.path, 'nowhere'), artifact))).toMatchObject({
      code: 'not-found',
      sentence: { id: 'create.no-layout' },
    });
  });

  it('lacks a blob says which one', async () => {
    await opened({ 'a.b/team/app:v1': app });
    rmSync(blobPath(app));
    expect(await errorOf(() => read(app))).toMatchObject({
      code: 'corrupt',
      sentence: { id: 'create.missing-blob', data: { digest: app.digest } },
    });
  });

  it.each([
    ['has other bytes', (path: string) => writeFileSync(path, Buffer.alloc(app.size, 'x')), 'create.wrong-digest'],
    ['has fewer bytes', (path: string) => writeFileSync(path, ''), 'create.wrong-size'],
    ['has more bytes', (path: string) => writeFileSync(path, Buffer.alloc(2 ** 22)), 'create.wrong-size'],
    ['links to another file', (path: string) => (rmSync(path), symlinkSync('/etc/hostname', path)), 'create.wrong-size'],
    ['has a folder in its place', (path: string) => (rmSync(path), mkdirSync(path)), 'create.missing-blob'],
  ])('%s is found out', async (_, spoil, id) => {
    await opened({ 'a.b/team/app:v1': app });
    spoil(blobPath(app));
    expect(await errorOf(() => read(app))).toMatchObject({ code: 'corrupt', sentence: { id } });
  });
});

function writeIndex(descriptor: object): void {
  writeFileSync(join(folder.path, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [descriptor] }));
}
