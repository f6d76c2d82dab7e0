import type { Cluster, Scope } from '../cluster/cluster.ts';
import { message } from '../messages/message.ts';
import { clusterServiceVersions } from '../model/cluster-service-version.ts';
import { installPlans } from '../model/install-plan.ts';
import { operatorGroups } from '../model/operator-group.ts';
import type { Resource } from '../model/resource.ts';
import { subscriptions } from '../model/subscription.ts';
import { deployments } from '../model/workload.ts';
import type { Report } from './event.ts';
import type { Document } from './result.ts';

/** The kinds that decide how an operator is. */
export const decisive: readonly Resource[] = [subscriptions, installPlans, clusterServiceVersions, operatorGroups, deployments];

/** Often enough for whoever looks on, seldom enough for the API server. */
export const pace = { settle: 1000, heartbeat: 10_000 } as const;

/** What is followed, and until when. */
export interface FollowOptions {
  readonly resources: readonly Resource[];
  readonly scope: Scope;
  /** Milliseconds in which changes are gathered. */
  readonly settle: number;
  /** Milliseconds after which one looks without a change: for what may not, or cannot, be watched. */
  readonly heartbeat: number;
  readonly signal: AbortSignal;
}

/** Yields once at the start, then whenever something of the followed resources has changed, and at every heartbeat. */
export async function* changes(cluster: Cluster, options: FollowOptions): AsyncIterable<void> {
  const { resources, scope, settle, heartbeat, signal } = options;
  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  const bell = new Bell();
  const follow = async (resource: Resource) => {
    for await (const _ of cluster.follow(resource, scope, either)) bell.ring();
  };
  // Whoever may not watch a kind, or lost its watch, still looks at every heartbeat, and is told there what is wrong.
  for (const resource of resources) follow(resource).catch(() => {});
  try {
    while (!signal.aborted) {
      yield;
      await bell.heard(heartbeat, signal);
      await pause(settle, signal);
      bell.silence();
    }
  } finally {
    ended.abort();
  }
}

/** Tells one waiter that something happened, also when it happened before anybody waited. */
class Bell {
  #rung = Promise.withResolvers<void>();

  ring(): void {
    this.#rung.resolve();
  }

  /** Resolves when it has rung since it was silenced, after `milliseconds` at the latest, or when the signal aborts. */
  async heard(milliseconds: number, signal: AbortSignal): Promise<void> {
    const heard = new AbortController();
    await Promise.race([this.#rung.promise, pause(milliseconds, AbortSignal.any([signal, heard.signal]))]);
    heard.abort();
  }

  /** Forgets what it told. */
  silence(): void {
    this.#rung = Promise.withResolvers();
  }
}

/** Resolves after so long, or when the signal aborts. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(end, milliseconds);
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  return promise;

  function end(): void {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    resolve();
  }
}

interface Items<Item> extends Document<string> {
  readonly items: readonly Item[];
}

/** What tells the items of a list apart, and what a person calls them. */
export interface Identity<Item> {
  readonly keyOf: (item: Item) => string;
  readonly nameOf: (item: Item) => string;
}

/** Reads a list again and again: yields all of it first, then only its new and changed items. An item that has gone is reported. */
export async function* changedItems<Item, List extends Items<Item>>(
  occasions: AsyncIterable<void>,
  read: () => Promise<List>,
  { keyOf, nameOf }: Identity<Item>,
  report: Report,
): AsyncIterable<List> {
  let before: ReadonlyMap<string, { readonly text: string; readonly item: Item }> | undefined;
  for await (const _ of occasions) {
    const list = await read();
    const now = new Map(list.items.map((item) => [keyOf(item), { text: JSON.stringify(item), item }]));
    for (const [key, { item }] of before ?? []) {
      if (!now.has(key)) report({ state: 'note', message: message('watch.gone', { name: nameOf(item) }) });
    }
    const items = list.items.filter((item) => before?.get(keyOf(item))?.text !== now.get(keyOf(item))?.text);
    if (before === undefined || items.length > 0) yield { ...list, items };
    before = now;
  }
}
