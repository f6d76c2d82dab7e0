import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../../scripts/control-plane/binaries.ts';
import { testTools } from '../../scripts/control-plane/targets.ts';
import { run, type Ended } from '../../scripts/run.ts';

const root = join(import.meta.dirname, '..', '..');

/** Runs Helm in the folder of the project, as somebody who has never used it and, unless a kubeconfig is named, has no cluster. */
export async function helm(words: readonly string[], kubeconfig = ''): Promise<Ended> {
  const home = mkdtempSync(join(tmpdir(), 'helm-'));
  const homes = { HELM_CACHE_HOME: home, HELM_CONFIG_HOME: home, HELM_DATA_HOME: home };
  try {
    const env = { ...process.env, ...homes, KUBECONFIG: kubeconfig };
    return await run(join(cacheFolder(process.env, testTools), 'bin', 'helm'), words, { cwd: root, env });
  } finally {
    rmSync(home, { recursive: true });
  }
}
