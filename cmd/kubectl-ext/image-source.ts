import { stat } from 'node:fs/promises';
import type { ImageSource } from '../../shared/package/image-source.ts';
import type { RegistryOptions, SourceWish } from '../../shared/registry/source-wish.ts';

/** Opens where images are taken from: a folder where there is one of that name, else registries. */
export async function openImages(wish: SourceWish, options: RegistryOptions): Promise<ImageSource> {
  const { from, artifact } = wish;
  if (from !== undefined && (await isFolder(from)))
    return (await import('../../shared/package/oci-folder.ts')).openOciFolder(from, artifact);
  return (await import('../../shared/registry/open-registries.ts')).openRegistries(wish, options);
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}
