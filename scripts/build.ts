import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allCommands } from '../cmd/kubectl-ext/commands/index.ts';
import { version } from '../cmd/kubectl-ext/build.ts';
import { makeFastTexts } from '../cmd/kubectl-ext/fast-texts.ts';
import { bundleProgram } from './bundle-program.ts';
import { noticesOf } from './notices.ts';
import { interruptible } from './interrupt.ts';
import { run } from './run.ts';

/**
 * `npm run build`: makes `dist/kubectl-ext`, one file for the machine this runs on, from npm packages alone: the program as a blob
 * inside a copy of the Node that runs this script. Beside it lie `dist/kubectl_complete-ext`, which kubectl asks for completions, and
 * `dist/THIRD_PARTY_NOTICES`, which is inside it, too.
 */
const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const name = process.platform === 'win32' ? 'kubectl-ext.exe' : 'kubectl-ext';
const completer = 'kubectl_complete-ext';
const notices = 'THIRD_PARTY_NOTICES';
const sentinel = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** Without the path of the folder, which differs each time and would get into the program. */
const seaConfig = {
  main: 'main.cjs',
  output: 'blob',
  disableExperimentalSEAWarning: true,
  // A snapshot is slower and aborts on Intl.Segmenter; a code cache holds on one platform only.
  useSnapshot: false,
  useCodeCache: false,
  // Otherwise NODE_OPTIONS=--require=x is executed.
  execArgvExtension: 'none',
};

await interruptible(async (signal) => {
  const started = Date.now();
  mkdirSync(dist, { recursive: true });
  // What is in use, or made by another build, is replaced by a whole file or not at all.
  const work = mkdtempSync(join(dist, '.build-'));
  try {
    await buildProgram(work, signal);
    const answer = execFileSync(join(work, name), ['version', '--client'], { encoding: 'utf8' }).trim().split('\n')[0];
    for (const file of [name, completer, notices]) renameSync(join(work, file), join(dist, file));
    process.stderr.write(`built dist/${name} (${answer}) in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});

async function buildProgram(work: string, signal: AbortSignal): Promise<void> {
  const must = async (command: string, args: readonly string[]) => {
    const { code, output } = await run(command, args, { cwd: work, signal });
    if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${output}`);
  };
  const texts = makeFastTexts(await allCommands.sections(), version);
  const { main, parts } = await bundleProgram(root, { BUILD_COMMIT: commit() });
  for (const [part, script] of Object.entries({ ...parts, main })) writeFileSync(join(work, `${part}.cjs`), script);
  writeFileSync(join(work, notices), noticesOf(root));
  const readyTexts = Object.entries(texts).map(([language, ready]) => [`texts-${language}`, JSON.stringify(ready)] as const);
  for (const [asset, text] of readyTexts) writeFileSync(join(work, asset), text);
  const assets = {
    ...Object.fromEntries(Object.keys(parts).map((part) => [part, `${part}.cjs`])),
    ...Object.fromEntries(readyTexts.map(([asset]) => [asset, asset])),
    notices,
  };
  writeFileSync(join(work, 'sea.json'), JSON.stringify({ ...seaConfig, assets }));
  await must('node', ['--experimental-sea-config', 'sea.json']);
  const program = join(work, name);
  copyFileSync(process.execPath, program);
  chmodSync(program, 0o755);
  await must('postject', [name, 'NODE_SEA_BLOB', 'blob', '--sentinel-fuse', sentinel, ...machO()]);
  // Apple Silicon runs signed programs only, and the injection has broken the signature of the copy.
  if (process.platform === 'darwin') await must('codesign', ['--force', '--sign', '-', name]);
  writeFileSync(join(work, completer), '#!/bin/sh\nexec "$(dirname "$0")/kubectl-ext" __complete "$@"\n', { mode: 0o755 });
}

function machO(): string[] {
  return process.platform === 'darwin' ? ['--macho-segment-name', 'NODE_SEA'] : [];
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}
