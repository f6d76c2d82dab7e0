import { expect, it } from 'vitest';
import type { MemoryClusterOptions } from '../../test/support/memory-cluster.ts';
import { clusterWith, globalPaths } from '../../test/support/seeded-cluster.ts';
import { isGlobal } from './is-global.ts';

it.each<[boolean, MemoryClusterOptions['paths']]>([
  [true, globalPaths],
  [false, {}],
  [false, { '/apis/cluster.alauda.io/v1alpha1': { resources: [{ name: 'clusterplugininstances' }] } }],
])('a cluster is the global one (%s) by what it serves', async (expected, paths) => {
  expect(await isGlobal(await clusterWith({}, { paths }))).toBe(expected);
});
