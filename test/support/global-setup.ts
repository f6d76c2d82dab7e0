import type { TestProject } from 'vitest/node';
import { buildControlPlane, buildTools } from '../../scripts/control-plane/build.ts';
import { testTools } from '../../scripts/control-plane/targets.ts';
import { undoAfter, undoAll } from '../../scripts/control-plane/undo.ts';
import { startWorld, type World } from '../platform/world.ts';
import type { SharedCluster } from './shared-clusters.ts';
import { workers } from './workers.ts';

const say = (line: string) => void process.stderr.write(`${line}\n`);

/** Boots a cluster of the platform's shape for every worker, and returns what ends them. What is to run is built before, where it is not. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const binaries = await buildControlPlane(say);
  await buildTools(testTools, say);
  const started = Date.now();
  const names = Array.from({ length: workers }, (_, index) => `test-${index + 1}`);
  const booted = await Promise.allSettled(
    names.map((name) => startWorld(binaries, { name, shape: 'platform', planRetryTimeout: '5s', webhook: true })),
  );
  const worlds = booted.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const stops = worlds.map((world) => () => world.stop());
  const failed = booted.find((each) => each.status === 'rejected');
  if (failed !== undefined) return undoAfter(failed.reason, stops);
  for (const world of worlds) say(`cluster ready, logs in ${world.plane.workspace.folder}`);
  say(`${worlds.length} clusters in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  project.provide('clusters', worlds.map(shared));
  return () => undoAll(stops);
}

function shared({ plane }: World): SharedCluster {
  return { kubeconfig: plane.kubernetes.kubeconfig, logs: plane.workspace.folder };
}
