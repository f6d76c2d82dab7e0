import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
import { pluginFiles } from '../model/assumptions.ts';
import { type Descriptor, documentIn, imageConfigIn, mediaTypes } from '../model/oci.ts';
import type { PackageType } from '../model/package-metadata.ts';
import { bundleFacts, manifestsFolder, packageLabel } from '../plan/package/bundle.ts';
import { chartFacts } from '../plan/package/chart.ts';
import type { ArtifactFacts } from '../plan/package/facts.ts';
import type { GatheredImage, GatheredManifest } from '../plan/package/gathered.ts';
import { pluginFacts } from '../plan/package/plugin.ts';
import { type Gathering, readDocument } from './gather-image.ts';

/** A file that was read from this machine. */
export interface GivenFile {
  readonly file: string;
  readonly bytes: Buffer;
}

/** What is known of an artifact before it is read. */
export interface ArtifactWish {
  /** Undefined where the artifact is to tell. */
  readonly type: PackageType | undefined;
  /** Takes the place of the one in the chart. */
  readonly modulePlugin: GivenFile | undefined;
}

/**
 * Reads what an artifact says of itself. Throws `usage` where it is not of the type that was asked for, or a plugin's file was given for another, `unmet` for a plugin that would never
 * become ready, `corrupt` for what cannot be understood.
 */
export async function readArtifact(artifact: GatheredImage, wish: ArtifactWish, gathering: Gathering): Promise<ArtifactFacts> {
  const [manifest] = artifact.manifests;
  if (manifest === undefined) throw new ExtError('corrupt', message('create.not-an-artifact', { image: artifact.image }));
  const isChart = manifest.manifest.config.mediaType === mediaTypes.helmConfig;
  const facts = isChart ? await readChart(artifact, manifest, wish, gathering) : await readBundle(artifact, manifest, gathering);
  const { type = facts.type } = wish;
  if (facts.type !== type)
    throw new ExtError('usage', message('create.other-type', { image: artifact.image, type: facts.type, wanted: type }));
  if (wish.modulePlugin !== undefined && facts.type !== 'plugin')
    throw new ExtError('usage', message('create.no-plugin', { image: artifact.image, type: facts.type }));
  return facts;
}

async function readBundle(artifact: GatheredImage, manifest: GatheredManifest, gathering: Gathering): Promise<ArtifactFacts> {
  const config = await readDocument(artifact, manifest.manifest.config, gathering);
  const labels = new Map(Object.entries(documentIn(config.toString('utf8'), imageConfigIn)?.labels ?? {}));
  if (!labels.has(packageLabel)) throw new ExtError('corrupt', message('create.not-an-artifact', { image: artifact.image }));
  const folder = `${manifestsFolder(labels)}/`;
  const files = await filesOf(
    artifact,
    manifest.manifest.layers,
    (path) => path.startsWith(folder) && /\.(?:ya?ml|json)$/.test(path),
    gathering,
  );
  const documents = [...files].flatMap(([path, bytes]) => gathering.writer.documentsIn(path, bytes));
  return bundleFacts({ labels, documents, tag: artifact.reference.tag });
}

async function readChart(
  artifact: GatheredImage,
  manifest: GatheredManifest,
  wish: ArtifactWish,
  gathering: Gathering,
): Promise<ArtifactFacts> {
  const archive = manifest.manifest.layers.find(({ mediaType }) => mediaType === mediaTypes.helmChart);
  if (archive === undefined) throw new ExtError('corrupt', message('create.not-an-artifact', { image: artifact.image }));
  const wanted: readonly string[] = ['Chart.yaml', 'values.yaml', pluginFiles.plugin, pluginFiles.config];
  // Beside the archive may lie what its maker signed.
  const files = await filesOf(artifact, [archive], (path) => wanted.includes(inChart(path)), gathering);
  const found = new Map([...files].map(([path, bytes]) => [inChart(path), bytes]));
  const read = (file: string, bytes = found.get(file)) =>
    bytes === undefined ? undefined : (gathering.writer.documentsIn(file, bytes)[0] ?? null);
  const { reference } = artifact;
  const chart = chartFacts({ chart: read('Chart.yaml'), values: read('values.yaml'), digest: archive.digest, artifact: reference });
  const { modulePlugin: given } = wish;
  const modulePlugin = given === undefined ? read(pluginFiles.plugin) : read(given.file, given.bytes);
  const isPlugin = wish.type === undefined ? modulePlugin !== undefined : wish.type === 'plugin';
  return isPlugin ? pluginFacts({ chart, modulePlugin, config: read(pluginFiles.config), artifact: reference }) : chart;
}

/** The path of a file below the one folder that a chart's archive consists of; those of the charts inside it are other files. */
function inChart(path: string): string {
  return path.slice(path.indexOf('/') + 1);
}

function filesOf(
  { image, reference }: GatheredImage,
  descriptors: readonly Descriptor[],
  wanted: (path: string) => boolean,
  { source, writer, signal }: Gathering,
): Promise<ReadonlyMap<string, Buffer>> {
  const layers = descriptors.map((descriptor) => ({ descriptor, open: () => source.open(reference, descriptor, signal) }));
  return writer.filesIn({ image, layers, wanted, signal });
}
