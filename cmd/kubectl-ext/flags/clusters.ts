import type { Flags } from '../flag.ts';

/** Which clusters of a login are meant. */
export const clusterFlags = {
  clusters: { type: 'string', array: true, value: 'NAME', summary: 'flag.clusters' },
  allClusters: { type: 'boolean', summary: 'flag.all-clusters' },
  globalContext: { type: 'string', value: 'NAME', complete: 'contexts', summary: 'flag.global-context' },
} as const satisfies Flags;
