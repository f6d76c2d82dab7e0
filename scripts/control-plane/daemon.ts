import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
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
  readonly logFile: string;
  /** Resolves when the program has ended for good, with its exit status. */
  readonly ended: Promise<number | null>;
  /** Asks it to end, waits, kills it after ten seconds. */
  stop(): Promise<void>;
}

const patience = 10_000;
const restartDelay = 500;

/**
 * Starts a program with its output in `<workspace>/<name>.log`. It gets a process group of its own, so that Ctrl-C in a terminal reaches only us
 * and everything can be ended in order. `CI` is kept from it: with that variable OLM wraps its client in a checker that panics.
 */
export function startDaemon(workspace: Workspace, spec: DaemonSpec): Daemon {
  const logFile = join(workspace.folder, `${spec.name}.log`);
  mkdirSync(workspace.folder, { recursive: true });
  const { CI: _ci, ...inherited } = process.env;
  let stopping = false;
  let child: ChildProcess;
  const ended = new Promise<number | null>((resolve, reject) => {
    const start = () => {
      const log = openSync(logFile, 'a', 0o600);
      child = spawn(spec.command, spec.args, {
        detached: true,
        stdio: ['ignore', log, log],
        env: { ...inherited, ...spec.env },
        cwd: workspace.folder,
      });
      closeSync(log);
      const { pid } = child;
      if (pid !== undefined) workspace.register(pid);
      child.once('error', reject);
      child.once('exit', (code) => {
        if (pid !== undefined) workspace.forget(pid);
        if (spec.restart === true && !stopping) setTimeout(() => (stopping ? resolve(code) : start()), restartDelay);
        else resolve(code);
      });
    };
    start();
  });
  ended.catch(() => {});
  return {
    name: spec.name,
    logFile,
    ended,
    async stop() {
      stopping = true;
      child.kill('SIGTERM');
      const kill = setTimeout(() => child.kill('SIGKILL'), patience);
      await ended.catch(() => {});
      clearTimeout(kill);
    },
  };
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
