import { gunzipSync, gzipSync } from 'node:zlib';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import { configMaps, type ConfigMap } from '../../shared/model/config-map.ts';
import type { PackageManifest } from '../../shared/model/package-manifest.ts';
import { errorData, type Log } from '../log.ts';
import { pause } from '../pause.ts';

/** Where what is known of packages outlives a restart, and how; times in milliseconds. */
export interface KeepIndexParts {
  readonly cluster: Pick<Cluster, 'get' | 'create' | 'patch'>;
  /** Of the ConfigMap. */
  readonly name: string;
  readonly namespace: string;
  readonly index: {
    /** Everything that is known. */
    all(): readonly PackageManifest[];
    /** Learns what is not known yet. */
    recall(manifests: readonly PackageManifest[]): void;
  };
  readonly leader: { readonly isLeader: boolean };
  /** Between two saves. */
  readonly interval: number;
  readonly log: Log;
}

/** The key of the ConfigMap: a list of PackageManifests, as far as rules ask for them, in JSON and gzip. */
const key = 'packages.json.gz';

/** What a ConfigMap can hold, less what its own fields take. */
const largest = 900_000;

/** No index is larger when it is unpacked: whoever may write the ConfigMap must not fill the memory of all replicas. */
const largestUnpacked = 64 * 1024 * 1024;

/** Learns what was saved before the last restart, once. Never rejects: what cannot be read will be listed anyway. */
export async function recallIndex({ cluster, name, namespace, index, log }: KeepIndexParts): Promise<void> {
  try {
    const found = await cluster.get(configMaps, name, namespace);
    const packed = found?.binaryData?.[key];
    if (packed === undefined) return;
    index.recall(
      JSON.parse(gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: largestUnpacked }).toString()) as PackageManifest[],
    );
  } catch (error) {
    log('index.recall-failed', errorData(error));
  }
}

/** Saves what is known while this replica leads, until the signal aborts. Never rejects. */
export async function keepIndex(parts: KeepIndexParts, signal: AbortSignal): Promise<void> {
  const { index, leader, interval, log } = parts;
  let saved = '';
  while (!signal.aborted) {
    await pause(interval, signal);
    if (signal.aborted || !leader.isLeader) continue;
    const packed = gzipSync(JSON.stringify(index.all())).toString('base64');
    if (packed === saved) continue;
    try {
      await save(parts, packed);
      saved = packed;
    } catch (error) {
      log('index.save-failed', errorData(error));
    }
  }
}

async function save({ cluster, name, namespace, log }: KeepIndexParts, packed: string): Promise<void> {
  if (packed.length > largest) return log('index.too-large', { bytes: packed.length });
  const object: ConfigMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, binaryData: { [key]: packed } };
  if ((await cluster.get(configMaps, name, namespace)) === null) await cluster.create(configMaps, object);
  else await cluster.patch(configMaps, { name, namespace }, { binaryData: object.binaryData });
}
