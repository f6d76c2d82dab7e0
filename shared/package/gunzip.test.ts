import { createGzip, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf } from '../../test/support/error-of.ts';
import { type PackageFolder, packageFolder } from '../../test/support/package-file.ts';
import { chunksOf, never } from '../../test/support/read-tar.ts';
import { gunzip, openContent } from './gunzip.ts';

const two = Buffer.concat([gzipSync('hello '), gzipSync('world')]);

/** Inflates bytes that come in chunks of a size. */
async function inflate(bytes: Buffer, chunk = 1 << 20): Promise<string> {
  const found: Buffer[] = [];
  for await (const each of gunzip(chunksOf(bytes, chunk), 'x.tgz')) found.push(each);
  return Buffer.concat(found).toString();
}

describe('gunzip', () => {
  it.each([1, 7, 25, 1000])('reads several members in chunks of %d bytes', async (chunk) => {
    expect(await inflate(two, chunk)).toBe('hello world');
  });

  it('reads members of which one is empty', async () => {
    expect(await inflate(Buffer.concat([gzipSync(''), two, gzipSync('')]))).toBe('hello world');
  });

  it('refuses every way of cutting it off but between members', async () => {
    const whole = new Set([gzipSync('hello ').length, two.length]);
    const lengths = Array.from({ length: two.length + 1 }, (_, length) => length);
    const ends = await Promise.all(lengths.map((length) => inflate(two.subarray(0, length)).catch((error: unknown) => error)));
    expect(lengths.filter((length) => typeof ends[length] === 'string')).toEqual([...whole]);
    expect(ends[10]).toMatchObject({ code: 'corrupt', sentence: { id: 'package.gzip', data: { file: 'x.tgz' } } });
  });

  it.each([
    ['a zero', Buffer.alloc(1), 'package.gzip-trailing'],
    ['zeros', Buffer.alloc(1000), 'package.gzip-trailing'],
    ['one byte', Buffer.from('x'), 'package.gzip'],
    ['a text', Buffer.from('something else'), 'package.gzip'],
    ['the begin of a member', gzipSync('x').subarray(0, 12), 'package.gzip'],
    ['a zero and a member', Buffer.concat([Buffer.alloc(1), two]), 'package.gzip-trailing'],
  ])('refuses %s behind the end, in whatever chunks', async (_, more, id) => {
    for (const chunk of [1, two.length, 1 << 20]) {
      const error = await errorOf(() => inflate(Buffer.concat([two, more]), chunk));
      expect(error).toMatchObject({ code: 'corrupt', sentence: { id } });
    }
  });

  it('refuses content that is not what its sum says', async () => {
    const damaged = Buffer.from(two);
    damaged[damaged.length - 8] = 0;
    expect(await errorOf(() => inflate(damaged))).toMatchObject({ sentence: { id: 'package.gzip' } });
  });

  it('reads no further ahead than a chunk of a reader who stops', async () => {
    const packed = gzipSync(Buffer.alloc(64 * 1024 * 1024), { level: 1 });
    let taken = 0;
    async function* counted() {
      for await (const chunk of chunksOf(packed, 1000)) {
        taken += chunk.length;
        yield chunk;
      }
    }
    const chunks = gunzip(counted(), 'x.tgz');
    await chunks.next();
    await new Promise((resolve) => setTimeout(resolve, 50));
    // A chunk of a megabyte comes from about four kilobytes here.
    expect(taken).toBeLessThan(packed.length / 10);
    await chunks.return(undefined);
  });

  it('passes on what goes wrong in its source', async () => {
    async function* failing() {
      yield two.subarray(0, 20);
      await Promise.reject(new RangeError('no more'));
    }
    const read = async () => {
      for await (const _ of gunzip(failing(), 'x.tgz'));
    };
    await expect(read()).rejects.toThrow(new RangeError('no more'));
  });
});

describe('openContent', () => {
  let folder: PackageFolder;
  beforeAll(() => {
    folder = packageFolder();
  });
  afterAll(() => folder.remove());

  async function read(bytes: Buffer, signal = never): Promise<string> {
    const reader = await openContent(await folder.open(bytes), signal);
    try {
      return String(await reader.take(1 << 24));
    } finally {
      await reader.close();
    }
  }

  it('inflates what is compressed and leaves what is not', async () => {
    expect(await read(two)).toBe('hello world');
    expect(await read(Buffer.from('hello'))).toBe('hello');
    expect(await read(Buffer.alloc(0))).toBe('');
  });

  it('is interrupted in the middle of a bomb', async () => {
    const stop = new AbortController();
    const bomb = createGzip();
    bomb.end(Buffer.alloc(16 * 1024 * 1024));
    const chunks: Buffer[] = [];
    for await (const chunk of bomb) chunks.push(chunk as Buffer);
    const reader = await openContent(await folder.open(Buffer.concat(chunks)), stop.signal);
    await reader.some(1);
    stop.abort();
    expect(await errorOf(() => reader.take(1 << 24))).toMatchObject({ code: 'interrupted' });
    await reader.close();
  });

  it('says that a file has become shorter', async () => {
    const file = await folder.open(Buffer.alloc(10, 'x'));
    const reader = await openContent({ ...file, size: 20 }, never);
    expect(await errorOf(() => reader.take(20))).toMatchObject({ code: 'corrupt', sentence: { id: 'package.changed' } });
  });
});
