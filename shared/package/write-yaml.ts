import { stringify } from 'yaml';
import type { PackageMetadata } from '../model/package-metadata.ts';

/** In the order in which they are written. */
const fields = [
  'apiVersion',
  'kind',
  'name',
  'displayName',
  'type',
  'version',
  'architectures',
  'artifact',
  'relatedImages',
  'imagesIncluded',
  'csv',
  'channels',
  'catalogSource',
  'provider',
  'module',
  'chart',
] as const satisfies readonly (keyof PackageMetadata)[];

/** The bytes of `metadata.yaml`: the fields in one order, long lines unbroken, and texts that YAML 1.1 would not take for texts in quotes. */
export function metadataYaml(metadata: PackageMetadata): Buffer {
  const ordered = Object.fromEntries(fields.flatMap((field) => (metadata[field] === undefined ? [] : [[field, metadata[field]]])));
  return Buffer.from(stringify(ordered, { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1' }));
}
