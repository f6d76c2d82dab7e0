import { chmod, readFile, stat } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { OperationResult, OperationStep } from '../../../shared/actions/result.ts';
import { ExtError } from '../../../shared/errors.ts';
import { message } from '../../../shared/messages/message.ts';
import type { CommandContext } from '../context.ts';
import { binaryOf } from '../program.ts';
import type { Surroundings } from '../surroundings.ts';
import { kubectlCompleter } from './scripts.ts';

const executable = 0o755;

/** Where the completer goes, and whether it really does. */
export interface InstallOptions {
  /** The folder; without it the one this program lies in. */
  readonly dir: string | undefined;
  readonly dryRun: OperationResult['dryRun'];
}

/** Writes the executable that kubectl asks for completions of our words; writes nothing where it is there already. */
export async function installCompleter(
  { dir, dryRun }: InstallOptions,
  { surroundings, report }: CommandContext,
): Promise<OperationResult> {
  const { argv0, build, env } = surroundings;
  const folder = dir ?? folderOf(surroundings);
  if (folder === undefined)
    throw new ExtError('usage', message('error.no-folder'), { hints: ['kubectl ext completion install --dir DIR'] });
  const isWindows = build.platform.startsWith('windows');
  const { name, content } = kubectlCompleter(binaryOf(argv0), isWindows);
  const file = join(resolve(folder), name);
  // Windows has no such bits.
  const wanted = { content, mode: isWindows ? 0 : executable };
  const step = stepFor(file, await presentAt(file), wanted);
  if (step.result !== 'unchanged' && dryRun === 'none') await write(file, content);
  const isOnPath = (env['PATH'] ?? '').split(delimiter).some((each) => each !== '' && resolve(each) === resolve(folder));
  if (!isOnPath) report({ state: 'warning', message: message('completion.not-on-path', { folder }), object: file });
  return { apiVersion: 'ext.cpaas.io/v1', kind: 'OperationResult', dryRun, steps: [step], manifests: [], errors: [], warnings: [] };
}

/** kubectl starts us by the path it found on PATH, which may be a link; what it points to may lie elsewhere. */
function folderOf({ argv0, executable: program }: Surroundings): string | undefined {
  return program === undefined ? undefined : dirname(/[/\\]/.test(argv0) ? argv0 : program);
}

interface FileState {
  readonly content: string;
  /** The bits that are set at least. */
  readonly mode: number;
}

function stepFor(file: string, found: FileState | undefined, wanted: FileState): OperationStep {
  const place = { cluster: null, object: file, namespace: null };
  if (found?.content === wanted.content && (found.mode & wanted.mode) === wanted.mode)
    return { ...place, action: 'none', result: 'unchanged' };
  return found === undefined ? { ...place, action: 'create', result: 'created' } : { ...place, action: 'configure', result: 'configured' };
}

async function presentAt(file: string): Promise<FileState | undefined> {
  try {
    const [content, { mode }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    return { content, mode };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw unwritable(file, error);
  }
}

async function write(file: string, content: string): Promise<void> {
  try {
    await writeFileAtomic(file, content);
    await chmod(file, executable);
  } catch (error) {
    throw unwritable(file, error);
  }
}

function unwritable(file: string, cause: unknown): ExtError {
  const because = cause instanceof Error ? cause.message : String(cause);
  return new ExtError('failure', message('error.cannot-write', { file }), {
    because,
    hints: ['kubectl ext completion install --dir DIR'],
    cause,
  });
}
