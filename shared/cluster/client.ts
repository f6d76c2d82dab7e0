import { ExtError } from '../errors.ts';
import type { KubeObject } from '../model/object.ts';
import type { Resource } from '../model/resource.ts';
import type { Api, Question } from './api.ts';
import type {
  AccessQuestion,
  Cluster,
  CreateOptions,
  DeleteOptions,
  Followed,
  FollowOptions,
  ListOptions,
  Patch,
  Scope,
  WriteOptions,
} from './cluster.ts';
import { isMapping, type Mapping } from './fields.ts';
import { listAll, watchSource } from './listing.ts';
import { isObject } from './objects.ts';
import { type ObjectKey, collectionPath, objectPath, withQuery } from './resource-path.ts';
import { type WatchTiming, follow } from './watch.ts';

/** What a client adds to its connection. */
export interface ClientParts {
  readonly api: Api;
  readonly context: string;
  readonly server: string;
  readonly namespace: string | undefined;
  readonly fieldManager: string;
  readonly timing: WatchTiming;
}

/** A Cluster over HTTP. */
export class Client implements Cluster {
  readonly context: string;
  readonly server: string;
  readonly namespace: string | undefined;
  readonly #api: Api;
  readonly #fieldManager: string;
  readonly #timing: WatchTiming;

  constructor({ api, context, server, namespace, fieldManager, timing }: ClientParts) {
    this.context = context;
    this.server = server;
    this.namespace = namespace;
    this.#api = api;
    this.#fieldManager = fieldManager;
    this.#timing = timing;
  }

  async get<T extends KubeObject>(resource: Resource<T>, name: string, namespace?: string): Promise<T | null> {
    return unlessAbsent(this.#object(resource, { name }, { method: 'GET', path: objectPath(resource, { name, namespace }) }));
  }

  async list<T extends KubeObject>(resource: Resource<T>, scope: Scope = {}, options: ListOptions<T> = {}): Promise<T[]> {
    const { items } = await listAll(this.#api, resource, scope, options);
    return [...items];
  }

  async create<T extends KubeObject>(resource: Resource<T>, object: T, { subresource, ...options }: CreateOptions = {}): Promise<T> {
    const { name, namespace } = object.metadata;
    const base = subresource === undefined ? collectionPath(resource, namespace) : objectPath(resource, { name, namespace, subresource });
    const path = withQuery(base, { ...this.#write(options), fieldValidation: 'Strict' });
    const body = { type: 'application/json', text: JSON.stringify(object) };
    return this.#object(resource, { name }, { method: 'POST', path, body, quiet: options.quiet });
  }

  async apply<T extends KubeObject>(resource: Resource<T>, object: T, options: WriteOptions = {}): Promise<T> {
    const { name, namespace } = object.metadata;
    const query = { ...this.#write(options), force: 'true', fieldValidation: 'Strict' };
    const path = withQuery(objectPath(resource, { name, namespace }), query);
    // JSON is YAML, and every server takes this type for it.
    const body = { type: 'application/apply-patch+yaml', text: JSON.stringify(object) };
    return this.#object(resource, { name }, { method: 'PATCH', path, body, quiet: options.quiet });
  }

  async patch<T extends KubeObject>(resource: Resource<T>, target: ObjectKey, patch: Patch, options: WriteOptions = {}): Promise<T> {
    const type = Array.isArray(patch) ? 'application/json-patch+json' : 'application/merge-patch+json';
    const path = withQuery(objectPath(resource, target), this.#write(options));
    return this.#object(resource, target, { method: 'PATCH', path, body: { type, text: JSON.stringify(patch) }, quiet: options.quiet });
  }

  async delete<T extends KubeObject>(
    resource: Resource<T>,
    name: string,
    namespace?: string,
    options: DeleteOptions = {},
  ): Promise<boolean> {
    const { uid, resourceVersion, gracePeriodSeconds, dryRun, quiet } = options;
    const text = JSON.stringify({
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      propagationPolicy: 'Background',
      gracePeriodSeconds,
      ...((uid !== undefined || resourceVersion !== undefined) && { preconditions: { uid, resourceVersion } }),
      ...(dryRun && { dryRun: ['All'] }),
    });
    const path = objectPath(resource, { name, namespace });
    const object = shortName(resource, name);
    const answer = await unlessAbsent(this.#api.ask({ method: 'DELETE', path, object, quiet, body: { type: 'application/json', text } }));
    return answer !== null;
  }

  follow<T extends KubeObject>(
    resource: Resource<T>,
    scope: Scope,
    signal: AbortSignal,
    options: FollowOptions<T> = {},
  ): AsyncIterable<Followed<T>> {
    const source = watchSource(this.#api, resource, scope, options.watchSeconds);
    return follow(source, AbortSignal.any([signal, this.#api.ended]), this.#timing, options);
  }

  async getPath(path: string): Promise<unknown> {
    return unlessAbsent(this.#api.ask({ method: 'GET', path }));
  }

  async allows({ verb, resource, namespace }: AccessQuestion): Promise<boolean> {
    const { group, version, plural } = resource;
    const status = await this.#review('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: { verb, group, version, resource: plural, namespace } },
    });
    return status.allowed === true;
  }

  async whoAmI(): Promise<string | null> {
    const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
    const status = await unlessAbsent(this.#review('/apis/authentication.k8s.io/v1/selfsubjectreviews', review));
    const user = status?.userInfo;
    return isMapping(user) && typeof user.username === 'string' ? user.username : null;
  }

  close(): void {
    this.#api.close();
  }

  /** The status of a review: a POST that stores nothing. */
  async #review(path: string, review: object): Promise<Mapping> {
    const body = { type: 'application/json', text: JSON.stringify(review) };
    const answer = await this.#api.ask({ method: 'POST', onlyReads: true, path, body });
    if (!isMapping(answer) || !isMapping(answer.status)) throw this.#api.foreign();
    return answer.status;
  }

  async #object<T extends KubeObject>(resource: Resource<T>, { name }: ObjectKey, question: Question): Promise<T> {
    const answer = await this.#api.ask({ ...question, object: shortName(resource, name) });
    if (!isObject<T>(answer)) throw this.#api.foreign();
    return answer;
  }

  #write({ dryRun }: WriteOptions) {
    return { fieldManager: this.#fieldManager, dryRun: dryRun ? 'All' : undefined };
  }
}

/** The object as a person would write it: `subscription/harbor`. */
function shortName({ kind }: Resource, name: string): string {
  return `${kind.toLowerCase()}/${name}`;
}

/** Null in place of a 404. */
async function unlessAbsent<A>(answer: Promise<A>): Promise<A | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ExtError && error.code === 'not-found') return null;
    throw error;
  }
}
