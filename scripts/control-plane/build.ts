import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { binariesIn, cacheFolder, moduleFolder, type Binaries } from './binaries.ts';
import { olmModule, targets, type Target } from './targets.ts';

const oldestGo = [1, 26, 3] as const;
const diskNeeded = 8e9;

/**
 * Builds the programs of the control plane from source, once per cache folder, and says how far it is through `say`.
 * Needs Go, the Go module proxy and about 8 GB of disk; throws before it starts where one of the first two is missing.
 */
export async function buildControlPlane(say: (line: string) => void, env = process.env): Promise<Binaries> {
  const folder = cacheFolder(env);
  if (!existsSync(folder)) {
    checkGo();
    mkdirSync(dirname(folder), { recursive: true });
    checkDisk(dirname(folder));
    await buildInto(folder, say);
  }
  return binariesIn(folder, env);
}

async function buildInto(folder: string, say: (line: string) => void): Promise<void> {
  const started = Date.now();
  const staging = mkdtempSync(`${folder}.partial-`);
  try {
    say('building the control plane from source; this happens once and takes about ten minutes');
    for (const [index, target] of targets.entries()) {
      await buildTarget(target, staging, (line) => say(`[${index + 1}/${targets.length}] ${line}`));
    }
    const olmSource = go(['list', '-m', '-f', '{{.Dir}}', olmModule], join(moduleFolder, 'olm'));
    cpSync(join(olmSource, 'deploy', 'chart', 'crds'), join(staging, 'crds'), { recursive: true, mode: 0 });
    publish(staging, folder);
    say(`control plane built in ${Math.round((Date.now() - started) / 1000)} s`);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** The folder appears whole or not at all; where another build was faster, its result serves as well. */
function publish(staging: string, folder: string): void {
  try {
    renameSync(staging, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

async function buildTarget(target: Target, staging: string, say: (line: string) => void): Promise<void> {
  for (const [program, source] of Object.entries(target.programs)) {
    const output = join(staging, 'bin', program);
    const words = ['build', '-v', '-mod=readonly', '-trimpath', ...target.flags, '-o', output, source];
    await runGo(words, join(moduleFolder, target.module), (progress) => say(`${program}: ${progress}`));
  }
}

/** `go build -v` names each package as it is compiled: the only progress Go shows. */
async function runGo(words: string[], cwd: string, say: (progress: string) => void): Promise<void> {
  const started = Date.now();
  const child = spawn('go', words, { cwd, env: goEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] });
  const complaints: string[] = [];
  let [downloaded, compiled] = [0, 0];
  const progress = () => `${downloaded} modules fetched, ${compiled} packages compiled, ${Math.round((Date.now() - started) / 1000)} s`;
  const timer = setInterval(() => say(progress()), 15_000);
  const stopWithUs = () => child.kill();
  process.once('exit', stopWithUs);
  createInterface(child.stderr).on('line', (line) => {
    if (line.startsWith('go: downloading')) downloaded += 1;
    else if (/^[\w./-]+$/.test(line)) compiled += 1;
    else complaints.push(line);
  });
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  clearInterval(timer);
  process.off('exit', stopWithUs);
  if (code !== 0) throw new Error(`go ${words.join(' ')} failed:\n${complaints.slice(-20).join('\n')}`);
  say(`done: ${progress()}`);
}

function go(words: string[], cwd?: string): string {
  return execFileSync('go', words, { cwd, env: goEnvironment(), encoding: 'utf8' }).trim();
}

/** Static programs, by the Go that is installed: fetching another toolchain is not this script's to decide. */
function goEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOFLAGS: '', GOWORK: 'off' };
}

function checkGo(): void {
  let version: string;
  try {
    version = go(['env', 'GOVERSION']);
  } catch {
    throw new Error(`Go ${oldestGo.join('.')} or newer is needed to build the control plane, and no \`go\` is on PATH`);
  }
  const parts = /^go(\d+)\.(\d+)(?:\.(\d+))?/.exec(version)?.slice(1).map(Number) ?? [];
  const difference = oldestGo.map((wanted, index) => (parts[index] ?? 0) - wanted).find((part) => part !== 0) ?? 0;
  if (difference < 0) throw new Error(`Go ${oldestGo.join('.')} or newer is needed to build the control plane; this is ${version}`);
}

function checkDisk(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= diskNeeded) return;
  throw new Error(
    `building the control plane needs about ${diskNeeded / 1e9} GB; ${folder} has ${Math.floor((bavail * bsize) / 1e9)} GB left`,
  );
}
