import { ExtError } from '../errors.ts';
import type { RegularFile } from '../files/regular-file.ts';
import { message } from '../messages/message.ts';
import type { BundleContent } from '../model/bundle-content.ts';
import { listAt, textAt } from '../model/loose.ts';
import { type ImageManifest, refName } from '../model/oci.ts';
import type { PackageContent } from '../model/package-content.ts';
import { corrupt } from './corrupt.ts';
import type { Packages } from './packages.ts';
import { documentsIn } from './yaml-documents.ts';

const manifest = /^manifests\/[^/]+\.(?:ya?ml|json)$/;
const dependencies = 'metadata/dependencies.yaml';

/** Reads what the bundle image of a package brings along. Throws `corrupt` where the package holds no such image, or one that cannot be read. */
export async function readBundle(
  file: RegularFile,
  content: PackageContent,
  { imageFiles, signal }: Pick<Packages, 'imageFiles'> & { readonly signal: AbortSignal },
): Promise<BundleContent> {
  const image = artifactOf(content);
  if (image === undefined) throw new ExtError('corrupt', message('package.no-artifact', { file: file.path }));
  const files = await imageFiles(file, image, (path) => manifest.test(path) || path === dependencies, signal);
  const documents = (path: string) => documentsIn(path, files.get(path) ?? Buffer.alloc(0));
  const paths = [...files.keys()].filter((path) => path !== dependencies).toSorted();
  const manifests = paths.flatMap(documents);
  // Some keep them elsewhere, as a label says that is not read here.
  if (!manifests.some((each) => textAt(each, 'kind') === 'ClusterServiceVersion'))
    throw corrupt(message('package.no-csv', { file: file.path }));
  return { manifests, dependencies: listAt(documents(dependencies)[0], 'dependencies') };
}

/** A bundle runs nowhere, so any of its architectures will do. */
function artifactOf({ index, manifests, metadata }: PackageContent): ImageManifest | undefined {
  const root = index?.manifests.find(({ annotations }) => annotations?.[refName] === metadata?.artifact.image);
  const found = root === undefined ? undefined : manifests.get(root.digest);
  if (found === undefined || 'layers' in found) return found;
  const [child] = found.manifests;
  const image = child === undefined ? undefined : manifests.get(child.digest);
  return image !== undefined && 'layers' in image ? image : undefined;
}
