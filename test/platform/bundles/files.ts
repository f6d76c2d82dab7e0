import { gzipSync } from 'node:zlib';
import { parse, stringify } from 'yaml';
import type { KubeObject } from '../../../shared/model/object.ts';
import type { FoundBundle } from '../catalogue-client.ts';
import type { UnpackMode } from './bundle.ts';

/** The two folders of a bundle image: file names and texts. */
export interface BundleFiles {
  readonly manifests: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What unpacking makes of OLM's empty ConfigMap. */
export interface UnpackedContent {
  readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
  readonly data?: Readonly<Record<string, string>>;
  readonly binaryData?: Readonly<Record<string, string>>;
}

const annotationsFile = 'annotations.yaml';
const prefix = 'operators.operatorframework.io.bundle.';
const bundleAnnotations = ['manifests.v1', 'mediatype.v1', 'metadata.v1', 'package.v1', 'channels.v1', 'channel.default.v1'].map(
  (key) => prefix + key,
);

/** The files that the image of a bundle would hold. */
export function bundleFiles({ bundle, channels, defaultChannel }: FoundBundle): BundleFiles {
  const annotations = {
    [`${prefix}mediatype.v1`]: 'registry+v1',
    [`${prefix}manifests.v1`]: 'manifests/',
    [`${prefix}metadata.v1`]: 'metadata/',
    [`${prefix}package.v1`]: bundle.packageName,
    [`${prefix}channels.v1`]: channels.join(','),
    [`${prefix}channel.default.v1`]: defaultChannel,
  };
  const dependencies = bundle.dependencies.map(({ type, value }) => ({ type, value: JSON.parse(value) as unknown }));
  return {
    manifests: Object.fromEntries(bundle.object.map((json) => manifestFile(JSON.parse(json) as KubeObject))),
    metadata: {
      [annotationsFile]: stringify({ annotations }),
      ...(dependencies.length > 0 && { 'dependencies.yaml': stringify({ dependencies }) }),
    },
  };
}

/**
 * The content of the ConfigMap after unpacking, as `opm alpha bundle extract` writes it: a key for each file, but annotations.yaml as annotations.
 * Packed is gzip, then base64, and then base64 once more, because that is how the API spells bytes.
 */
export function unpackedContent(files: BundleFiles, image: string, mode: Exclude<UnpackMode, 'never'>): UnpackedContent {
  const all = [...Object.entries(files.manifests), ...Object.entries(files.metadata)];
  const entries = all.filter(([name]) => name !== annotationsFile).map(([name, text]) => [keyOf(name), text] as const);
  const annotations = { ...annotationsOf(files), 'olm.sourceImage': image };
  if (mode === 'plain') return { metadata: { annotations }, data: Object.fromEntries(entries) };
  return {
    metadata: { annotations: { ...annotations, 'olm.contentEncoding': 'gzip+base64' } },
    binaryData: Object.fromEntries(entries.map(([key, text]) => [key, packed(text)])),
  };
}

function manifestFile(object: KubeObject): [name: string, text: string] {
  return [`${object.metadata.name}.${object.kind.toLowerCase()}.yaml`, stringify(object)];
}

function annotationsOf({ metadata }: BundleFiles): Record<string, string> {
  const { annotations } = parse(metadata[annotationsFile] ?? '') as { annotations: Record<string, string> };
  return Object.fromEntries(bundleAnnotations.map((key) => [key, annotations[key] ?? '']));
}

function keyOf(fileName: string): string {
  return fileName.replaceAll(/[^-A-Za-z0-9_.]/g, '-');
}

function packed(text: string): string {
  return Buffer.from(gzipSync(text).toString('base64')).toString('base64');
}
