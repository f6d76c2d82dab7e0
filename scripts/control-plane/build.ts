import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { unlessAborted } from '../interrupt.ts';
import { binariesIn, cacheFolder, moduleFolder, type Binaries } from './binaries.ts';
import { controlPlane, olmModule, type Suite, type Target } from './targets.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

const oldestGo = [1, 26, 3] as const;

/** What surrounds a build. */
export interface BuildOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Ends the build early when aborted. */
  readonly signal?: AbortSignal;
}

/** One build on its way. */
interface Build {
  readonly suite: Suite;
  readonly workspace: Workspace;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
}

/**
 * Builds the programs of the control plane from source, once per cache folder, and says how far it is through `say`.
 * Needs Go, the Go module proxy and about 8 GB of disk; throws before it starts where one of the first two is missing.
 */
export async function buildControlPlane(say: (line: string) => void, options: BuildOptions = {}): Promise<Binaries> {
  return binariesIn(await buildOnce(controlPlane, say, options), options.env ?? process.env);
}

/** Builds the tools of a suite in the same way, and returns the folder of the programs. */
export async function buildTools(suite: Suite, say: (line: string) => void, options: BuildOptions = {}): Promise<string> {
  return join(await buildOnce(suite, say, options), 'bin');
}

async function buildOnce(suite: Suite, say: (line: string) => void, options: BuildOptions): Promise<string> {
  const { env = process.env } = options;
  const folder = cacheFolder(env, suite);
  if (!existsSync(folder)) {
    checkGo(env);
    mkdirSync(dirname(folder), { recursive: true });
    checkDisk(dirname(folder), suite);
    await buildInto(folder, suite, say, options);
  }
  return folder;
}

/** Builds into a folder that appears when everything in it is built. A build that ends early leaves nothing, neither files nor compilers at work. */
export async function buildInto(folder: string, suite: Suite, say: (line: string) => void, options: BuildOptions = {}): Promise<void> {
  const { env = process.env, signal } = options;
  const started = Date.now();
  const workspace = createWorkspace(`${folder}.partial-`);
  try {
    say(`building the ${titleOf(suite)} from source; this happens once and takes about ${suite.takes}`);
    publish(await unlessAborted(signal, () => buildAll({ suite, workspace, env: goEnvironment(env, workspace), say })), folder);
    say(`${titleOf(suite)} built in ${Math.round((Date.now() - started) / 1000)} s`);
  } finally {
    await workspace.close();
  }
}

function titleOf({ name }: Suite): string {
  return name.replace('-', ' ');
}

async function buildAll(build: Build): Promise<string> {
  const { suite, workspace, env, say } = build;
  const { targets } = suite;
  const built = join(workspace.folder, 'built');
  mkdirSync(join(built, 'bin'), { recursive: true });
  for (const [index, target] of targets.entries()) {
    await buildTarget(target, built, { ...build, say: (line) => say(`[${index + 1}/${targets.length}] ${line}`) });
  }
  if (suite === controlPlane) copyCrds(join(built, 'crds'), env);
  return built;
}

function copyCrds(folder: string, env: NodeJS.ProcessEnv): void {
  const olmSource = go(['list', '-m', '-f', '{{.Dir}}', olmModule], env, join(moduleFolder, 'olm'));
  cpSync(join(olmSource, 'deploy', 'chart', 'crds'), folder, { recursive: true, mode: 0 });
}

/** The folder appears whole or not at all; where another build was faster, its result serves as well. */
function publish(built: string, folder: string): void {
  try {
    renameSync(built, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

async function buildTarget(target: Target, built: string, build: Build): Promise<void> {
  for (const [program, source] of Object.entries(target.programs)) {
    const words = ['build', '-v', '-mod=readonly', '-trimpath', ...target.flags, '-o', join(built, 'bin', program), source];
    await runGo(words, join(moduleFolder, target.module), { ...build, say: (progress) => build.say(`${program}: ${progress}`) });
  }
}

/** `go build -v` names each package as it is compiled: the only progress Go shows. */
async function runGo(words: string[], cwd: string, { workspace, env, say }: Build): Promise<void> {
  const started = Date.now();
  const child = workspace.spawn('go', words, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  const complaints: string[] = [];
  let [downloaded, compiled] = [0, 0];
  const progress = () => `${downloaded} modules fetched, ${compiled} packages compiled, ${Math.round((Date.now() - started) / 1000)} s`;
  const timer = setInterval(() => say(progress()), 15_000);
  const lines = child.stderr === null ? undefined : createInterface(child.stderr);
  lines?.on('line', (line) => {
    if (line.startsWith('go: downloading')) downloaded += 1;
    else if (/^[\w./-]+$/.test(line)) compiled += 1;
    else complaints.push(line);
  });
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`go ${words.join(' ')} failed:\n${complaints.slice(-20).join('\n')}`);
  say(`done: ${progress()}`);
}

function go(words: string[], env: NodeJS.ProcessEnv, cwd?: string): string {
  return execFileSync('go', words, { cwd, env, encoding: 'utf8' }).trim();
}

/** Static programs, by the Go that is installed: fetching another toolchain is not this script's to decide. What Go writes on its way goes with us. */
function goEnvironment(env: NodeJS.ProcessEnv, { folder }: Workspace): NodeJS.ProcessEnv {
  return { ...env, CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOFLAGS: '', GOWORK: 'off', GOTMPDIR: folder };
}

function checkGo(env: NodeJS.ProcessEnv): void {
  let version: string;
  try {
    version = go(['env', 'GOVERSION'], { ...env, GOTOOLCHAIN: 'local' });
  } catch {
    throw new Error(`Go ${oldestGo.join('.')} or newer is needed to build the control plane, and no \`go\` is on PATH`);
  }
  const parts = /^go(\d+)\.(\d+)(?:\.(\d+))?/.exec(version)?.slice(1).map(Number) ?? [];
  const difference = oldestGo.map((wanted, index) => (parts[index] ?? 0) - wanted).find((part) => part !== 0) ?? 0;
  if (difference < 0) throw new Error(`Go ${oldestGo.join('.')} or newer is needed to build the control plane; this is ${version}`);
}

function checkDisk(folder: string, suite: Suite): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= suite.disk) return;
  const left = Math.floor((bavail * bsize) / 1e9);
  throw new Error(`building the ${titleOf(suite)} needs about ${suite.disk / 1e9} GB; ${folder} has ${left} GB left`);
}
