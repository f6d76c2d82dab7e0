import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** A folder in which somebody lies in wait for a program that is started there. */
export interface HostileFolder {
  readonly path: string;
  /** What makes a plain Node run the folder's script. */
  readonly nodeOptions: string;
  /** A kubeconfig of a server that does not answer. */
  readonly kubeconfig: string;
  /** Whether code of the folder was executed. */
  executed(): boolean;
  remove(): void;
}

/** Makes the folder: a package and a script that leave a trace when they are executed. */
export function makeHostileFolder(): HostileFolder {
  const path = mkdtempSync(join(tmpdir(), 'hostile-'));
  const trace = join(path, 'trace');
  const hostile = `require('node:fs').writeFileSync(${JSON.stringify(trace)}, '');`;
  const place = join(path, 'node_modules', 'supports-color');
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'index.js'), hostile);
  const script = join(path, 'hostile.cjs');
  writeFileSync(script, hostile);
  const kubeconfig = join(path, 'kubeconfig');
  writeFileSync(kubeconfig, stringify(nowhere));
  return {
    path,
    nodeOptions: `--require=${script}`,
    kubeconfig,
    executed: () => existsSync(trace),
    remove: () => rmSync(path, { recursive: true }),
  };
}

const nowhere = {
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: 'nowhere', cluster: { server: 'https://127.0.0.1:1' } }],
  users: [{ name: 'somebody', user: { token: 'abc' } }],
  contexts: [{ name: 'here', context: { cluster: 'nowhere', user: 'somebody' } }],
  'current-context': 'here',
};
