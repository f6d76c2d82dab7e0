import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { byteText } from '../model/byte-size.ts';
import { imageReferenceIn } from '../model/image-reference.ts';
import type { NamedImage, PackageMetadata, PackageType } from '../model/package-metadata.ts';
import type { ImageSource } from '../package/image-source.ts';
import type { BlobSource, PackageToWrite, PackageWriter, WrittenFile } from '../package/package-writer.ts';
import { packagedImages, packageIndex, plannedBlobs, type PlannedBlob } from '../plan/package/contents.ts';
import type { ArtifactFacts } from '../plan/package/facts.ts';
import { type GatheredImage, rootOf } from '../plan/package/gathered.ts';
import { metadataOf, usualFileName } from '../plan/package/metadata.ts';
import { commonPlatforms } from '../plan/package/platforms.ts';
import type { SourceWish } from '../registry/source-wish.ts';
import type { ActionContext } from './context.ts';
import type { DryRun } from './dry-run.ts';
import { gatherImage, type Gathering, type NamedReference } from './gather-image.ts';
import { type GivenFile, readArtifact } from './read-artifact.ts';
import { packageInfo } from './package-info.ts';
import type { PackageInfo } from './result.ts';

/** What `package create` was asked for. */
export interface CreateOptions {
  readonly name: string;
  readonly type: PackageType | undefined;
  /** The full name of the bundle image or of the chart. */
  readonly artifact: string;
  /** Images besides those that the artifact names. */
  readonly images: readonly string[];
  readonly source: Omit<SourceWish, 'artifact'>;
  /** None means all. */
  readonly platforms: readonly string[];
  readonly modulePlugin: GivenFile | undefined;
  readonly skipPackageImages: boolean;
  /** Undefined for the usual name, in the current folder. */
  readonly outputFile: string | undefined;
  readonly force: boolean;
  readonly dryRun: DryRun;
}

/** A package, and what became of the files that it is. */
export interface CreatedPackage {
  readonly info: PackageInfo;
  readonly files: readonly WrittenFile[];
}

/** Makes a package file out of an artifact and the images it names. A dry run reads all that is said of them, and none of their layers. */
export async function createPackage(options: CreateOptions, context: ActionContext): Promise<CreatedPackage> {
  const [artifact, ...asked] = referencesIn([options.artifact, ...options.images], 'usage');
  if (artifact === undefined) throw new RangeError('every name has a reference');
  const writer = await context.packageWriter();
  const source = await context.images({ ...options.source, artifact: artifact.reference });
  try {
    const gathering = { source, writer, platforms: options.platforms, report: context.report, signal: context.signal };
    return await finish(await gather(artifact, asked, options, gathering), options, { ...context, writer, source });
  } finally {
    source.close();
  }
}

interface Gathered {
  readonly metadata: PackageMetadata;
  /** Those that go into the package: the artifact first. */
  readonly images: readonly GatheredImage[];
}

/** The artifact is taken whole: it says on which platforms its images run, and runs on none itself. */
async function gather(
  artifact: NamedReference,
  asked: readonly NamedReference[],
  options: CreateOptions,
  gathering: Gathering,
): Promise<Gathered> {
  const gathered = await gatherImage(artifact, { ...gathering, platforms: [] });
  const facts = await readArtifact(gathered, options, gathering);
  requireName(facts, options.name);
  for (const warning of facts.warnings) gathering.report({ state: 'warning', message: warning });
  const references = relatedTo(artifact, [...referencesIn(facts.images, 'unmet'), ...asked]);
  const included = options.skipPackageImages ? [] : await Promise.all(references.map((each) => gatherImage(each, gathering)));
  const relatedImages = options.skipPackageImages ? await digestsOf(references, gathering) : included.map(namedImage);
  const architectures = architecturesOf(gathered, included, options.platforms);
  const parts = { facts, architectures, artifact: namedImage(gathered), relatedImages, imagesIncluded: !options.skipPackageImages };
  return { metadata: metadataOf(parts), images: [gathered, ...included] };
}

/** Those of the images; where there are none, those that were asked for, or else those of the artifact. */
function architecturesOf(artifact: GatheredImage, included: readonly GatheredImage[], wanted: readonly string[]): readonly string[] {
  if (included.length > 0) return commonPlatforms(included);
  return wanted.length > 0 ? [...new Set(wanted)].toSorted() : commonPlatforms([artifact]);
}

/** The other images, each once, by name. */
function relatedTo(artifact: NamedReference, images: readonly NamedReference[]): NamedReference[] {
  const byName = new Map(images.map((each) => [each.image, each]));
  byName.delete(artifact.image);
  return [...byName.values()].toSorted((a, b) => (a.image < b.image ? -1 : 1));
}

