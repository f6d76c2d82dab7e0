import { writeSync } from 'node:fs';
import { type FastTexts, fastAnswer } from './fast.ts';
import type { Surroundings } from './surroundings.ts';

/** Help, version and completion as the build made them; the sources run without, and make them when asked. */
declare const FAST_TEXTS: FastTexts | undefined;

const words = process.argv.slice(2);
const { argv0, env } = process;
const quick = typeof FAST_TEXTS === 'undefined' ? undefined : fastAnswer({ words, argv0, env }, FAST_TEXTS);
if (quick === undefined) void main();
else {
  process.exitCode = quick.exitCode;
  writeWhole(quick.stdout);
}

async function main(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', leaveQuietly);
  const signal = firstSignal();
  const [{ run }, surroundings] = await Promise.all([import('./run.ts'), realSurroundings(signal)]);
  const code = await run(words, surroundings);
  // A connection that is still being opened must not hold the process back.
  process.stderr.write('', () => process.stdout.write('', () => process.exit(code)));
}

async function realSurroundings(signal: AbortSignal): Promise<Surroundings> {
  const { version, commit } = await import('./build.ts');
  const { stdin, stdout, stderr, platform, arch } = process;
  const system = `${platform === 'win32' ? 'windows' : platform}/${arch === 'x64' ? 'amd64' : arch}`;
  return {
    ...{ argv0, env, stdin, stdout, stderr, signal },
    build: { version, commit, node: process.version, platform: system },
    executable: process.getBuiltinModule('node:sea').isSea() ? process.execPath : undefined,
    now: () => Date.now(),
    connect: async (options) => (await import('../../shared/cluster/connect.ts')).connect(options),
    contexts: async (options) => (await import('../../shared/cluster/contexts.ts')).readContexts(options),
  };
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

/** Whoever read our output has gone, as `head` does: there is nobody left to tell. */
function leaveQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
}

function writeWhole(text: string): void {
  const bytes = Buffer.from(text);
  try {
    for (let written = 0; written < bytes.length;) written += writeSync(1, bytes, written);
  } catch (error) {
    leaveQuietly(error as NodeJS.ErrnoException);
  }
}
