import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

/** A temporary folder that outlives nobody: it and the programs started in it end with the process that made it. */
export interface Workspace {
  readonly folder: string;
  /** True as soon as it begins to close. */
  readonly closed: boolean;
  /** Writes a file that only this user can read and returns its path. */
  write(name: string, content: string): string;
  /** Starts a program in a process group of its own, which is killed with the workspace. Throws once that is closed. */
  spawn(command: string, args: readonly string[], options: SpawnOptions): ChildProcess;
  /** Kills what still runs and removes the folder. */
  close(): Promise<void>;
}

/**
 * What remains when this process is killed outright: a shell that waits for the end of its input, which is our end too,
 * kills what is still registered and removes the folder, again where the killed had not yet let go of it.
 */
const undertaker = `
cat > /dev/null
for file in "$1"/pids/*; do [ -e "$file" ] && kill -s KILL -- "-$(basename "$file")" 2> /dev/null; done
for pause in 0.1 0.5 1; do rm -rf "$1" 2> /dev/null && exit; sleep "$pause"; done
`;

/** Makes a workspace whose folder has this path and six more characters, and is open to this user only. */
export function createWorkspace(prefix: string): Workspace {
  const folder = mkdtempSync(prefix);
  mkdirSync(join(folder, 'pids'));
  let closed = false;
  const watcher = spawn('sh', ['-c', undertaker, 'undertaker', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.unref();
  const ended = new Promise<void>((resolve) => watcher.once('exit', () => resolve()));
  return {
    folder,
    get closed() {
      return closed;
    },
    write(file, content) {
      const path = join(folder, file);
      writeFileSync(path, content, { mode: 0o600 });
      return path;
    },
    spawn(command, args, options) {
      // The undertaker reads the list once: whoever came after that would outlive it.
      if (closed) throw new Error(`${command} is not started: its workspace is closed`);
      const child = spawn(command, args, { ...options, detached: true });
      if (child.pid === undefined) return child;
      const entry = join(folder, 'pids', String(child.pid));
      writeFileSync(entry, '');
      return child.once('exit', () => rmSync(entry, { force: true }));
    },
    async close() {
      closed = true;
      watcher.ref();
      watcher.stdin.end();
      await ended;
    },
  };
}

/** A TCP port of the loopback address that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
