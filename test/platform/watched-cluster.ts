import type { Cluster } from '../../shared/cluster/cluster.ts';
import type { KubeObject } from '../../shared/model/object.ts';
import { memoryCluster } from '../support/memory-cluster.ts';

/** A cluster in memory that tells of changes of what is followed and of nothing else: who listens to the wrong kind learns nothing. */
export function watchedCluster(): Cluster {
  const cluster = memoryCluster();
  return {
    ...cluster,
    async *follow(resource, scope, signal) {
      let before: string | undefined;
      for await (const state of cluster.follow(resource, scope, signal)) {
        const now = state.items.map(versionOf).join(' ');
        if (now !== before) yield state;
        before = now;
      }
    },
  };
}

function versionOf({ metadata: { namespace = '', name, resourceVersion = '' } }: KubeObject): string {
  return `${namespace}/${name}@${resourceVersion}`;
}
