import { Worker } from 'node:worker_threads';

/** Starts a thread that runs `hasher.ts`. Where its code lies depends on how the program was built. */
export type StartHasher = () => Worker;

/** Starts a hasher from the sources. Nothing of the environment reaches it, no `NODE_OPTIONS` either. */
export function startHasherFromSource(): Worker {
  return new Worker(new URL('hasher.ts', import.meta.url), { execArgv: ['--disable-warning=ExperimentalWarning'], env: {} });
}

/** Starts a hasher from its code, bundled into one script: the single binary has no files. */
export function startHasherFromScript(script: string): Worker {
  return new Worker(script, { eval: true, execArgv: [], env: {} });
}
