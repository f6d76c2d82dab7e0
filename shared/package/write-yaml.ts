import { parseAllDocuments, stringify } from 'yaml';
import { ExtError } from '../errors.ts';
import { message } from '../messages/message.ts';
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

/** The documents of a YAML file as plain data. Throws `corrupt` for what is no YAML, uses tags of its own, or unfolds without end. */
export function documentsIn(file: string, bytes: Buffer): readonly unknown[] {
  try {
    return [...parseAllDocuments(bytes.toString('utf8'), { logLevel: 'error', merge: true })].map((document) => {
      const [fault] = [...document.errors, ...document.warnings];
      if (fault !== undefined) throw fault;
      return document.toJS({ maxAliasCount: 100 }) as unknown;
    });
  } catch (cause) {
    const because = cause instanceof Error ? (cause.message.split('\n', 1)[0] ?? '') : String(cause);
    throw new ExtError('corrupt', message('create.not-yaml', { file }), { because, cause });
  }
}
