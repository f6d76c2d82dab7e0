import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';

/** Where and how a program runs. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What it reads; without it, what we would read if it is shown, else nothing. */
  readonly input?: string;
  /** Show both streams as they come instead of keeping them. */
  readonly show?: boolean;
  /** Ends the program when aborted; `run` then rejects with the signal's reason as soon as it has ended. */
  readonly signal?: AbortSignal;
}

/** How a program ended: its exit status (null after a signal) and, unless it was shown, what it wrote on both streams. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

const patience = 5000;

/** Runs a program to its end, without a shell. Rejects only when it cannot be started or is aborted. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { cwd, env = process.env, input, signal } = options;
  signal?.throwIfAborted();
  const child = spawn(command, args, { cwd, env, stdio: stdioFor(options) });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A program need not read all that it is given.
  child.stdin?.on('error', () => {}).end(input);
  const ended = Promise.withResolvers<Ended>();
  child.on('error', ended.reject);
  child.on('exit', () => signal?.aborted === true && ended.reject(signal.reason));
  child.on('close', (code) => ended.resolve({ code, output: Buffer.concat(chunks).toString() }));
  const stop = () => end(child);
  signal?.addEventListener('abort', stop);
  try {
    return await ended.promise;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

function stdioFor({ input, show = false }: RunOptions): StdioOptions {
  const output = show ? 'inherit' : 'pipe';
  const unasked = show ? 'inherit' : 'ignore';
  return [input === undefined ? unasked : 'pipe', output, output];
}

/** Lets a program clean up, but not for long. */
function end(child: ChildProcess): void {
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), patience).unref();
}
