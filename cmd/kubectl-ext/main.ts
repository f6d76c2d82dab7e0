import { writeSync } from 'node:fs';
import type { StartHasher } from '../../shared/trust/start-hasher.ts';
import { commit, version } from './build.ts';
import { type FastLanguage, type FastTexts, fastAnswer, looksFast } from './fast.ts';
import type { Surroundings } from './surroundings.ts';

const words = process.argv.slice(2);
const { argv0, env } = process;
const texts = readyTexts();
const quick = texts === undefined || !looksFast(words) ? undefined : fastAnswer({ words, argv0, env }, texts);
if (quick === undefined) void main();
else {
  process.exitCode = quick.exitCode;
  writeAtOnce(quick.stdout);
}

/** Help, version and completion as the build made them, read when asked; the sources run without, and make them. */
function readyTexts(): FastTexts | undefined {
  const { isSea, getAsset } = process.getBuiltinModule('node:sea');
  if (!isSea()) return undefined;
  const read = (language: keyof FastTexts) => JSON.parse(getAsset(`texts-${language}`, 'utf8')) as FastLanguage;
  return {
    get en() {
      return read('en');
    },
    get ru() {
      return read('ru');
    },
  };
}

async function main(): Promise<void> {
  // A promise that nobody settles holds no process: when nothing else is left to do, it ends there, and that is no success.
  process.exitCode = 1;
  const { lost, readerGone } = outlets();
  const surroundings = realSurroundings(readerGone);
  const { run, tellLost } = await import('./run.ts');
  const code = await run(words, surroundings, { grammar: texts?.en.grammar });
  await flushed();
  const error = lost();
  const failed = error === undefined ? 0 : tellLost(error, words, surroundings);
  // A connection that is still being opened must not hold the process back.
  process.exit(code === 0 ? failed : code);
}

function flushed(): Promise<void> {
  return new Promise((resolve) => process.stderr.write('', () => process.stdout.write('', () => resolve())));
}

function realSurroundings(readerGone: AbortSignal): Surroundings {
  const { stdout, stderr, platform, arch } = process;
  const system = `${platform === 'win32' ? 'windows' : platform}/${arch === 'x64' ? 'amd64' : arch}`;
  return {
    ...{ argv0, env, stdout, stderr, readerGone },
    // It is opened by being named, and most commands leave it alone.
    get stdin() {
      return process.stdin;
    },
    signal: firstSignal(),
    build: { version, commit, node: process.version, platform: system },
    executable: process.getBuiltinModule('node:sea').isSea() ? process.execPath : undefined,
    now: () => Date.now(),
    connect: async (options) => (await import('../../shared/cluster/connect.ts')).connect(options),
    images: async (wish, options) => (await import('./image-source.ts')).openImages(wish, options),
    packageWriter: async () => (await import('../../shared/package/make-writer.ts')).makePackageWriter(),
    contexts: async (options) => (await import('../../shared/cluster/contexts.ts')).readContexts(options),
    packages: async () => (await import('../../shared/package/open-packages.ts')).openPackages(),
    violet: async () => (await import('../../shared/violet/violet.ts')).findViolet(env),
    trust: async (options) => {
      const [{ openTrust }, startHasher] = await Promise.all([import('../../shared/trust/open-trust.ts'), hasherStarter()]);
      return openTrust({ ...options, now: () => Date.now(), startHasher });
    },
  };
}

async function hasherStarter(): Promise<StartHasher> {
  const { startHasherFromScript, startHasherFromSource } = await import('../../shared/trust/start-hasher.ts');
  const { isSea, getAsset } = process.getBuiltinModule('node:sea');
  return isSea() ? () => startHasherFromScript(getAsset('hasher', 'utf8')) : startHasherFromSource;
}

/** The first signal asks to stop, the second one does not ask. */
function firstSignal(): AbortSignal {
  const controller = new AbortController();
  const codes = { SIGINT: 130, SIGTERM: 143 } as const;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(codes[name]);
      controller.abort(name);
    });
  }
  return controller.signal;
}

interface Outlets {
  /** Why words did not get out, asked for at the end. Where their reader has gone, nothing is lost that anybody wants. */
  readonly lost: () => Error | undefined;
  readonly readerGone: AbortSignal;
}

/** Takes the errors of both streams, so that what is being done is done whoever listens. */
function outlets(): Outlets {
  const gone = new AbortController();
  let lost: Error | undefined;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') lost ??= error;
      else if (stream === process.stdout) gone.abort();
    });
  }
  return { lost: () => lost, readerGone: gone.signal };
}

function writeAtOnce(text: string): void {
  const bytes = Buffer.from(text);
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(1, bytes, written);
  } catch {
    void writePatiently(bytes.subarray(written));
  }
}

/** For a pipe that takes no more just now, a reader that has gone, a disk that is full. */
async function writePatiently(rest: Uint8Array): Promise<void> {
  const { lost, readerGone } = outlets();
  process.stdout.write(rest);
  await flushed();
  const error = lost();
  if (error === undefined) return;
  const { tellLost } = await import('./run.ts');
  process.exitCode = tellLost(error, words, realSurroundings(readerGone));
}
