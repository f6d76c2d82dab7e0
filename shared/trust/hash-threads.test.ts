import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HashThreads, makeHashThreads } from './hash-threads.ts';
import { startHasherFromSource } from './start-hasher.ts';

const content = 'the content of a package';
const plain = [{ algorithm: 'sha256', salt: new Uint8Array(), ends: [new Uint8Array()] }];

describe('threads that hash', () => {
  let folder: string;
  let path: string;
  let file: FileHandle;
  let started: number;
  let threads: HashThreads;
  const start = () => ((started += 1), startHasherFromSource());
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hash-'));
    path = join(folder, 'file');
    writeFileSync(path, content);
    file = await open(path);
    started = 0;
    threads = makeHashThreads(start, 2);
  });
  afterEach(async () => {
    await threads.close();
    await file.close();
    rmSync(folder, { recursive: true });
  });

  const hash = (size = content.length, signal = new AbortController().signal, onRead: (bytes: number) => void = () => {}) =>
    threads.hash({ fd: file.fd, size, hashes: plain }, { signal, onRead });

  /** Does something while this thread hashes a file that does not end. */
  async function besideOneHere(work: () => Promise<void>): Promise<void> {
    const endless = join(folder, 'endless');
    writeFileSync(endless, '');
    truncateSync(endless, 2 ** 40);
    const handle = await open(endless);
    const controller = new AbortController();
    const here = threads.hash({ fd: handle.fd, size: 2 ** 40, hashes: plain }, { signal: controller.signal, onRead: () => {} });
    try {
      await Promise.all([work().finally(() => controller.abort()), expect(here).rejects.toMatchObject({ code: 'interrupted' })]);
    } finally {
      await handle.close();
    }
  }

  it('hash from the start, wherever the file was read to', async () => {
    await file.read(Buffer.alloc(5));
    const [[digest = new Uint8Array()] = []] = await hash();
    expect(Buffer.from(digest).toString('hex')).toBe(createHash('sha256').update(content).digest('hex'));
  });

  it('are started when this one is busy, as many as allowed, and used again', async () => {
    threads = makeHashThreads(start, 3);
    await hash();
    expect([started, threads.free()]).toEqual([0, 3]);
    await besideOneHere(async () => {
      expect(threads.free()).toBe(2);
      await hash();
      await hash();
      expect([started, threads.free()]).toEqual([1, 2]);
      const all = Array.from({ length: 6 }, () => hash());
      expect(threads.free()).toBe(0);
      await Promise.all(all);
      expect([started, threads.free()]).toEqual([2, 2]);
    });
    await hash();
    expect([started, threads.free()]).toEqual([2, 3]);
  });

  it.each([
    ['has become shorter', () => truncateSync(path, 3), 'short'],
    ['has become longer', () => appendFileSync(path, 'x'), 'grown'],
  ])('notice that a file %s', async (_, change, fault) => {
    change();
    await expect(hash()).rejects.toMatchObject({ name: 'ReadError', fault });
    await besideOneHere(async () => {
      await expect(hash()).rejects.toMatchObject({ name: 'ReadError', fault });
      await expect(hash()).rejects.toMatchObject({ fault });
    });
    expect(started).toBe(1);
  });

  it('say why a file cannot be read', async () => {
    const handle = await open(folder);
    const job = threads.hash({ fd: handle.fd, size: 1, hashes: plain }, { signal: new AbortController().signal, onRead: () => {} });
    await expect(job).rejects.toMatchObject({ fault: { unreadable: 'EISDIR' } });
    await handle.close();
  });

  it.each<[string, (work: () => Promise<void>) => Promise<void>]>([
    ['this one', (work) => work()],
    ['another', besideOneHere],
  ])('say now and then how far they are, and stop at once when they are told: %s', async (_, placed) =>
    placed(async () => {
      const size = 2 ** 36;
      truncateSync(path, size);
      const controller = new AbortController();
      const read: number[] = [];
      const began = performance.now();
      let told = 0;
      const onRead = (bytes: number) => {
        read.push(bytes);
        if (read.length < 2) return;
        told = performance.now();
        controller.abort();
      };
      await expect(hash(size, controller.signal, onRead)).rejects.toMatchObject({ code: 'interrupted' });
      expect(performance.now() - told).toBeLessThan(500);
      expect(told - began).toBeGreaterThan(350);
      expect(read).toEqual(read.toSorted((one, two) => one - two));
      expect(read[0]).toBeGreaterThan(0);

      truncateSync(path, 0);
      await expect(hash(0)).resolves.toHaveLength(1);
    }),
  );

  it('do not begin what nobody waits for any more', async () => {
    await expect(hash(content.length, AbortSignal.abort())).rejects.toMatchObject({ code: 'interrupted' });
    expect(started).toBe(0);
  });

  it('do not use a thread again that was told to stop just when it had its answer', async () => {
    const controller = new AbortController();
    threads = makeHashThreads(() => {
      started += 1;
      const thread = new EventEmitter();
      const postMessage = () => {
        controller.abort();
        thread.emit('message', { digests: [] });
      };
      return Object.assign(thread, { postMessage, terminate: () => Promise.resolve(1) }) as unknown as Worker;
    }, 2);
    await besideOneHere(async () => {
      await hash(content.length, controller.signal);
      await hash();
      expect(started).toBe(2);
    });
  });

  it.each([
    ['ends', 'process.exit()', 'has ended by itself'],
    ['fails', 'throw new Error("out of order")', 'out of order'],
  ])('do not leave anybody waiting when a thread %s', async (_, script, said) => {
    threads = makeHashThreads(() => new Worker(script, { eval: true }), 2);
    await besideOneHere(async () => {
      await expect(hash()).rejects.toThrow(said);
      await expect(hash()).rejects.toThrow(said);
    });
  });
});
