import type { Resource } from '../model/resource.ts';

type Query = Readonly<Record<string, string | number | undefined>>;

/** The path of all objects of a resource: those of a namespace, or without one those of all. */
export function collectionPath({ group, version, plural, namespaced }: Resource, namespace?: string): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return namespaced && namespace ? `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}` : `${root}/${plural}`;
}

/** The path of one object. */
export function objectPath(resource: Resource, { name, namespace, subresource }: ObjectKey): string {
  // Without them the path would be that of a collection, and a DELETE would empty it.
  if (name === '') throw new TypeError(`a ${resource.kind} is asked for without a name`);
  if (resource.namespaced && !namespace) throw new TypeError(`${resource.kind} ${name} is asked for without a namespace`);
  const path = `${collectionPath(resource, namespace)}/${encodeURIComponent(name)}`;
  return subresource === undefined ? path : `${path}/${subresource}`;
}

/** What names one object among all of its resource, and a part of it. */
export interface ObjectKey {
  readonly name: string;
  readonly namespace?: string;
  readonly subresource?: string;
}

/** Appends a query; undefined values are left out. */
export function withQuery(path: string, query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') parameters.set(name, String(value));
  return parameters.size === 0 ? path : `${path}?${parameters.toString()}`;
}
