import type { Cluster } from '../../shared/cluster/cluster.ts';
import { configMaps } from './resources.ts';
import type { OnError, Running } from './running.ts';
import { pause } from './settle.ts';

/** Where the settings of the simulated platform are kept, for a test to change them while it runs. */
export const settingsMap = { name: 'platform-simulator', namespace: 'cpaas-system' };

/** Delays, faults and switches, as they are now. */
export interface Settings extends Running {
  /** `"true"` or `"false"` under this key. */
  flag(key: string, otherwise: boolean): boolean;
  /** A number of milliseconds under this key. */
  milliseconds(key: string, otherwise: number): number;
}

/** How the settings are followed. */
export interface SettingsOptions {
  readonly retryAfter: number;
  readonly onError: OnError;
  onChange(): void;
}

/** Follows the settings; returns when they have been read once. */
export async function followSettings(cluster: Cluster, { retryAfter, onError, onChange }: SettingsOptions): Promise<Settings> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const read = Promise.withResolvers<void>();
  let data: Readonly<Record<string, string>> = {};
  const scope = { namespace: settingsMap.namespace, fieldSelector: `metadata.name=${settingsMap.name}` };
  const follow = async () => {
    while (!signal.aborted) {
      try {
        for await (const { items } of cluster.follow(configMaps, scope, signal)) {
          data = items[0]?.data ?? {};
          read.resolve();
          onChange();
        }
      } catch (error) {
        if (!signal.aborted) onError(error);
      }
      await pause(retryAfter, signal);
    }
  };
  const following = follow();
  await read.promise;
  return {
    flag: (key, otherwise) => flagOf(key, data[key]) ?? otherwise,
    milliseconds: (key, otherwise) => millisecondsOf(key, data[key]) ?? otherwise,
    async stop() {
      stopping.abort();
      await following;
    },
  };
}

function flagOf(key: string, value: string | undefined): boolean | undefined {
  if (value === undefined || value === 'true' || value === 'false') return value && value === 'true';
  throw new Error(`setting ${key} is true or false, not ${value}`);
}

function millisecondsOf(key: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  throw new Error(`setting ${key} is a number of milliseconds, not ${value}`);
}
