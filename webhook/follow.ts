import type { Cluster, FollowOptions, Scope } from '../shared/cluster/cluster.ts';
import { ExtError } from '../shared/errors.ts';
import type { KubeObject } from '../shared/model/object.ts';
import type { Resource } from '../shared/model/resource.ts';
import { errorData, type Log } from './log.ts';
import { pause } from './pause.ts';

/** What is followed. */
export interface Followable<T extends KubeObject> {
  readonly resource: Resource<T>;
  readonly scope: Scope;
  readonly options?: FollowOptions<T>;
}

/** What is done about it. */
export interface Following<T extends KubeObject> {
  /** Gets the whole state, and the next one when it is done with this one. */
  readonly onState: (items: readonly T[]) => Promise<void>;
  /** Told of each failure. */
  readonly onFailure?: (error: unknown) => void;
  /** Milliseconds before it begins anew after a failure, of the watch or of `onState`. */
  readonly retryPause: number;
  readonly log: Log;
}

/** Follows a resource until the signal aborts; a failure is logged, once while it lasts, and the state is read anew. Never rejects. */
export async function keepFollowing<T extends KubeObject>(
  cluster: Pick<Cluster, 'follow'>,
  { resource, scope, options }: Followable<T>,
  { onState, onFailure, retryPause, log }: Following<T>,
  signal: AbortSignal,
): Promise<void> {
  let known = '';
  while (!signal.aborted) {
    try {
      for await (const { items } of cluster.follow(resource, scope, signal, options)) {
        await onState(items);
        known = '';
      }
    } catch (error) {
      onFailure?.(error);
      const data = errorData(error);
      // The stack of one and the same failure is not always the same.
      const text = error instanceof ExtError ? JSON.stringify(data) : String(error);
      // A kind that the server does not give would fill the log otherwise.
      if (text !== known) log('follow.failed', { resource: resource.plural, ...data });
      known = text;
    }
    await pause(retryPause, signal);
  }
}
