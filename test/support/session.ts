import { PassThrough, Writable } from 'node:stream';
import type { Command } from '../../cmd/kubectl-ext/command.ts';
import { allCommands, type Commands, type CommandSection } from '../../cmd/kubectl-ext/commands/index.ts';
import type { Environment } from '../../cmd/kubectl-ext/language.ts';
import { run } from '../../cmd/kubectl-ext/run.ts';
import type { Output, Surroundings } from '../../cmd/kubectl-ext/surroundings.ts';
import type { Cluster } from '../../shared/cluster/cluster.ts';
import type { ConnectOptions } from '../../shared/cluster/connect-options.ts';
import type { ContextInfo } from '../../shared/cluster/contexts.ts';
import type { PackageWriter } from '../../shared/package/package-writer.ts';
import { makePackageWriter } from '../../shared/package/make-writer.ts';
import { openImages } from '../../cmd/kubectl-ext/image-source.ts';
import { ExtError } from '../../shared/errors.ts';
import { message } from '../../shared/messages/message.ts';
import { openPackages } from '../../shared/package/open-packages.ts';
import { openTrust } from '../../shared/trust/open-trust.ts';
import { startHasherFromSource } from '../../shared/trust/start-hasher.ts';
import type { Violet } from '../../shared/violet/violet.ts';

/** What a session has around it. Whatever is left out is as in a pipe, in English, with no cluster in reach. */
export interface SessionOptions {
  readonly cluster?: Cluster | ((options: ConnectOptions) => Promise<Cluster>);
  readonly contexts?: readonly ContextInfo[];
  readonly env?: Environment;
  /** The columns of the terminal that all three streams are; without it they are pipes. */
  readonly terminal?: number;
  /** What is typed. */
  readonly input?: string;
  readonly now?: () => number;
  readonly signal?: AbortSignal;
  /** Aborted when nobody reads stdout any more. */
  readonly readerGone?: AbortSignal;
  readonly argv0?: string;
  readonly executable?: string;
  readonly platform?: string;
  /** The program of the platform; without it there is none. */
  readonly violet?: Violet | undefined;
  /** Where images are taken from, and how packages are written; the real doors where nothing is said. */
  readonly images?: Surroundings['images'];
  readonly packageWriter?: PackageWriter;
  readonly sections?: readonly CommandSection[];
}

/** What a session printed, exactly, and how it ended. */
export interface SessionResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  /** Both streams in the order in which they were written; lines of stderr begin with `2> `. */
  readonly transcript: string;
}

/** Noon of the day on which all sessions happen. */
export const noon = Date.UTC(2026, 0, 2, 12);

/** Runs a command line inside the test, as `main.ts` would run it. */
export async function session(words: readonly string[], options: SessionOptions = {}): Promise<SessionResult> {
  const chunks: Chunk[] = [];
  const commands = options.sections === undefined ? allCommands : commandsIn(options.sections);
  const exitCode = await run(words, surroundingsOf(options, chunks), { commands });
  const textOf = (stream: Chunk['stream']) => chunks.flatMap((chunk) => (chunk.stream === stream ? [chunk.text] : [])).join('');
  return { stdout: textOf('stdout'), stderr: textOf('stderr'), exitCode, transcript: transcriptOf(chunks) };
}

function commandsIn(sections: readonly CommandSection[]): Commands {
  const load = (path: string) => sections.flatMap(({ commands }) => commands).find((command) => command.path === path);
  return { load: (path) => Promise.resolve(load(path) as Command), sections: () => Promise.resolve(sections) };
}

interface Chunk {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

function signalsOf({ signal, readerGone }: SessionOptions): Partial<Surroundings> {
  return { ...(signal === undefined ? {} : { signal }), ...(readerGone === undefined ? {} : { readerGone }) };
}

function outputInto(chunks: Chunk[], stream: Chunk['stream'], columns: number | undefined): Output {
  const writable = new Writable({ write: (text, _, done) => (chunks.push({ stream, text: String(text) }), done()) });
  return Object.assign(writable, { isTTY: columns !== undefined, ...(columns === undefined ? {} : { columns }) });
}

function surroundingsOf(options: SessionOptions, chunks: Chunk[]): Surroundings {
  const { cluster = noCluster, contexts = [], env = {}, terminal, input = '', now = () => noon } = options;
  const never = new AbortController().signal;
  const { argv0 = '/usr/local/bin/kubectl-ext', executable, platform = 'linux/amd64' } = options;
  const output = (stream: Chunk['stream']) => outputInto(chunks, stream, terminal);
  const stdin = Object.assign(new PassThrough(), { isTTY: terminal !== undefined });
  stdin.end(input);
  return {
    ...{ argv0, executable, stdin, stdout: output('stdout'), stderr: output('stderr'), now },
    build: { version: 'v0.1.0', commit: '0123456789abcdef', node: 'v22.23.2', platform },
    env: { LANG: 'en_US.UTF-8', ...env },
    ...{ signal: never, readerGone: never, ...signalsOf(options) },
    connect: typeof cluster === 'function' ? cluster : () => Promise.resolve(cluster),
    images: options.images ?? openImages,
    packageWriter: () => Promise.resolve(options.packageWriter ?? makePackageWriter()),
    contexts: () => Promise.resolve(contexts),
    packages: () => Promise.resolve(openPackages()),
    violet: () => Promise.resolve(options.violet),
    trust: (wanted) => openTrust({ ...wanted, now, startHasher: startHasherFromSource }),
  };
}

function noCluster(): Promise<Cluster> {
  return Promise.reject(
    new ExtError('unreachable', message('cluster.refused', { host: '127.0.0.1:6443' }), { because: 'connect ECONNREFUSED' }),
  );
}

/** Lines appear where they end, so that a line written in pieces stays one line. What only a terminal understands is made visible. */
function transcriptOf(chunks: readonly Chunk[]): string {
  const open = { stdout: '', stderr: '' };
  const prefix = { stdout: '', stderr: '2> ' };
  let transcript = '';
  for (const { stream, text } of chunks) {
    const lines = (open[stream] + text).split('\n');
    open[stream] = lines.pop() ?? '';
    transcript += lines.map((line) => `${`${prefix[stream]}${line}`.trimEnd()}\n`).join('');
  }
  for (const stream of ['stdout', 'stderr'] as const) if (open[stream] !== '') transcript += `${prefix[stream]}${open[stream]}\n`;
  return transcript.replaceAll('\u001b', '␛').replaceAll('\r', '␍').replaceAll('\t', '⇥');
}
