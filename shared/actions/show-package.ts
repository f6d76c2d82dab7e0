import { basename } from 'node:path';
import { ExtError } from '../errors.ts';
import { type RegularFile, systemReason } from '../files/regular-file.ts';
import { type Message, message } from '../messages/message.ts';
import { packageFileName } from '../model/package-file-name.ts';
import { packageSummary } from '../model/packaged-images.ts';
import type { Violet } from '../violet/violet.ts';
import type { ActionContext } from './context.ts';
import { openNamedFile } from './open-file.ts';
import { packageInfo, type Said } from './package-info.ts';
import { readingProgress } from './reading-progress.ts';
import type { ImageList, PackageInfo } from './result.ts';

type Context = Pick<ActionContext, 'packages' | 'trust' | 'violet' | 'report' | 'signal'>;

/** What `show` was asked for. */
export interface ShowOptions {
  readonly path: string;
  /** Which packages are shown as `violet` sees them: those of an unknown layout, all that others made, or none. */
  readonly violet: 'auto' | 'always' | 'never';
}

/** What is known of a package, and the error of one that nobody here can read. */
export interface ShownPackage {
  readonly info: PackageInfo;
  readonly unknown: ExtError | undefined;
}

/** What a package file says of itself; nothing of it is proven. Throws `usage` for a file that cannot be opened, `corrupt` for one that breaks a rule. */
export async function showPackage({ path, violet: use }: ShowOptions, context: Context): Promise<ShownPackage> {
  const file = await openNamedFile(path);
  try {
    const content = await (await context.packages()).inspect(file, context.signal);
    const isForeign = content.metadata === null;
    // Our layout names its content by digests; others have nothing that names them.
    const sha256 = isForeign ? await sha256Of(file, context) : null;
    const isForViolet = isForeign && (use === 'always' || (use === 'auto' && content.layout === 'unknown'));
    const violet = isForViolet ? await context.violet() : undefined;
    const answer = violet === undefined ? undefined : await answerOf(violet, path, context);
    const info = packageInfo({ file: path, size: file.size, sha256, ...content }, answer);
    sayDoubts(info, context);
    return { info, unknown: unknownLayout(info, violet === undefined ? [hintFor(use)] : []) };
  } finally {
    await file.close();
  }
}

/** What to do about an unknown layout where nobody else was asked. */
function hintFor(use: ShowOptions['violet']): Message {
  return use === 'never' ? message('show.unknown.never') : message('show.unknown.hint');
}

/** The error of a package that nobody here can read; undefined where there is more to tell than its size. */
function unknownLayout(
  { file, layout, source }: Pick<PackageInfo, 'file' | 'layout' | 'source'>,
  hints: readonly (Message | string)[],
): ExtError | undefined {
  if (layout !== 'unknown' || source !== 'filename') return undefined;
  return new ExtError('unmet', message('show.unknown', { file }), { object: file, hints });
}

/** The images inside a package file. Throws as `showPackage`, and where the layout is unknown. */
export async function listImages(path: string, { packages, signal }: Context): Promise<ImageList> {
  const file = await openNamedFile(path);
  try {
    const content = await (await packages()).inspect(file, signal);
    const unknown = unknownLayout({ file: path, layout: content.layout, source: 'filename' }, [`kubectl ext show ${path}`]);
    if (unknown !== undefined) throw unknown;
    return { apiVersion: 'ext.cpaas.io/v1', kind: 'ImageList', items: packageSummary(content.images).images, errors: [], warnings: [] };
  } finally {
    await file.close();
  }
}

/** What `violet` says of a package that it understands. */
async function answerOf(program: Violet, path: string, { report, signal }: Context): Promise<Said | undefined> {
  report({ state: 'note', message: message('show.asked-violet', { program: program.path }) });
  const answer = await program.show(path, signal).catch((cause: unknown) => {
    if (signal.aborted) throw cause;
    report({ state: 'warning', message: message('show.violet-lost', { program: program.path, because: systemReason(cause) }) });
    return null;
  });
  if (answer === null) return undefined;
  if (answer === undefined) {
    report({ state: 'warning', message: message('show.violet-silent', { program: program.path }) });
    return undefined;
  }
  const { name, type, version, architectures, artifact, relatedImages } = answer;
  return { source: 'violet', name, displayName: name, type, version, architectures, artifact, relatedImages };
}

async function sha256Of(file: RegularFile, { trust, report, signal }: Context): Promise<string> {
  const store = await trust({ keyrings: [] });
  const { onRead } = readingProgress([{ file: file.path, size: file.size }], report)(file.path);
  try {
    return await store.sha256(file, { signal, onRead });
  } finally {
    await store.close();
  }
}

/** What makes one look twice: a layout of others, a name that says something else than the content. */
function sayDoubts(
  { file, layout, source, version }: Pick<PackageInfo, 'file' | 'layout' | 'source' | 'version'>,
  { report }: Context,
): void {
  if (source === 'filename') report({ state: 'warning', message: message('show.foreign', { layout }) });
  const hinted = packageFileName(basename(file))?.version;
  if (source !== 'metadata' || hinted === undefined || bare(hinted) === bare(version ?? '')) return;
  report({ state: 'warning', message: message('show.other-version', { hinted, version: version ?? '' }) });
}

function bare(version: string): string {
  return version.replace(/^v/, '');
}
