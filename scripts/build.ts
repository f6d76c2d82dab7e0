import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sections } from '../cmd/kubectl-ext/commands/index.ts';
import { version } from '../cmd/kubectl-ext/build.ts';
import { makeFastTexts } from '../cmd/kubectl-ext/fast-texts.ts';
import { bundleProgram } from './bundle-program.ts';
import { run } from './run.ts';

/**
 * `npm run build`: makes `dist/kubectl-ext`, one file for the machine this runs on, from npm packages alone: the program as a blob
 * inside a copy of the Node that runs this script. Beside it lies `dist/kubectl_complete-ext`, which kubectl asks for completions.
 */
const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const program = join(dist, process.platform === 'win32' ? 'kubectl-ext.exe' : 'kubectl-ext');
const sentinel = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

const started = Date.now();
mkdirSync(dist, { recursive: true });
const bundle = await bundleProgram(root, { FAST_TEXTS: makeFastTexts(sections, version), BUILD_COMMIT: commit() });
const work = join(dist, 'sea');
mkdirSync(work, { recursive: true });
writeFileSync(join(work, 'main.cjs'), bundle.main);
writeFileSync(join(work, 'rest.cjs'), bundle.rest);
writeFileSync(join(work, 'sea.json'), JSON.stringify(seaConfig()));
await must('node', ['--experimental-sea-config', join(work, 'sea.json')]);
rmSync(program, { force: true });
copyFileSync(process.execPath, program);
chmodSync(program, 0o755);
await must('postject', [program, 'NODE_SEA_BLOB', join(work, 'blob'), '--sentinel-fuse', sentinel, ...machO()]);
// Apple Silicon runs signed programs only, and the injection has broken the signature of the copy.
if (process.platform === 'darwin') await must('codesign', ['--force', '--sign', '-', program]);
writeFileSync(join(dist, 'kubectl_complete-ext'), '#!/bin/sh\nexec "$(dirname "$0")/kubectl-ext" __complete "$@"\n', { mode: 0o755 });
const answer = execFileSync(program, ['version', '--client'], { encoding: 'utf8' }).trim().split('\n')[0];
process.stderr.write(`built ${program.slice(root.length + 1)} (${answer}) in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);

function seaConfig() {
  return {
    main: join(work, 'main.cjs'),
    output: join(work, 'blob'),
    assets: { rest: join(work, 'rest.cjs') },
    disableExperimentalSEAWarning: true,
    // A snapshot is slower and aborts on Intl.Segmenter; a code cache holds on one platform only.
    useSnapshot: false,
    useCodeCache: false,
    // Otherwise NODE_OPTIONS=--require=x is executed.
    execArgvExtension: 'none',
  };
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

async function must(command: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(command, args, { cwd: root });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${output}`);
}
