import pLimit from 'p-limit';
import { ExtError } from '../errors.ts';
import { type PackageFile, packagePaths, type PackagePaths } from '../files/package-paths.ts';
import { openRegularFile, reasonOf } from '../files/regular-file.ts';
import { message } from '../messages/message.ts';
import { printable } from '../model/printable.ts';
import { type Evidence, type Requirement, type Verdict, verdictOf } from '../model/verification.ts';
import type { Trust } from '../trust/trust.ts';
import type { ActionContext } from './context.ts';
import type { Report } from './event.ts';
import { cannotRead } from './open-file.ts';
import { type Reading, readingProgress } from './reading-progress.ts';

/** What `verify` was asked for. */
export interface VerifyOptions {
  /** Files, and folders with packages on their top level. */
  readonly paths: readonly string[];
  readonly keyrings: readonly string[];
  readonly require: Requirement;
}

/** One package file, what was found and what it is worth. */
export interface CheckedFile {
  readonly file: string;
  /** In bytes; null where it could not be opened. */
  readonly size: number | null;
  readonly evidence: Evidence;
  readonly verdict: Verdict;
}

/** The trust store hashes a few files at a time; more than that need not be open. */
const filesAtOnce = 4;

type Context = Pick<ActionContext, 'trust' | 'report' | 'signal'>;

/**
 * Checks the signatures and checksums of package files, several at a time. What is wrong with one is in its verdict and stops no other.
 * Throws `usage` for a path that cannot be read and for a keyring that is none, `unverified` where there is nothing to verify.
 */
export async function verifyPackages({ paths, keyrings, require }: VerifyOptions, context: Context): Promise<CheckedFile[]> {
  const files = await filesIn(paths, context);
  const trust = await context.trust({ keyrings });
  try {
    const progress = readingProgress(files, context.report);
    const limited = pLimit(filesAtOnce);
    const checking = { trust, require, progress, signal: context.signal };
    const found = await Promise.all(files.map(({ file }) => limited(() => check(file, checking))));
    for (const each of found) sayFound(each, context.report);
    return found;
  } finally {
    await trust.close();
  }
}

/** Every file once, however often it is named. */
async function filesIn(paths: readonly string[], { report }: Context): Promise<PackageFile[]> {
  const found = await Promise.all(paths.map(pathsAt));
  const skipped = found.reduce((count, each) => count + each.skipped, 0);
  if (skipped > 0) report({ state: 'note', message: message('verify.skipped', { count: skipped }) });
  const empty = found.find(({ files }) => files.length === 0);
  if (empty !== undefined) throw new ExtError('unverified', message('verify.empty', { path: printable(empty.path) }), { path: empty.path });
  return [...new Map(found.flatMap(({ files }) => files.map((each) => [each.file, each]))).values()];
}

async function pathsAt(path: string): Promise<PackagePaths> {
  try {
    return await packagePaths(path);
  } catch (cause) {
    throw cannotRead(path, cause);
  }
}

interface Checking {
  readonly trust: Trust;
  readonly require: Requirement;
  readonly progress: (file: string) => Reading;
  readonly signal: AbortSignal;
}

async function check(path: string, { trust, require, progress, signal }: Checking): Promise<CheckedFile> {
  const reading = progress(path);
  const { size, evidence } = await examined(path, trust, { signal, onRead: reading.onRead });
  reading.done();
  return { file: path, size, evidence, verdict: verdictOf(evidence, require) };
}

/** Who signed it, and what is worth a look although it satisfies; what does not satisfy is an error at the end. */
function sayFound({ file, evidence: { signatures }, verdict }: CheckedFile, report: Report): void {
  for (const { result, signer, fingerprint, created } of signatures) {
    if (result !== 'good') continue;
    const data = { file: printable(file), signer: signer ?? '', fingerprint: fingerprint ?? '', created: created ?? '' };
    report({ state: verdict.satisfied ? 'done' : 'note', message: message('verify.signed', data) });
  }
  if (!verdict.satisfied) return;
  for (const reason of verdict.reasons)
    report({ state: 'warning', message: message('verify.forgiven', { file: printable(file) }), remark: reason });
}

/** The error of files that do not satisfy, each with its reasons; undefined where all do. */
export function unverified(checked: readonly CheckedFile[]): ExtError | undefined {
  const failed = checked.filter(({ verdict }) => !verdict.satisfied);
  if (failed.length === 0) return undefined;
  const failures = failed.flatMap(({ file, verdict }) =>
    verdict.reasons.map(
      (because) => new ExtError('unverified', message('verify.failed', { file: printable(file) }), { because, object: file }),
    ),
  );
  return new ExtError('unverified', message('verify.summary', { count: failed.length, files: checked.length }), { failures });
}

async function examined(
  path: string,
  trust: Trust,
  options: Parameters<Trust['examine']>[1],
): Promise<Pick<CheckedFile, 'size' | 'evidence'>> {
  const file = await openRegularFile(path).catch((cause: unknown) => {
    const because = reasonOf(cause);
    const fault = typeof because === 'string' ? message('verify.unreadable', { because }) : because;
    return { signatures: [], checksums: [], faults: [fault], sha256: null } satisfies Evidence;
  });
  if (!('handle' in file)) return { size: null, evidence: file };
  try {
    return { size: file.size, evidence: await trust.examine(file, options) };
  } finally {
    await file.close();
  }
}
