import { randomUUID } from 'node:crypto';
import type {
  Cluster,
  CreateOptions,
  DeleteOptions,
  FollowOptions,
  ListOptions,
  Patch,
  Scope,
  WriteOptions,
} from '../../shared/cluster/cluster.ts';
import { ExtError, type ErrorCode } from '../../shared/errors.ts';
import { message } from '../../shared/messages/message.ts';
import type { KubeObject } from '../../shared/model/object.ts';
import type { Resource } from '../../shared/model/resource.ts';
import { applied } from './applied.ts';
import { jsonPatched } from './json-patch.ts';
import { valueAt } from '../../shared/model/field-path.ts';
import { mergePatched } from '../../shared/model/merge-patch.ts';

interface Target {
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** What a cluster in memory is told about itself. */
export interface MemoryClusterOptions {
  /** The namespace of its context. */
  readonly namespace?: string;
  /** What it answers to a GET of a path; every other path is a 404. */
  readonly paths?: Readonly<Record<string, unknown>>;
}

/**
 * A cluster that is nothing but objects in memory, with the few manners of an API server that controllers rely on: conflicts, dry runs,
 * finalizers, pods that end before they go, and watches. It fills in no defaults and validates nothing.
 */
export function memoryCluster({ namespace: own, paths = {} }: MemoryClusterOptions = {}): Cluster {
  const store = openStore();
  return {
    context: 'memory',
    server: 'memory:',
    namespace: own,
    async get<T extends KubeObject>(resource: Resource<T>, name: string, namespace?: string) {
      return (store.find(resource, { name, namespace }) as T | undefined) ?? null;
    },
    async list<T extends KubeObject>(resource: Resource<T>, scope: Scope = {}, { trim = (item) => item }: ListOptions<T> = {}) {
      return (store.list(resource, scope) as T[]).map(trim);
    },
    async create<T extends KubeObject>(resource: Resource<T>, object: T, { subresource, dryRun }: CreateOptions = {}) {
      const present = store.find(resource, object.metadata);
      if (subresource === 'binding') return store.put(resource, bound(present, object)) as T;
      if (present !== undefined) throw refusal('conflict', `${object.metadata.name} is there already`);
      const metadata = { uid: randomUUID(), creationTimestamp: new Date().toISOString(), ...object.metadata };
      return (dryRun === true ? { ...object, metadata } : store.put(resource, { ...object, metadata })) as T;
    },
    async apply<T extends KubeObject>(resource: Resource<T>, object: T, { dryRun }: WriteOptions = {}) {
      const present = store.find(resource, object.metadata);
      const metadata = { uid: randomUUID(), creationTimestamp: new Date().toISOString(), ...object.metadata };
      const next = present === undefined ? { ...object, metadata } : (applied(present, object) as T);
      return (dryRun === true ? next : store.put(resource, next)) as T;
    },
    async patch<T extends KubeObject>(resource: Resource<T>, target: Target, patch: Patch, options: WriteOptions = {}) {
      return patched(store, resource, target, patch, options) as T;
    },
    async delete<T extends KubeObject>(resource: Resource<T>, name: string, namespace?: string, options: DeleteOptions = {}) {
      const present = store.find(resource, { name, namespace });
      if (present === undefined) return false;
      const moved = (['uid', 'resourceVersion'] as const).find((field) => ![undefined, present.metadata[field]].includes(options[field]));
      if (moved !== undefined) throw refusal('conflict', `the ${moved} of ${name} is another`);
      if (options.dryRun === true) return true;
      const metadata = { ...present.metadata, deletionTimestamp: new Date().toISOString() };
      if (isHeld(present) || endsGently(present, options)) store.put(resource, { ...present, metadata });
      else store.drop(resource, present.metadata);
      return true;
    },
    async *follow<T extends KubeObject>(resource: Resource<T>, scope: Scope, signal: AbortSignal, options: FollowOptions<T> = {}) {
      const { trim = (item: T) => item, onAlive } = options;
      for await (const { items } of store.follow(resource, scope, signal)) {
        onAlive?.();
        yield { items: items.map((item) => trim(item as T)) };
      }
    },
    getPath: async (path) => paths[path] ?? null,
    allows: async () => true,
    whoAmI: async () => 'somebody',
    close() {},
  };
}

function patched(store: Store, resource: Resource, target: Target, patch: Patch, { dryRun }: WriteOptions): KubeObject {
  const present = store.find(resource, target);
  if (present === undefined) throw refusal('not-found', `${target.name} is not there`);
  const next = (Array.isArray(patch) ? jsonPatched(present, patch) : mergePatched(present, patch)) as KubeObject | null;
  if (next === null) throw refusal('invalid', `the patch does not fit ${target.name}`);
  const moved = (['uid', 'resourceVersion'] as const).find((field) => next.metadata[field] !== present.metadata[field]);
  if (moved !== undefined) throw refusal('conflict', `the ${moved} of ${target.name} is another`);
  if (dryRun === true) return next;
  if (next.metadata.deletionTimestamp === undefined || isHeld(next) || !isHeld(present)) return store.put(resource, next);
  store.drop(resource, next.metadata);
  return next;
}

type Store = ReturnType<typeof openStore>;

/** The objects by resource, namespace and name; what goes in and what comes out are copies. */
function openStore() {
  const objects = new Map<string, KubeObject>();
  let changed = Promise.withResolvers<void>();
  let version = 0;
  const keyOf = ({ group, plural }: Resource, { name, namespace = '' }: Target) => [group, plural, namespace, name].join('/');
  const announce = () => {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };
  const list = (resource: Resource, { namespace, fieldSelector, labelSelector }: Scope) =>
    [...objects]
      .filter(([key]) => key.startsWith(`${resource.group}/${resource.plural}/`))
      .map(([, object]) => structuredClone(object))
      .filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace)
      .filter((object) => fieldSelector === undefined || isSelected(object, fieldSelector))
      .filter(({ metadata }) => labelSelector === undefined || hasLabels(metadata.labels, labelSelector));
  return {
    list,
    find: (resource: Resource, target: Target) => structuredClone(objects.get(keyOf(resource, target))),
    put(resource: Resource, object: KubeObject) {
      const next = structuredClone({ ...object, metadata: { ...object.metadata, resourceVersion: String(++version) } });
      objects.set(keyOf(resource, next.metadata), next);
      announce();
      return structuredClone(next);
    },
    drop(resource: Resource, target: Target) {
      objects.delete(keyOf(resource, target));
      announce();
    },
    async *follow(resource: Resource, scope: Scope, signal: AbortSignal) {
      const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      while (!signal.aborted) {
        const next = changed.promise;
        yield { items: list(resource, scope) };
        await Promise.race([next, aborted]);
      }
    },
  };
}

