import { spawn } from 'node:child_process';

/** Where and how a program runs. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Show both streams as they come instead of keeping them. */
  readonly show?: boolean;
}

/** How a program ended: its exit status (null after a signal) and, unless it was shown, what it wrote on both streams. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program to its end, without a shell. Rejects only when it cannot be started. */
export function run(command: string, args: readonly string[], { cwd, env = process.env, show = false }: RunOptions = {}): Promise<Ended> {
  const child = spawn(command, args, { cwd, env, stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = Promise.withResolvers<Ended>();
  child.on('error', ended.reject);
  child.on('close', (code) => ended.resolve({ code, output: Buffer.concat(chunks).toString() }));
  return ended.promise;
}
