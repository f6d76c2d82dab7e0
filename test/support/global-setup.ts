import type { TestProject } from 'vitest/node';
import { buildControlPlane } from '../../scripts/control-plane/build.ts';
import { startWorld } from '../platform/world.ts';

/** What the tests know of the one cluster they share. */
export interface SharedCluster {
  /** The kubeconfig of `system:masters`. */
  readonly kubeconfig: string;
  /** The folder with a log of every process. */
  readonly logs: string;
  readonly catalogNamespace: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly cluster: SharedCluster;
  }
}

/** Boots one cluster of the platform's shape for all test files, and returns what ends it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const binaries = await buildControlPlane((line) => process.stderr.write(`${line}\n`));
  const started = Date.now();
  const world = await startWorld(binaries, { name: 'test', shape: 'platform', planRetryTimeout: '5s', webhook: true });
  const { folder } = world.plane.workspace;
  process.stderr.write(`cluster ready in ${((Date.now() - started) / 1000).toFixed(1)} s, logs in ${folder}\n`);
  project.provide('cluster', { kubeconfig: world.plane.kubernetes.kubeconfig, logs: folder, catalogNamespace: world.catalogNamespace });
  return () => world.stop();
}