/** Knows `key=value` and several of them with commas. */
/** `path=value` */
function isSelected(object: KubeObject, selector: string): boolean {
  const [path = '', value] = selector.split('=');
  return valueAt(object, path) === value;
}

function hasLabels(labels: Readonly<Record<string, string>> = {}, selector: string): boolean {
  return selector.split(',').every((term) => {
    const [key = '', value] = term.split('=');
    return labels[key] === value;
  });
}

function isHeld({ metadata }: KubeObject): boolean {
  return (metadata.finalizers ?? []).length > 0;
}

/** A pod on a node goes when the node says that it may. */
function endsGently(object: KubeObject, { gracePeriodSeconds }: DeleteOptions): boolean {
  const { nodeName } = (object as KubeObject & { spec?: { nodeName?: string } }).spec ?? {};
  return object.kind === 'Pod' && nodeName !== undefined && gracePeriodSeconds !== 0;
}

function bound(pod: KubeObject | undefined, binding: KubeObject): KubeObject {
  const { target } = binding as KubeObject & { target: Target };
  if (pod === undefined) throw refusal('not-found', `${binding.metadata.name} is not there`);
  return mergePatched(pod, { spec: { nodeName: target.name } }) as KubeObject;
}

function refusal(code: ErrorCode, what: string): ExtError {
  return new ExtError(code, message('error.failure', { what }));
}
