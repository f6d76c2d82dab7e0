import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import type { Resource } from '../../../shared/model/resource.ts';
import type { AnyObject } from '../../control-plane/resources.ts';
import { ensure, ensureNamespace, installCrds } from '../../control-plane/setup.ts';
import type { ControlPlane } from '../../control-plane/start.ts';
import { freePort } from '../../control-plane/workspace.ts';
import { run } from '../../run.ts';
import { certificateFiles, startRival, type Rival } from './rival.ts';

/** What a start of Pepr needs besides the cluster. */
export interface PeprOptions {
  readonly core: number;
  readonly review: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

const source = join(import.meta.dirname, '..', 'rivals', 'pepr');
const peprStores: Resource<AnyObject> = { group: 'pepr.dev', version: 'v1', plural: 'peprstores', kind: 'PeprStore', namespaced: true };

/** Pepr on this core, with its usual settings and one module. Installs it first, once per cache folder. */
export async function startPepr(plane: ControlPlane, { core, review, say, signal }: PeprOptions): Promise<Rival> {
  const installed = await installPepr(say, signal);
  const program = join(installed, 'module.cjs');
  // As its own build does it: everything that is in its image stays outside.
  const outside = { bundle: true, packages: 'external', platform: 'node', format: 'cjs', minify: true } as const;
  await build({ entryPoints: [join(source, 'pepr.ts')], outfile: program, ...outside, logLevel: 'error' });
  await installCrds(plane.admin, join(source, 'crds'));
  await ensureNamespace(plane.admin, 'pepr-system');
  for (const name of ['pepr-bench-store', 'pepr-bench-schedule']) {
    await ensure(plane.admin, peprStores, { metadata: { name, namespace: 'pepr-system' } });
  }
  const [port, { certificate, key }] = await Promise.all([freePort(), certificateFiles(plane, 'pepr')]);
  const files = { KUBECONFIG: plane.kubernetes.kubeconfig, SSL_CERT_PATH: certificate, SSL_KEY_PATH: key };
  const env = { ...files, PEPR_API_PATH: 'bench', NODE_ENV: 'production' };
  const words = [process.execPath, program, String(port)];
  return startRival(plane, { name: 'pepr', url: `https://127.0.0.1:${port}/mutate/bench`, words, env }, core, review);
}

/** The folder where Pepr lies as its lock file says. It appears whole or not at all. */
async function installPepr(say: (line: string) => void, signal: AbortSignal): Promise<string> {
  const lock = readFileSync(join(source, 'package-lock.json'));
  const version = createHash('sha256').update(lock).digest('hex').slice(0, 16);
  const folder = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'kubectl-ext', 'pepr', version);
  if (existsSync(folder)) return folder;
  say('installing Pepr; this happens once');
  const partial = `${folder}.partial-${process.pid}`;
  mkdirSync(dirname(folder), { recursive: true });
  try {
    cpSync(source, partial, { recursive: true });
    const { code, output } = await run('npm', ['ci', '--ignore-scripts'], { cwd: partial, signal });
    if (code !== 0) throw new Error(`Pepr could not be installed:\n${output}`);
    renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}
