import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { ConnectOptions } from '../../../shared/cluster/connect-options.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A folder of its own for one test file. */
export interface Folder {
  readonly path: string;
  /** Writes a file and returns its path. */
  write(name: string, content: string, mode?: number): Promise<string>;
  remove(): Promise<void>;
}

export async function createFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'cluster-'));
  return {
    path,
    async write(name, content, mode = 0o600) {
      await writeFile(join(path, name), content, { mode });
      return join(path, name);
    },
    remove: () => rm(path, { recursive: true }),
  };
}

/** The text of a kubeconfig with one context, whose name is that of its cluster and user. */
export function kubeconfigText(cluster: Fields, user: Fields = {}, name = 'test'): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    contexts: [{ name, context: { cluster: name, user: name } }],
    clusters: [{ name, cluster }],
    users: [{ name, user }],
  });
}

/** The base64 that `…-data` fields hold. */
export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** Connection options of a test: an empty environment and one kubeconfig. */
export function optionsFor(kubeconfig: string | undefined, more: Partial<ConnectOptions> = {}): ConnectOptions {
  return { kubeconfig, env: {}, userAgent: 'kubectl-ext/test', fieldManager: 'kubectl-ext', ...more };
}
