import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary folder that outlives nobody: it and the processes registered in it end with the process that made it. */
export interface Workspace {
  readonly folder: string;
  /** Writes a file that only this user can read and returns its path. */
  write(name: string, content: string): string;
  /** Whoever remains of these process groups when the maker dies is killed; a group that has ended is taken off the list. */
  register(pid: number): void;
  forget(pid: number): void;
  /** Kills what is still registered and removes the folder. */
  close(): Promise<void>;
}

/**
 * What remains when this process is killed outright: a shell that waits for the end of its input, which is our end too,
 * kills what is still registered and removes the folder.
 */
const undertaker = `
cat > /dev/null
for file in "$1"/pids/*; do [ -e "$file" ] && kill -s KILL -- "-$(basename "$file")" 2> /dev/null; done
rm -rf "$1"
`;

/** Makes a workspace below the system's temporary folder. */
export function createWorkspace(name: string): Workspace {
  const folder = mkdtempSync(join(tmpdir(), `kubectl-ext-${name}-`));
  chmodSync(folder, 0o700);
  mkdirSync(join(folder, 'pids'));
  const watcher = spawn('sh', ['-c', undertaker, 'undertaker', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.unref();
  const ended = new Promise<void>((resolve) => watcher.once('exit', () => resolve()));
  return {
    folder,
    write(file, content) {
      const path = join(folder, file);
      writeFileSync(path, content, { mode: 0o600 });
      return path;
    },
    register: (pid) => writeFileSync(join(folder, 'pids', String(pid)), ''),
    forget: (pid) => rmSync(join(folder, 'pids', String(pid)), { force: true }),
    async close() {
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
