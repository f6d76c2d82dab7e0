import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workspace } from './workspace.ts';

/** How one program of the control plane is started. */
export interface DaemonSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Start it again when it ends by itself, as a kubelet would. */
  readonly restart?: boolean;
}

/** A running program. */
export interface Daemon {
  readonly name: string;
  /** Of the process that runs now. */
  readonly pid: number | undefined;
  readonly logFile: string;
  /** Resolves when the program has ended for good, with its exit status. */
  readonly ended: Promise<number | null>;
  /** Asks it to end, waits, kills it after ten seconds. With SIGKILL it is not asked. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

const patience = 10_000;
const restartDelay = 500;

/**
 * Starts a program with its output in `<workspace>/<name>.log`. It gets a process group of its own, so that Ctrl-C in a terminal reaches only us
 * and everything can be ended in order. Throws when the workspace is closed.
 */
export function startDaemon(workspace: Workspace, spec: DaemonSpec): Daemon {
  const logFile = join(workspace.folder, `${spec.name}.log`);
  const ended = Promise.withResolvers<number | null>();
  ended.promise.catch(() => {});
  let stopping = false;
  const start = (): ChildProcess =>
    spawnDaemon(workspace, spec, logFile)
      .once('error', ended.reject)
      .once('exit', (code) => {
        if (spec.restart === true && !stopping) setTimeout(() => restart(code), restartDelay);
        else ended.resolve(code);
      });
  const restart = (code: number | null) => {
    if (stopping || workspace.closed) ended.resolve(code);
    else child = start();
  };
  let child = start();
  return {
    name: spec.name,
    get pid() {
      return child.pid;
    },
    logFile,
    ended: ended.promise,
    async stop(signal = 'SIGTERM') {
      stopping = true;
      child.kill(signal);
      const kill = setTimeout(() => child.kill('SIGKILL'), patience);
      await ended.promise.catch(() => {});
      clearTimeout(kill);
    },
  };
}

/** `CI` is kept from the program: with that variable OLM wraps its client in a checker that panics. */
function spawnDaemon(workspace: Workspace, { command, args, env }: DaemonSpec, logFile: string): ChildProcess {
  const { CI: _ci, ...inherited } = process.env;
  const log = openSync(logFile, 'a', 0o600);
  try {
    return workspace.spawn(command, args, { stdio: ['ignore', log, log], env: { ...inherited, ...env }, cwd: workspace.folder });
  } finally {
    closeSync(log);
  }
}

/**
 * Waits until `ready` says yes, asked every 50 ms. Throws when the program ends before that or the time is over,
 * with the last lines of its log.
 */
export async function waitUntil(daemon: Daemon, ready: () => Promise<boolean>, milliseconds: number): Promise<void> {
  const deadline = Date.now() + milliseconds;
  let over = false;
  void daemon.ended.catch(() => {}).then(() => (over = true));
  while (!(await ready())) {
    if (over) throw new Error(`${daemon.name} ended before it was ready\n${lastLines(daemon.logFile)}`);
    if (Date.now() > deadline) throw new Error(`${daemon.name} was not ready in ${milliseconds / 1000} s\n${lastLines(daemon.logFile)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
}
