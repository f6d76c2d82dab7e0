import type { Worker } from 'node:worker_threads';
import pLimit from 'p-limit';
import { hashHere, interrupted } from './hash-here.ts';
import type { HashJob, HashReply, HashResult, ReadFault } from './hash-job.ts';
import type { StartHasher } from './start-hasher.ts';
import type { ReadOptions } from './trust.ts';

/** A file that could not be read as it was when it was opened. */
export class ReadError extends Error {
  readonly fault: ReadFault;

  constructor(fault: ReadFault) {
    super(`the file cannot be read: ${JSON.stringify(fault)}`);
    this.name = 'ReadError';
    this.fault = fault;
  }
}

/** Digests by hash and end, as the job asks for them. */
export type Digests = readonly (readonly Uint8Array[])[];

/** Threads that hash: the one that asks, and others, started when that is busy. */
export interface HashThreads {
  /** Throws `ReadError`, and `interrupted` when the signal fires; then nothing reads the file any more. */
  readonly hash: (job: HashJob, options: ReadOptions) => Promise<Digests>;
  /** How many more jobs would start at once. */
  readonly free: () => number;
  readonly close: () => Promise<void>;
}

/** Hashes in at most `most` threads, this one included, which spares the memory of another; jobs beyond that wait. */
export function makeHashThreads(startHasher: StartHasher, most: number): HashThreads {
  const limit = pLimit(most);
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  let isBusyHere = false;
  const here = async (job: HashJob, options: ReadOptions) => {
    isBusyHere = true;
    try {
      return await hashHere(job, options);
    } finally {
      isBusyHere = false;
    }
  };
  const elsewhere = async (job: HashJob, options: ReadOptions) => {
    const thread = idle.pop() ?? startHasher();
    all.add(thread);
    const { reply, hasEnded } = await ask(thread, job, options);
    if (hasEnded) all.delete(thread);
    else idle.push(thread);
    return reply;
  };
  const hash = async (job: HashJob, options: ReadOptions) => {
    if (options.signal.aborted) throw interrupted();
    return digestsOf(await (isBusyHere ? elsewhere(job, options) : here(job, options)));
  };
  return {
    hash: (job, options) => limit(() => hash(job, options)),
    free: () => Math.max(0, most - limit.activeCount - limit.pendingCount),
    close: async () => {
      await Promise.all([...all].map((thread) => thread.terminate()));
    },
  };
}

interface Answer {
  readonly reply: HashResult | Error;
  /** Whether the thread is gone. */
  readonly hasEnded: boolean;
}

async function ask(thread: Worker, job: HashJob, { signal, onRead }: ReadOptions): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const fail = (reply: Error) => resolve({ reply, hasEnded: true });
  const listeners = {
    message: (reply: HashReply) => ('read' in reply ? onRead(reply.read) : resolve({ reply, hasEnded: signal.aborted })),
    error: fail,
    exit: () => fail(signal.aborted ? interrupted() : new Error('the thread that hashes has ended by itself')),
  };
  const stop = () => void thread.terminate();
  for (const [event, listener] of Object.entries(listeners)) thread.on(event, listener);
  signal.addEventListener('abort', stop, { once: true });
  thread.postMessage(job);
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', stop);
    for (const [event, listener] of Object.entries(listeners)) thread.off(event, listener);
  }
}

function digestsOf(reply: Answer['reply']): Digests {
  if (reply instanceof Error) throw reply;
  if ('fault' in reply) throw new ReadError(reply.fault);
  return reply.digests;
}
