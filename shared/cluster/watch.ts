import { setTimeout as sleep } from 'node:timers/promises';
import { ExtError } from '../errors.ts';
import type { KubeObject } from '../model/object.ts';
import type { Followed, FollowOptions } from './cluster.ts';
import { LatestState } from './latest-state.ts';
import type { WatchEvent } from './watch-events.ts';

/** Everything in scope at one moment. */
export interface Listing<T extends KubeObject> {
  readonly items: readonly T[];
  readonly resourceVersion: string;
}

/** The two requests that following is made of. Both throw ExtErrors that hold the HTTP status the server answered with. */
export interface WatchSource<T extends KubeObject> {
  list(signal: AbortSignal): Promise<Listing<T>>;
  /** The events after a resourceVersion, until the server closes the watch. */
  watch(resourceVersion: string, signal: AbortSignal): AsyncIterable<WatchEvent<T>>;
}

/** Times in milliseconds. */
export interface WatchTiming {
  /** After so long without an event a new list shows what a dead connection may have kept back. */
  readonly silence: number;
  /** The pause after a failure; it doubles up to `longestPause`. */
  readonly firstPause: number;
  readonly longestPause: number;
}

/**
 * Follows a source: yields the complete state first and again after every change. What passes by itself (a server that restarts, a
 * broken connection, 410, 429, 5xx) is waited out; a refusal that only a person can end (401, 403, 404) is thrown: at once in
 * the beginning, later when it stays, because a server that restarts refuses for a moment what it allows. Ends when the signal aborts.
 */
export async function* follow<T extends KubeObject>(
  source: WatchSource<T>,
  signal: AbortSignal,
  timing: WatchTiming,
  { trim = (item) => item, onAlive = () => {} }: FollowOptions<T> = {},
): AsyncGenerator<Followed<T>> {
  const stop = new AbortController();
  const state = new LatestState<T>();
  const ended = AbortSignal.any([signal, stop.signal]);
  const end = () => state.end();
  ended.addEventListener('abort', end);
  const work = keepUp(observed(source, trim, onAlive), state, ended, timing).then(end, (error: unknown) => state.end({ error }));
  try {
    yield* state.states();
  } finally {
    stop.abort();
    await work;
  }
}

/** A source of which only a part is kept, and that tells of each sign of life. */
function observed<T extends KubeObject>({ list, watch }: WatchSource<T>, trim: (item: T) => T, onAlive: () => void): WatchSource<T> {
  return {
    async list(signal) {
      const { items, resourceVersion } = await list(signal);
      onAlive();
      return { items: items.map(trim), resourceVersion };
    },
    async *watch(resourceVersion, signal) {
      for await (const event of watch(resourceVersion, signal)) {
        onAlive();
        yield event.type === 'ADDED' || event.type === 'MODIFIED' ? { ...event, object: trim(event.object) } : event;
      }
      onAlive();
    },
  };
}

/** Where a watch goes on; without a version a list has to come first. */
interface Cursor {
  version: string | undefined;
}

/** How many refusals in a row are believed, once a list has succeeded. */
const patience = 3;
const passing = [408, 410, 429];

async function keepUp<T extends KubeObject>(
  source: WatchSource<T>,
  state: LatestState<T>,
  signal: AbortSignal,
  timing: WatchTiming,
): Promise<void> {
  const cursor: Cursor = { version: undefined };
  let tolerance = 1;
  let refusals = 0;
  let pause = 0;
  const rest = async () => {
    pause = Math.min(Math.max(pause * 2, timing.firstPause), timing.longestPause);
    await sleep(pause, undefined, { signal }).catch(() => {});
  };
  while (!signal.aborted) {
    try {
      if (cursor.version === undefined) {
        const { items, resourceVersion } = await source.list(signal);
        state.replace(items);
        cursor.version = resourceVersion;
        tolerance = patience;
      }
      const wasUseful = await watchOnce(source, state, cursor, signal, timing.silence);
      refusals = 0;
      // A server that closes every watch at once would otherwise be asked without a pause.
      if (wasUseful) pause = 0;
      else await rest();
    } catch (error) {
      if (signal.aborted) return;
      if (!isPassing(error)) refusals += 1;
      if (refusals >= tolerance) throw error;
      if (isExpired(error)) cursor.version = undefined;
      await rest();
    }
  }
}

/** Watches until the server ends it. Resolves to whether it brought anything or at least lasted. */
async function watchOnce<T extends KubeObject>(
  source: WatchSource<T>,
  state: LatestState<T>,
  cursor: Cursor,
  signal: AbortSignal,
  silence: number,
): Promise<boolean> {
  const quiet = new AbortController();
  const timer = setTimeout(() => quiet.abort(), silence);
  const started = performance.now();
  let events = 0;
  try {
    for await (const event of source.watch(cursor.version ?? '', AbortSignal.any([signal, quiet.signal]))) {
      timer.refresh();
      if (event.type === 'ERROR') {
        cursor.version = undefined;
        break;
      }
      take(event, state);
      cursor.version = event.object.metadata.resourceVersion ?? cursor.version;
      events += 1;
    }
  } catch (error) {
    if (!quiet.signal.aborted) throw error;
    cursor.version = undefined;
  } finally {
    clearTimeout(timer);
  }
  return events > 0 || performance.now() - started > 1000;
}

function take<T extends KubeObject>({ type, object }: WatchEvent<T>, state: LatestState<T>): void {
  if (type === 'DELETED') state.remove(object);
  else if (type === 'ADDED' || type === 'MODIFIED') state.set(object);
}

function isExpired(error: unknown): boolean {
  return error instanceof ExtError && error.details.status === 410;
}

/** Whether time alone can heal it: no answer, or an answer that blames the server. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof ExtError)) return false;
  const { status } = error.details;
  if (status === undefined) return error.code === 'unreachable';
  return status >= 500 || passing.includes(status);
}
