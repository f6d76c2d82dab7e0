import type { Cluster } from '../../shared/cluster/cluster.ts';
import type { OnError, Running } from './running.ts';
import { followSettings, type Settings } from './settings.ts';
import type { Settling } from './settle.ts';

/** How a controller of the platform behaves; everything has a default. */
export interface ControllerOptions {
  /** Milliseconds until something that went wrong is tried again. */
  readonly retryAfter?: number;
  readonly onError?: OnError;
}

/** What a controller works with. */
export interface Bench extends Required<ControllerOptions> {
  readonly cluster: Cluster;
  readonly settings: Settings;
}

/** What it settles one object with. */
export interface Means extends Bench {
  /** Aborted when the controller is to end. */
  readonly signal: AbortSignal;
}

/** Starts a controller that follows the settings: what it keeps in order is looked at again when they change. */
export async function startController(
  cluster: Cluster,
  { retryAfter = 200, onError = () => {} }: ControllerOptions,
  begin: (bench: Bench) => readonly Settling[],
): Promise<Running> {
  let settlings: readonly Settling[] = [];
  const onChange = () => settlings.forEach(({ again }) => again());
  const settings = await followSettings(cluster, { retryAfter, onError, onChange });
  settlings = begin({ cluster, settings, retryAfter, onError });
  return {
    async stop() {
      await Promise.all([settings, ...settlings].map((part) => part.stop()));
    },
  };
}
