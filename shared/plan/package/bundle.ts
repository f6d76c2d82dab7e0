import { ExtError } from '../../errors.ts';
import { message } from '../../messages/message.ts';
import { providerTypeAnnotation, usualCatalog } from '../../model/assumptions.ts';
import { listAt, textAt, valueAt } from '../../model/loose.ts';
import type { ArtifactFacts } from './facts.ts';

const labelPrefix = 'operators.operatorframework.io.bundle.';
/** The label that makes an image a bundle: it names the package. */
export const packageLabel = `${labelPrefix}package.v1`;

/** What a bundle image holds. */
export interface BundleContent {
  readonly labels: ReadonlyMap<string, string>;
  /** The documents among its manifests. */
  readonly documents: readonly unknown[];
  /** Of the image, where it has one. */
  readonly tag: string | undefined;
}

/** Where a bundle keeps its manifests, without slashes around it. */
export function manifestsFolder(labels: ReadonlyMap<string, string>): string {
  return (labels.get(`${labelPrefix}manifests.v1`) ?? 'manifests').replace(/^(?:\.?\/)+|\/+$/g, '');
}

/** What a bundle says of its operator. Throws `corrupt` for one without exactly one CSV, or without version. */
export function bundleFacts({ labels, documents, tag }: BundleContent): ArtifactFacts {
  const name = labels.get(packageLabel) ?? '';
  const csvs = documents.filter((document) => textAt(document, 'kind') === 'ClusterServiceVersion');
  const [csv] = csvs;
  const csvName = textAt(csv, 'metadata', 'name');
  if (csvs.length !== 1 || csvName === undefined) throw new ExtError('corrupt', message('create.bundle-csv', { name, count: csvs.length }));
  const version = tag ?? versionOf(csv);
  if (version === undefined) throw new ExtError('corrupt', message('create.no-version', { name }));
  return {
    ...{ type: 'bundle', name, version },
    displayName: textAt(csv, 'spec', 'displayName') ?? name,
    images: imagesOf(csv),
    particular: { csv: csvName, channels: channelsOf(labels), catalogSource: usualCatalog, ...providerOf(csv) },
    warnings: [],
  };
}

function versionOf(csv: unknown): string | undefined {
  const version = textAt(csv, 'spec', 'version');
  return version === undefined ? undefined : `v${version}`;
}

function channelsOf(labels: ReadonlyMap<string, string>) {
  const usual = labels.get(`${labelPrefix}channel.default.v1`);
  const names = (labels.get(`${labelPrefix}channels.v1`) ?? '').split(',').map((name) => name.trim());
  return [...new Set(names)].filter((name) => name !== '').map((name) => ({ name, ...(name === usual ? { default: true } : {}) }));
}

function providerOf(csv: unknown) {
  const [type, name] = [textAt(csv, 'metadata', 'annotations', providerTypeAnnotation), textAt(csv, 'spec', 'provider', 'name')];
  const provider = { ...(type === undefined ? {} : { type }), ...(name === undefined ? {} : { name }) };
  return Object.keys(provider).length === 0 ? {} : { provider };
}

function imagesOf(csv: unknown): string[] {
  const related = listAt(csv, 'spec', 'relatedImages');
  const pods = listAt(csv, 'spec', 'install', 'spec', 'deployments').map((each) => valueAt(each, 'spec', 'template', 'spec'));
  const containers = pods.flatMap((pod) => [...listAt(pod, 'initContainers'), ...listAt(pod, 'containers')]);
  return [...related, ...containers].flatMap((each) => textAt(each, 'image') ?? []);
}
