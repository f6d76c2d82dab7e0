import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

/** What `violet show --all` says of a package. */
export interface VioletPackage {
  readonly name: string;
  readonly type: string | null;
  readonly architectures: readonly string[];
  readonly version: string | null;
  readonly artifact: string | null;
  readonly relatedImages: readonly string[];
}

/** The door to the `violet` binary of the platform, for packages whose layout only it knows. */
export interface Violet {
  /** Where it lies. */
  readonly path: string;
  /** Asks it about a package file. Undefined where its answer is none, whatever it exits with; throws Node's error where it cannot be run. */
  readonly show: (file: string, signal: AbortSignal) => Promise<VioletPackage | undefined>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Finds `violet` on the PATH; undefined where there is none. */
export async function findViolet(env: Environment): Promise<Violet | undefined> {
  // A relative folder, which a bare `.` is too, would let the package's neighbour run in its place.
  const folders = (env['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  for (const folder of folders) {
    const path = join(folder, 'violet');
    if (await isExecutable(path)) return { path, show: async (file, signal) => parse(await answerOf(path, { file, env, signal })) };
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** More than the lines of any package. */
const longestAnswer = 1024 * 1024;
const patience = 120_000;

interface Question {
  readonly file: string;
  readonly env: Environment;
  readonly signal: AbortSignal;
}

/** What it prints on stdout, cut where it becomes absurd; its exit status says nothing. */
function answerOf(path: string, { file, env, signal }: Question): Promise<string> {
  return new Promise((resolveWith, reject) => {
    const options = { env: withoutProxies(env), signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]) };
    const child = spawn(path, ['show', resolve(file), '--all'], { ...options, stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk: string) => {
      if (text.length < longestAnswer) text += chunk.slice(0, longestAnswer - text.length);
    });
    child.on('error', reject);
    child.on('close', () => resolveWith(text));
  });
}

/** Its own requests fail behind a proxy. */
function withoutProxies(env: Environment): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(https?|all|no)_proxy$/i.test(name)));
}

/** The lines of the ACP manual. */
function parse(answer: string): VioletPackage | undefined {
  const said = new Map([...answer.matchAll(/^(\w+): ?(.*?)\r?$/gm)].map(([, key = '', value = '']) => [key, value]));
  const text = (key: string) => said.get(key) || null;
  const list = (key: string) =>
    /^\[(.*)\]$/
      .exec(said.get(key) ?? '')?.[1]
      ?.split(/\s+/)
      .filter(Boolean) ?? [];
  const name = text('Name');
  if (name === null) return undefined;
  const rest = { type: text('Type'), version: text('Version'), artifact: text('Artifact') };
  return { name, ...rest, architectures: list('Arch'), relatedImages: list('RelateImages') };
}
