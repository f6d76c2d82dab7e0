import { basename } from 'node:path';
import type { PackageContent } from '../model/package-content.ts';
import { packageFileName } from '../model/package-file-name.ts';
import { packageSummary } from '../model/packaged-images.ts';
import type { PackageInfo } from './result.ts';

/** Who says what of a package besides its images. */
export type Said = Pick<
  PackageInfo,
  'source' | 'name' | 'displayName' | 'type' | 'version' | 'architectures' | 'artifact' | 'relatedImages'
>;

/** A package file and what it holds, as far as that is known. */
type Known = Pick<PackageInfo, 'file' | 'size' | 'sha256'> & Pick<PackageContent, 'layout' | 'metadata' | 'images' | 'chart'>;

/** A package as data; `said` by somebody who knows more of it than its content tells. */
export function packageInfo(known: Known, said: Said = saidOf(known)): PackageInfo {
  const { file, layout, metadata, size, sha256, images } = known;
  const base = { apiVersion: 'ext.cpaas.io/v1', kind: 'PackageInfo' } as const;
  const counted = layout === 'unknown' ? { images: null, totals: null } : packageSummary(images);
  return { ...base, file, layout, ...said, metadata, size, sha256, ...counted, errors: [], warnings: [] };
}

/** Name, type, version, architectures and images, from the best source there is. */
function saidOf({ file, layout, metadata, chart, images }: Known): Said {
  if (metadata !== null) {
    const { name, displayName, type, version, architectures } = metadata;
    const relatedImages = metadata.relatedImages.map(({ image }) => image);
    return { source: 'metadata', name, displayName, type, version, architectures, artifact: metadata.artifact.image, relatedImages };
  }
  const rest = { artifact: null, ...(layout === 'unknown' ? { architectures: null, relatedImages: null } : namesIn(images)) };
  if (chart !== null) return { source: 'chart', name: chart.name, displayName: chart.name, type: 'chart', version: chart.version, ...rest };
  const { name = null, version = null } = packageFileName(basename(file)) ?? {};
  return { source: 'filename', name, displayName: name, type: null, version, ...rest };
}

function namesIn(images: Known['images']): Pick<Said, 'architectures' | 'relatedImages'> {
  const architectures = [...new Set(images.flatMap(({ platform }) => platform ?? []))].toSorted();
  return { architectures, relatedImages: [...new Set(images.flatMap(({ image }) => image ?? []))] };
}
