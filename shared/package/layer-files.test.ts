import { createHash } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { Header } from 'tar';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../../test/support/error-of.ts';
import { archiveOf, type Files } from '../../test/support/image-folder.ts';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import type { Digest } from '../model/digest.ts';
import { filesInLayers } from './layer-files.ts';
import type { BlobSource } from './package-writer.ts';

async function* inPieces(bytes: Buffer, size = 100): AsyncGenerator<Buffer, void> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function sourceOf(bytes: Buffer, open = () => inPieces(bytes)): BlobSource {
  const digest: Digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  return { descriptor: { digest, size: bytes.length }, open };
}

const { signal } = new AbortController();

function filesOf(layers: readonly BlobSource[], wanted: (path: string) => boolean = () => true) {
  return filesInLayers({ image: 'r.io/image:v1', layers, wanted, signal });
}

async function found(layers: readonly Buffer[], wanted?: (path: string) => boolean): Promise<Record<string, string>> {
  const files = await filesOf(
    layers.map((layer) => sourceOf(layer)),
    wanted,
  );
  return Object.fromEntries([...files].map(([path, bytes]) => [path, String(bytes)]));
}

const layer = (files: Files) => gzipSync(archiveOf(files));

describe('filesInLayers', () => {
  it.each([
    ['plain', (bytes: Buffer) => bytes],
    ['gzip', (bytes: Buffer) => gzipSync(bytes)],
    ['zstd', (bytes: Buffer) => zstdCompressSync(bytes)],
    ['gzip of two members', (bytes: Buffer) => Buffer.concat([gzipSync(bytes.subarray(0, 700)), gzipSync(bytes.subarray(700))])],
  ])('reads a layer that is %s', async (_, pack) => {
    const files = { 'manifests/a.yaml': 'a', './manifests/b.yaml': 'b'.repeat(3000), '/etc/c': '' };
    expect(await found([pack(archiveOf(files))])).toEqual({ 'manifests/a.yaml': 'a', 'manifests/b.yaml': 'b'.repeat(3000), 'etc/c': '' });
  });

  it('takes only what is wanted', async () => {
    expect(await found([layer({ 'a/x': '1', 'b/x': '2' })], (path) => path.startsWith('b/'))).toEqual({ 'b/x': '2' });
  });

  it('lays layers over each other', async () => {
    const layers = [
      layer({ 'a/1': 'old', 'a/2': 'old', 'b/1': 'old', 'b/c/1': 'old', ab: 'old' }),
      layer({ 'a/1': 'new', '.wh.b': '', 'a/.wh.2': '', '.wh.a': '' }),
      layer({ 'd/1': 'gone' }),
      layer({ 'd/.wh..wh..opq': '', 'd/2': 'stays' }),
    ];
    expect(await found(layers, (path) => !path.includes('.wh.'))).toEqual({ 'a/1': 'new', ab: 'old', 'd/2': 'stays' });
  });

  it('takes no links, and none for files', async () => {
    const link = Buffer.alloc(512);
    new Header({
      path: 'manifests/a.yaml',
      type: 'SymbolicLink',
      linkpath: '/etc/passwd',
      size: 0,
      mode: 0o777,
      mtime: new Date(0),
    }).encode(link);
    expect(await found([Buffer.concat([link, archiveOf({ 'manifests/b.yaml': 'b' })])])).toEqual({ 'manifests/b.yaml': 'b' });
  });

  it.each([
    ['no archive', Buffer.alloc(2048, 'x')],
    ['a gzip that ends early', layer({ a: 'a'.repeat(9000) }).subarray(0, -20)],
    ['an archive with a wrong checksum', Buffer.from(archiveOf({ a: 'a' }).map((byte, at) => (at === 0 ? 98 : byte)))],
    ['a file larger than any manifest', layer({ a: Buffer.alloc(4 * 2 ** 20 + 1) })],
  ])('refuses %s', async (_, bytes) => {
    expect(await errorOf(() => found([bytes]))).toMatchObject({ code: 'corrupt', sentence: { id: 'package.layer' } });
  });

  it('refuses what unfolds without end, before memory does', async () => {
    const header = Buffer.alloc(512);
    new Header({ path: 'large', type: 'File', size: 5 * 2 ** 26, mode: 0o644, mtime: new Date(0) }).encode(header);
    const zeros = gzipSync(Buffer.alloc(2 ** 26));
    const bomb = Buffer.concat([gzipSync(header), ...Array.from({ length: 5 }, () => zeros)]);
    const before = process.memoryUsage().rss;
    expect(await errorOf(() => filesOf([sourceOf(bomb, () => inPieces(bomb, 65_536))], () => false))).toMatchObject({ code: 'corrupt' });
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20);
  });

  it('passes on what the source has to say', async () => {
    const failing = async function* (): AsyncGenerator<Buffer, void> {
      yield layer({ a: 'a' }).subarray(0, 20);
      throw new ExtError('interrupted', message('error.interrupted'));
    };
    expect(await errorOf(() => filesOf([sourceOf(Buffer.alloc(20), failing)]))).toMatchObject({ code: 'interrupted' });
  });
});
