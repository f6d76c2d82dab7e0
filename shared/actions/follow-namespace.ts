import type { Cluster, Scope } from '../cluster/cluster.ts';
import type { Snapshot } from '../diagnose/snapshot.ts';
import { catalogSources } from '../model/catalog-source.ts';
import { clusterServiceVersions } from '../model/cluster-service-version.ts';
import { installPlans } from '../model/install-plan.ts';
import type { KubeObject } from '../model/object.ts';
import { operatorGroups } from '../model/operator-group.ts';
import type { Resource } from '../model/resource.ts';
import { subscriptions } from '../model/subscription.ts';
import { deployments } from '../model/workload.ts';

/** The living state of a namespace. */
export interface FollowedNamespace {
  /** Everything seen now; undefined until every kind has been seen once. */
  snapshot(): Snapshot | undefined;
  /** Resolves at the next change, after `milliseconds` at the latest, or when the signal aborts. Throws when a kind cannot be followed. */
  changed(milliseconds: number): Promise<void>;
  close(): void;
}

const required = ['subscriptions', 'installPlans', 'clusterServiceVersions', 'operatorGroups', 'deployments'] as const;

/** Watches what matters to the operators of one namespace, and the catalogues where that is allowed. */
export function followNamespace(
  cluster: Cluster,
  { namespace, catalogNamespace }: { readonly namespace: string; readonly catalogNamespace: string },
  signal: AbortSignal,
): FollowedNamespace {
  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  const seen: { -readonly [Kind in keyof Snapshot]: Snapshot[Kind] } = {};
  let wake = () => {};
  let failure: { readonly error: unknown } | undefined;
  const follow = async <T extends KubeObject>(resource: Resource<T>, scope: Scope, keep: (items: readonly T[]) => void) => {
    for await (const { items } of cluster.follow(resource, scope, either)) {
      keep(items);
      wake();
    }
  };
  const fail = (error: unknown) => {
    failure = { error };
    wake();
  };
  const here = { namespace };
  follow(subscriptions, here, (items) => (seen.subscriptions = items)).catch(fail);
  follow(installPlans, here, (items) => (seen.installPlans = items)).catch(fail);
  follow(clusterServiceVersions, here, (items) => (seen.clusterServiceVersions = items)).catch(fail);
  follow(operatorGroups, here, (items) => (seen.operatorGroups = items)).catch(fail);
  follow(deployments, here, (items) => (seen.deployments = items)).catch(fail);
  // Catalogues explain a wait, they do not decide it: whoever may not read them waits as well.
  follow(catalogSources, { namespace: catalogNamespace }, (items) => (seen.catalogSources = items)).catch(() => {});
  return {
    snapshot: () => (required.every((kind) => seen[kind] !== undefined) ? { ...seen } : undefined),
    async changed(milliseconds) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, milliseconds);
        either.addEventListener('abort', done, { once: true });
        wake = done;
        if (failure !== undefined || either.aborted) done();
        function done() {
          clearTimeout(timer);
          either.removeEventListener('abort', done);
          resolve();
        }
      });
      if (failure !== undefined) throw failure.error;
    },
    close: () => ended.abort(),
  };
}
