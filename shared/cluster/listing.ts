import { ExtError } from '../errors.ts';
import type { KubeObject } from '../model/object.ts';
import type { Resource } from '../model/resource.ts';
import type { Api, Question } from './api.ts';
import type { ListOptions, Scope } from './cluster.ts';
import { isObject, pageIn, typed } from './objects.ts';
import { collectionPath, withQuery } from './resource-path.ts';
import type { Listing, WatchSource } from './watch.ts';
import { type WatchEvent, watchEvents } from './watch-events.ts';

/** Objects per page of a list, as kubectl asks for them. */
const pageSize = 500;

/** How a list is read. */
export interface Reading<T extends KubeObject> extends ListOptions<T> {
  readonly signal?: AbortSignal;
}

/** Everything in scope, page after page; in one piece where the pages expire while they are read. */
export async function listAll<T extends KubeObject>(
  api: Api,
  resource: Resource<T>,
  scope: Scope,
  reading: Reading<T> = {},
): Promise<Listing<T>> {
  try {
    return await pages(api, resource, { scope, limit: pageSize }, reading);
  } catch (error) {
    if (!(error instanceof ExtError && error.details.status === 410)) throw error;
    return pages(api, resource, { scope }, reading);
  }
}

/** The list and the watch of a resource, to be followed. */
export function watchSource<T extends KubeObject>(api: Api, resource: Resource<T>, scope: Scope, seconds?: number): WatchSource<T> {
  return {
    list: (signal) => listAll(api, resource, scope, { signal }),
    // The server's own limit is random too: watches that began together should not end together.
    watch: (resourceVersion, signal) =>
      watch(api, resource, { scope, resourceVersion, seconds: seconds ?? 240 + Math.floor(Math.random() * 61) }, signal),
  };
}

async function pages<T extends KubeObject>(
  api: Api,
  resource: Resource<T>,
  { scope, limit }: { readonly scope: Scope; readonly limit?: number },
  { signal, trim }: Reading<T>,
): Promise<Listing<T>> {
  const ask = (question: Question) => (trim === undefined ? api.ask(question) : api.askList(question, trimming(resource, trim)));
  const items: T[] = [];
  let token = '';
  while (true) {
    const path = withQuery(collectionPath(resource, scope.namespace), { ...selectors(scope), limit, continue: token });
    const page = pageIn(await ask({ method: 'GET', path, ...(signal && { signal }) }), resource);
    if (page === undefined) throw api.foreign();
    for (const item of page.items) items.push(item);
    if (page.next === '') return { items, resourceVersion: page.resourceVersion };
    token = page.next;
  }
}

/** What is no object is left for whoever looks at the page. */
function trimming<T extends KubeObject>(resource: Resource<T>, trim: (item: T) => T): (item: unknown) => unknown {
  return (item) => (isObject<T>(item) ? trim(typed(item, resource)) : item);
}

async function* watch<T extends KubeObject>(
  api: Api,
  resource: Resource<T>,
  { scope, resourceVersion, seconds }: { readonly scope: Scope; readonly resourceVersion: string; readonly seconds: number },
  signal: AbortSignal,
): AsyncGenerator<WatchEvent<T>> {
  const query = { ...selectors(scope), watch: 'true', allowWatchBookmarks: 'true', timeoutSeconds: seconds, resourceVersion };
  try {
    yield* watchEvents<T>(api.watch({ method: 'GET', path: withQuery(collectionPath(resource, scope.namespace), query), signal }));
  } catch (error) {
    throw error instanceof SyntaxError ? api.foreign() : error;
  }
}

function selectors({ labelSelector, fieldSelector }: Scope) {
  return { labelSelector, fieldSelector };
}