/** Reads full names. Throws an error of this code for those that are none, all at once. */
function referencesIn(images: readonly string[], code: 'usage' | 'unmet'): NamedReference[] {
  const read = images.map((image) => ({ image, reference: imageReferenceIn(image) }));
  const wrong = read.flatMap(({ image, reference }) => (reference === undefined ? [image] : []));
  if (wrong.length > 0)
    throw new ExtError(code, message('create.not-full', { images: wrong }), { hints: [message('create.not-full-hint')] });
  return read.flatMap(({ image, reference }) => (reference === undefined ? [] : [{ image, reference }]));
}

function requireName(facts: ArtifactFacts, name: string): void {
  if (facts.name !== name) throw new ExtError('usage', message('create.other-name', { name, found: facts.name, type: facts.type }));
}

function digestsOf(references: readonly NamedReference[], { source, signal }: Gathering): Promise<NamedImage[]> {
  return Promise.all(
    references.map(async ({ image, reference }) => ({
      image,
      digest: reference.digest ?? (await source.resolve(reference, signal)).digest,
    })),
  );
}

function namedImage(image: GatheredImage): NamedImage {
  return { image: image.image, digest: rootOf(image).digest };
}

interface Finishing extends Pick<ActionContext, 'report' | 'signal' | 'now'> {
  readonly writer: PackageWriter;
  readonly source: ImageSource;
}

async function finish({ metadata, images }: Gathered, options: CreateOptions, context: Finishing): Promise<CreatedPackage> {
  const { writer, report, signal } = context;
  const path = options.outputFile ?? usualFileName(metadata);
  const blobs = plannedBlobs(images).map((blob) => blobSource(blob, context));
  const content: PackageToWrite = { metadata, index: packageIndex(images), blobs };
  const size = writer.sizeOf(content);
  const info = infoOf(path, { metadata, images }, size);
  announce(info, options.dryRun, report);
  if (options.dryRun !== 'none') return { info, files: await foreseen(path, content, options, context) };
  const { sha256, files } = await writer.write(path, content, { force: options.force, signal, onProgress: progress(path, size, context) });
  return { info: { ...info, sha256 }, files };
}

async function foreseen(
  path: string,
  content: PackageToWrite,
  { force }: CreateOptions,
  { writer, report }: Finishing,
): Promise<readonly WrittenFile[]> {
  const found = await writer.foresee(path, content, { force });
  if (found === 'same') report({ state: 'note', message: message('create.same-size', { file: path }) });
  const result = found === 'same' ? 'unchanged' : found;
  return [path, `${path}.sha256`].map((each) => ({ path: each, result }));
}

function blobSource({ descriptor, from }: PlannedBlob, { source, signal }: Finishing): BlobSource {
  return { descriptor, open: () => (Buffer.isBuffer(from) ? only(from) : source.open(from, descriptor, signal)) };
}

async function* only(bytes: Buffer): AsyncGenerator<Buffer, void> {
  yield bytes;
}

function infoOf(file: string, { metadata, images }: Gathered, size: number): PackageInfo {
  return packageInfo({ file, size, sha256: null, layout: 'package', metadata, images: packagedImages(images), chart: null });
}

const none = '<none>';

/** Before anything is written people see what it is; a dry run shows them each image. */
function announce({ metadata, size, images, totals }: PackageInfo, dryRun: DryRun, report: ActionContext['report']): void {
  if (metadata === null || images === null || totals === null) return;
  const { name, type, version, architectures } = metadata;
  const about = {
    name,
    type,
    version,
    platforms: architectures.length === 0 ? none : architectures,
    count: totals.images,
    blobs: totals.blobs,
    size: byteText(size),
  };
  report({ state: 'note', message: message('create.about', about) });
  if (dryRun === 'none') return;
  for (const { image, platform, size: bytes } of images)
    report({
      state: 'planned',
      message: message('create.image', { image: image ?? '', platform: platform ?? none, size: byteText(bytes) }),
    });
}

/** Between two reports about the same file, in milliseconds. */
const pause = 100;

function progress(file: string, size: number, { report, now }: Finishing): (bytes: number) => void {
  const started = now();
  let last = started;
  return (bytes) => {
    if (now() - last < pause) return;
    last = now();
    const seconds = Math.round((last - started) / 1000);
    report({ state: 'waiting', message: message('create.writing', { file, done: byteText(bytes), size: byteText(size) }), seconds });
  };
}
