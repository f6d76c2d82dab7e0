import type { Cluster } from '../../shared/cluster/cluster.ts';
import { ExtError, type ErrorCode } from '../../shared/errors.ts';
import { message } from '../../shared/messages/message.ts';
import type { Resource } from '../../shared/model/resource.ts';

/** What was asked of a cluster. */
export interface Request {
  readonly verb: 'get' | 'list' | 'create' | 'apply' | 'patch' | 'delete' | 'follow';
  readonly resource: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly dryRun?: boolean;
}

/** A cluster and what was asked of it so far. */
export interface RecordedCluster extends Cluster {
  readonly requests: readonly Request[];
}

/**
 * Puts a notebook between an action and a cluster. Before a request is passed on, `before` may change what is on the cluster, as others do
 * between two calls, or throw, as a server does that refuses.
 */
export function recordedCluster(cluster: Cluster, before: (request: Request) => unknown = () => {}): RecordedCluster {
  const requests: Request[] = [];
  const note = async (request: Request) => {
    requests.push(request);
    await before(request);
  };
  const of = ({ plural }: Resource) => ({ resource: plural });
  return {
    ...cluster,
    requests,
    async get(resource, name, namespace) {
      await note({ verb: 'get', ...of(resource), name, namespace });
      return cluster.get(resource, name, namespace);
    },
    async list(resource, scope) {
      await note({ verb: 'list', ...of(resource), namespace: scope?.namespace });
      return cluster.list(resource, scope);
    },
    async create(resource, object, options) {
      const { name, namespace } = object.metadata;
      await note({ verb: 'create', ...of(resource), name, namespace, dryRun: options?.dryRun });
      return cluster.create(resource, object, options);
    },
    async apply(resource, object, options) {
      const { name, namespace } = object.metadata;
      await note({ verb: 'apply', ...of(resource), name, namespace, dryRun: options?.dryRun });
      return cluster.apply(resource, object, options);
    },
    async patch(resource, target, patch, options) {
      await note({ verb: 'patch', ...of(resource), name: target.name, namespace: target.namespace, dryRun: options?.dryRun });
      return cluster.patch(resource, target, patch, options);
    },
    async delete(resource, name, namespace, options) {
      await note({ verb: 'delete', ...of(resource), name, namespace, dryRun: options?.dryRun });
      return cluster.delete(resource, name, namespace, options);
    },
    async *follow(resource, scope, signal) {
      await note({ verb: 'follow', ...of(resource), namespace: scope.namespace });
      yield* cluster.follow(resource, scope, signal);
    },
  };
}

/** The requests that change what is stored, as `create subscriptions`. */
export function writesOf({ requests }: RecordedCluster): string[] {
  return requests
    .filter(({ verb, dryRun }) => ['create', 'apply', 'patch', 'delete'].includes(verb) && dryRun !== true)
    .map(({ verb, resource }) => `${verb} ${resource}`);
}

/** The writes that remember what was done for one operator, when it is the first. */
export const historyWrites = ['create configmaps', 'create events'];

/** What a server that refuses throws. */
export function refusal(code: ErrorCode, what: string = code): ExtError {
  return new ExtError(code, message('error.failure', { what }));
}
