import { setTimeout as elapsed } from 'node:timers/promises';
import type { Cluster, Scope } from '../../shared/cluster/cluster.ts';
import { ExtError } from '../../shared/errors.ts';
import type { KubeObject } from '../../shared/model/object.ts';
import type { Resource } from '../../shared/model/resource.ts';
import type { OnError, Running } from './running.ts';

/** What a controller keeps in order, and how. */
export interface Settlement<T extends KubeObject> {
  readonly resource: Resource<T>;
  readonly scope?: Scope;
  /** Brings one object into order. It is called again after each change of the object, never twice at a time for the same one. */
  settle(object: T, signal: AbortSignal): Promise<void>;
  /** Told after each change of anything in scope, also that something has gone. */
  onChange?(): void;
  /** Milliseconds until something that went wrong is tried again. */
  readonly retryAfter: number;
  readonly onError: OnError;
}

/** A controller at work. */
export interface Settling extends Running {
  /** Looks at every object again, although none has changed. */
  again(): void;
}

/** One object as last seen, and whether somebody has to look at it, or is doing so. */
interface Case<T> {
  latest: T;
  stale: boolean;
  busy: boolean;
}

/** Follows a resource and settles each of its objects, again after each change and again when it could not be done. */
export function keepSettled<T extends KubeObject>(cluster: Cluster, settlement: Settlement<T>): Settling {
  const { resource, scope = {}, onChange = () => {}, retryAfter, onError } = settlement;
  const stopping = new AbortController();
  const { signal } = stopping;
  const docket = openDocket(settlement, signal);

  const follow = async () => {
    while (!signal.aborted) {
      try {
        for await (const { items } of cluster.follow(resource, scope, signal)) {
          docket.refresh(items);
          onChange();
        }
      } catch (error) {
        if (!signal.aborted) onError(error);
      }
      await pause(retryAfter, signal);
    }
  };

  const following = follow();
  return {
    again: docket.again,
    async stop() {
      stopping.abort();
      await following;
      await docket.idle();
    },
  };
}

/** Waits, but not beyond the end of the work. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await elapsed(milliseconds, undefined, { signal }).catch(() => {});
}

/** The objects that are there, each with its own queue of one. */
function openDocket<T extends KubeObject>({ settle, retryAfter, onError }: Settlement<T>, signal: AbortSignal) {
  const cases = new Map<string, Case<T>>();
  const running = new Set<Promise<void>>();

  const attempt = async (one: Case<T>) => {
    one.stale = false;
    try {
      await settle(one.latest, signal);
    } catch (error) {
      if (signal.aborted) return;
      // Somebody else was faster: everyday, and the newer object is on its way.
      if (!(error instanceof ExtError && error.code === 'conflict')) onError(error);
      await pause(retryAfter, signal);
      one.stale = true;
    }
  };
  const work = async (one: Case<T>) => {
    one.busy = true;
    while (!signal.aborted && one.stale && cases.get(identity(one.latest)) === one) await attempt(one);
    one.busy = false;
  };
  const begin = (one: Case<T>) => {
    if (one.busy) return;
    const done = work(one).finally(() => running.delete(done));
    running.add(done);
  };
  return {
    refresh(items: readonly T[]) {
      const present = new Set(items.map(identity));
      for (const key of cases.keys()) if (!present.has(key)) cases.delete(key);
      for (const item of items) {
        const known = cases.get(identity(item));
        if (known?.latest.metadata.resourceVersion === item.metadata.resourceVersion) continue;
        const one = known ?? { latest: item, stale: true, busy: false };
        one.latest = item;
        one.stale = true;
        cases.set(identity(item), one);
        begin(one);
      }
    },
    again() {
      for (const one of cases.values()) {
        one.stale = true;
        begin(one);
      }
    },
    async idle() {
      await Promise.all(running);
    },
  };
}

function identity({ metadata: { uid, namespace, name } }: KubeObject): string {
  return uid ?? `${namespace}/${name}`;
}
