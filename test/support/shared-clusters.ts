import { inject } from 'vitest';

/** What the tests know of a cluster they share. */
export interface SharedCluster {
  /** The kubeconfig of `system:masters`. */
  readonly kubeconfig: string;
  /** The folder with a log of every process. */
  readonly logs: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly clusters: readonly SharedCluster[];
  }
}

/** The cluster of the worker that runs this test. */
export function sharedCluster(): SharedCluster {
  const clusters = inject('clusters');
  const cluster = clusters[(Number(process.env['VITEST_POOL_ID']) - 1) % clusters.length];
  if (cluster === undefined) throw new Error('this worker has no cluster');
  return cluster;
}
