import { readFile, stat } from 'node:fs/promises';
import { platform } from 'node:os';
import { delimiter, join } from 'node:path';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import type { KubeconfigOptions } from './connect-options.ts';
import { MalformedError } from './fields.ts';
import { type Kubeconfig, parseKubeconfig } from './kubeconfig-file.ts';

/** The merged kubeconfig, and the files it was looked for in. */
export interface LoadedKubeconfig {
  readonly config: Kubeconfig;
  readonly files: readonly string[];
}

/**
 * Reads and merges the kubeconfig files as kubectl does: of two entries with one name the first wins whole, missing files of a list
 * are skipped. Throws `failure` for a file that cannot be read or is no kubeconfig.
 */
export async function loadKubeconfig(options: KubeconfigOptions): Promise<LoadedKubeconfig> {
  const files = await candidates(options);
  const configs = await Promise.all(files.map((file) => readKubeconfig(file, !options.kubeconfig)));
  return { config: merge(configs.filter((config) => config !== undefined)), files };
}

async function candidates({ kubeconfig, env }: KubeconfigOptions): Promise<readonly string[]> {
  if (kubeconfig) return [kubeconfig];
  if (env.KUBECONFIG) return [...new Set(env.KUBECONFIG.split(delimiter).filter((file) => file !== ''))];
  const files = homes(env).map((home) => join(home, '.kube', 'config'));
  for (const file of files) if (await exists(file)) return [file];
  return files.slice(0, 1);
}

function homes(env: KubeconfigOptions['env']): string[] {
  const drivePath = env.HOMEDRIVE && env.HOMEPATH ? env.HOMEDRIVE + env.HOMEPATH : undefined;
  const all = platform() === 'win32' ? [env.HOME, drivePath, env.USERPROFILE] : [env.HOME];
  return all.flatMap((home) => (home ? [home] : []));
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

async function readKubeconfig(file: string, mayBeMissing: boolean): Promise<Kubeconfig | undefined> {
  try {
    return parseKubeconfig(await readFile(file, 'utf8'), file);
  } catch (error) {
    if (error instanceof MalformedError) {
      throw new ExtError('failure', message('cluster.config-malformed', { file }), { because: error.message });
    }
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code === 'ENOENT' && mayBeMissing) return undefined;
    throw new ExtError('failure', message('cluster.file-unreadable', { file }), { because: error.message, cause: error });
  }
}

function merge(configs: readonly Kubeconfig[]): Kubeconfig {
  return {
    currentContext: configs.find(({ currentContext }) => currentContext !== undefined)?.currentContext,
    contexts: firstWins(configs.map(({ contexts }) => contexts)),
    clusters: firstWins(configs.map(({ clusters }) => clusters)),
    users: firstWins(configs.map(({ users }) => users)),
  };
}

function firstWins<E>(maps: readonly ReadonlyMap<string, E>[]): ReadonlyMap<string, E> {
  const merged = new Map<string, E>();
  for (const [name, entry] of maps.flatMap((map) => [...map])) if (!merged.has(name)) merged.set(name, entry);
  return merged;
}
