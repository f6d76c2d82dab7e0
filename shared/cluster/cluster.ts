import type { KubeObject } from '../model/object.ts';
import type { Resource } from '../model/resource.ts';

/** Narrows a list or a watch. Without a namespace it spans all of them. */
export interface Scope {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** `dryRun: true` asks the API server to check the write, admission included, and to store nothing. */
export interface WriteOptions {
  readonly dryRun?: boolean;
  /** Warnings of the server are told to nobody: the write only tries something out. */
  readonly quiet?: boolean;
}

/** With a subresource the object is posted to it: `binding` of a pod, `token` of a service account, under `metadata.name`. */
export interface CreateOptions extends WriteOptions {
  readonly subresource?: string;
}

/** One operation of a JSON patch (RFC 6902), the only kind of patch whose `test` makes a write compare before it sets. */
export interface JsonPatchOperation {
  readonly op: 'test' | 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

/** A JSON patch is a list of operations; a merge patch (RFC 7386) is an object. */
export type Patch = readonly JsonPatchOperation[] | Readonly<Record<string, unknown>>;

/** Guards of a delete: the API server refuses with 409 when the object is not this one any more. */
export interface DeleteOptions extends WriteOptions {
  readonly uid?: string;
  readonly resourceVersion?: string;
  /** Zero takes a pod away at once, as its kubelet does in the end. */
  readonly gracePeriodSeconds?: number;
}

/** What the caller asks the API server to judge: may I do `verb` to `resource`? */
export interface AccessQuestion {
  readonly verb: string;
  readonly resource: Resource;
  readonly namespace?: string;
}

/** The state of a followed resource: everything in scope now. */
export interface Followed<T extends KubeObject> {
  readonly items: readonly T[];
}

/** How a list is read. */
export interface ListOptions<T extends KubeObject> {
  /** What is kept of an object, for a reader of large ones: each is trimmed as it arrives. */
  readonly trim?: (item: T) => T;
}

/** How a resource is followed. */
export interface FollowOptions<T extends KubeObject> {
  /** What is kept of an object, for a reader of large ones. */
  readonly trim?: (item: T) => T;
  /** Told whenever the server gave a sign of life: a list, an event, or the end of a watch in good order. */
  readonly onAlive?: () => void;
  /** Seconds after which the server ends a watch, so that quiet resources give a sign of life too; some minutes where nothing is said. */
  readonly watchSeconds?: number;
}

/**
 * One Kubernetes API server, as one user sees it.
 *
 * Every method throws an `ExtError`: `unreachable` (no answer, TLS), `unauthenticated` (401), `forbidden` (403), `denied` (admission said no),
 * `not-found` (404), `conflict` (409), `invalid` (422), `failure` (anything else), with the server's own words as the cause.
 */
export interface Cluster {
  /** The context as the user knows it, or the server's URL where no context was named. */
  readonly context: string;
  /** The URL of the API server, without user info. */
  readonly server: string;
  /** The namespace of `-n` or of the context; undefined where neither names one. */
  readonly namespace: string | undefined;

  /** One object, or null when the server says that it does not exist. */
  get<T extends KubeObject>(resource: Resource<T>, name: string, namespace?: string): Promise<T | null>;
  /** All objects in scope, all pages of them, each with its apiVersion and kind. */
  list<T extends KubeObject>(resource: Resource<T>, scope?: Scope, options?: ListOptions<T>): Promise<T[]>;
  create<T extends KubeObject>(resource: Resource<T>, object: T, options?: CreateOptions): Promise<T>;
  /**
   * Makes the object, or sets exactly these fields of it, whoever set them before (server-side apply, forced). What an earlier apply of ours
   * has set and this one leaves out goes; everything else stays as it is.
   */
  apply<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): Promise<T>;
  patch<T extends KubeObject>(
    resource: Resource<T>,
    target: { readonly name: string; readonly namespace?: string; readonly subresource?: string },
    patch: Patch,
    options?: WriteOptions,
  ): Promise<T>;
  /** False when there was nothing to delete. */
  delete<T extends KubeObject>(resource: Resource<T>, name: string, namespace?: string, options?: DeleteOptions): Promise<boolean>;

  /**
   * Lists, then watches: yields the complete state first and again after every change, several changes at once where they come together.
   * Survives an expired resourceVersion (410), a closed watch and a silent connection by itself; ends when `signal` aborts.
   */
  follow<T extends KubeObject>(
    resource: Resource<T>,
    scope: Scope,
    signal: AbortSignal,
    options?: FollowOptions<T>,
  ): AsyncIterable<Followed<T>>;

  /** A GET of any path: discovery, `/version`. Null when the server answers 404. */
  getPath(path: string): Promise<unknown>;
  /** Whether the server would allow it (SelfSubjectAccessReview). */
  allows(question: AccessQuestion): Promise<boolean>;
  /** Whom the server takes the caller for (SelfSubjectReview); null where the server does not tell. */
  whoAmI(): Promise<string | null>;
  /** Frees sockets. Nothing can be asked afterwards. */
  close(): void;
}
