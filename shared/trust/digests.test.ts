import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeDigests, type Wanted } from './digests.ts';
import { hashFile } from './hash-file.ts';
import type { HashJob } from './hash-job.ts';
import { type HashThreads, ReadError } from './hash-threads.ts';

const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 251));
const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const wanted = (algorithm: string, end = '', salt = ''): Wanted => ({ algorithm, salt: bytes(salt), end: bytes(end) });
const quiet = { signal: new AbortController().signal, onRead: () => {} };

describe('takeDigests', () => {
  let folder: string;
  let handle: FileHandle;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'digests-'));
    writeFileSync(join(folder, 'file'), content);
    handle = await open(join(folder, 'file'));
  });
  afterAll(async () => {
    await handle.close();
    rmSync(folder, { recursive: true });
  });

  /** Threads that are none, and what they were asked for. */
  function threads(free: number) {
    const jobs: HashJob[] = [];
    const hash: HashThreads['hash'] = async (job, { onRead }) => {
      jobs.push(job);
      const pieces = hashFile(job);
      for (;;) {
        const { done, value } = pieces.next();
        if (done !== true) onRead(value);
        else if ('digests' in value) return value.digests;
        else throw new ReadError('short');
      }
    };
    return { jobs, hash, free: () => free, close: () => Promise.resolve() };
  }

  const digestsBy = async (free: number, ...all: Wanted[]) => {
    const made = threads(free);
    const digests = await takeDigests(made, { handle, size: content.length }, all, quiet);
    return { jobs: made.jobs, digests: all.map((each) => Buffer.from(digests.get(each) ?? []).toString('hex')) };
  };
  const directly = ({ algorithm, salt, end }: Wanted) => createHash(algorithm).update(salt).update(content).update(end).digest('hex');

  it('are what they would be one by one, however they are shared out', async () => {
    const drawn = fc.record({
      algorithm: fc.constantFrom('sha256', 'sha384', 'sha512'),
      salt: fc.constantFrom('', 'some salt', 'more salt'),
      end: fc.string(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(drawn, { maxLength: 6 }), fc.nat(4), async (each, free) => {
        const all = each.map(({ algorithm, salt, end }) => wanted(algorithm, end, salt));
        expect((await digestsBy(free, ...all)).digests).toEqual(all.map(directly));
      }),
      { numRuns: 50 },
    );
  });

  it('hash once what several signatures and a checksum have in common', async () => {
    const all = [wanted('sha256', 'one'), wanted('sha256', 'two'), wanted('sha256')];
    const { jobs } = await digestsBy(4, ...all);
    expect(jobs.map(({ hashes }) => hashes.map(({ algorithm, ends }) => [algorithm, ends.length]))).toEqual([[['sha256', 3]]]);
  });

  it.each([
    [2, [['sha512'], ['sha256']]],
    [1, [['sha512', 'sha256']]],
    [0, [['sha512', 'sha256']]],
  ])('read a large file twice only where threads are free: %i', async (free, shares) => {
    const jobs: HashJob[] = [];
    const hash: HashThreads['hash'] = (job) => {
      jobs.push(job);
      return Promise.resolve(job.hashes.map(({ ends }) => ends.map(() => new Uint8Array())));
    };
    const all = [wanted('sha512', 'one'), wanted('sha256')];
    await takeDigests({ hash, free: () => free, close: () => Promise.resolve() }, { handle, size: 2 ** 30 }, all, quiet);
    expect(jobs.map(({ hashes }) => hashes.map(({ algorithm }) => algorithm))).toEqual(shares);
  });

  it('read a small file once, whoever is free: a thread takes longer to start', async () => {
    expect((await digestsBy(4, wanted('sha512', 'one'), wanted('sha256'))).jobs).toHaveLength(1);
  });

  it('say how far the last of the readers is', async () => {
    const said: number[] = [];
    const readers: ((read: number) => void)[] = [];
    const free = Promise.withResolvers<readonly Uint8Array[][]>();
    const waiting: HashThreads = {
      hash: (_, { onRead }) => (readers.push(onRead), free.promise),
      free: () => 2,
      close: () => Promise.resolve(),
    };
    const options = { ...quiet, onRead: (read: number) => said.push(read) };
    const taken = takeDigests(waiting, { handle, size: 2 ** 30 }, [wanted('sha512'), wanted('sha256')], options);
    for (const [reader, read] of [
      [0, 10],
      [1, 4],
      [1, 12],
      [0, 20],
    ] as const)
      readers[reader]?.(read);
    free.resolve([[new Uint8Array()]]);
    await taken;
    expect(said).toEqual([0, 4, 10, 12]);
  });

  it('wait for all readers when one fails: the file is closed then', async () => {
    const ended: string[] = [];
    const failing: HashThreads = {
      hash: async ({ hashes: [first] }) => {
        if (first?.algorithm === 'sha512') throw new ReadError('short');
        await new Promise((resolve) => setTimeout(resolve, 20));
        ended.push('sha256');
        return [[new Uint8Array()]];
      },
      free: () => 2,
      close: () => Promise.resolve(),
    };
    const taken = takeDigests(failing, { handle, size: 2 ** 30 }, [wanted('sha512'), wanted('sha256')], quiet);
    await expect(taken).rejects.toThrow(ReadError);
    expect(ended).toEqual(['sha256']);
  });
});
