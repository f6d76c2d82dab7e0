import { documentAt, fieldOf, formAt, lineAt } from '../model/document.ts';
import type { PackageContent } from '../model/package-content.ts';
import { isResourceName } from '../model/resource-name.ts';
import { inDocument } from './corrupt.ts';
import type { ForeignLayout } from './image-archive.ts';
import { contentOf } from './read-content.ts';
import { largestMetadata, readYaml } from './read-yaml.ts';

/** Reads a chart of Helm: one folder with a `Chart.yaml` in it; undefined for anything else. Throws `corrupt`. */
export async function readBareChart({ entries, file }: ForeignLayout): Promise<PackageContent | undefined> {
  let chart: PackageContent['chart'] = null;
  const folders = new Set<string>();
  for await (const entry of entries) {
    const [folder = '', name, ...deeper] = entry.path.split('/');
    if (folders.add(folder).size > 1 || (name === undefined && entry.type === 'file')) return undefined;
    if (name !== 'Chart.yaml' || deeper.length > 0 || entry.type !== 'file') continue;
    const bytes = await contentOf(entry, largestMetadata, file);
    chart = inDocument(file, entry.shown, () => chartIn(readYaml(bytes)));
  }
  return chart === null ? undefined : { layout: 'chart', metadata: null, images: [], index: null, manifests: new Map(), chart };
}

function chartIn(value: unknown): { readonly name: string; readonly version: string } {
  const root = documentAt(value);
  return { name: formAt(fieldOf(root, 'name'), isResourceName, 'package.field.name'), version: lineAt(fieldOf(root, 'version')) };
}
