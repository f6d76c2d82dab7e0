import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { controlPlane, type Suite } from './targets.ts';

/** Where the programs of the control plane lie. */
export interface Binaries {
  /** The folder of OLM's CRDs, one YAML file each. */
  readonly crds: string;
  /** The path of a program: `etcd`, `kube-apiserver`, … */
  path(program: string): string;
}

/** The folder with go.mod and go.sum of each target. */
export const moduleFolder = join(import.meta.dirname, 'modules');

/** The cache folder of exactly these module files, flags and platform; it exists once everything in it is built. */
export function cacheFolder(env: NodeJS.ProcessEnv, { name, targets }: Suite = controlPlane): string {
  const hash = createHash('sha256').update(`${process.platform}/${process.arch}`);
  for (const target of targets) {
    hash.update(JSON.stringify(target));
    for (const file of ['go.mod', 'go.sum']) hash.update(readFileSync(join(moduleFolder, target.module, file)));
  }
  const cache = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(cache, 'kubectl-ext', name, hash.digest('hex').slice(0, 16));
}

/** The programs of a finished cache folder. `KUBEBUILDER_ASSETS` lends its etcd and kube-apiserver where it holds both. */
export function binariesIn(folder: string, env: NodeJS.ProcessEnv): Binaries {
  const borrowed = env['KUBEBUILDER_ASSETS'];
  const lends = borrowed !== undefined && lendable.every((program) => existsSync(join(borrowed, program)));
  return {
    crds: join(folder, 'crds'),
    path: (program) => join(lends && lendable.includes(program) ? borrowed : join(folder, 'bin'), program),
  };
}

const lendable = ['etcd', 'kube-apiserver'];
