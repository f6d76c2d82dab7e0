import { describe, expect, it } from 'vitest';
import type { BundleContent } from '../../model/bundle-content.ts';
import type { Digest } from '../../model/digest.ts';
import type { PackageMetadata } from '../../model/package-metadata.ts';
import { differences } from './facts.ts';
import { packageFacts, type PackageSide } from './package-facts.ts';

const digest = (digit: string): Digest => `sha256:${digit.repeat(64)}`;

const metadata: PackageMetadata = {
  ...{
    apiVersion: 'ext.cpaas.io/v1',
    kind: 'Package',
    name: 'harbor-ce-operator',
    displayName: 'Harbor',
    type: 'bundle',
    version: 'v2.12.10',
  },
  architectures: ['linux/amd64'],
  artifact: { image: 'r.io/bundle:v2.12.10', digest: digest('a') },
  relatedImages: [],
  imagesIncluded: true,
  csv: 'harbor-ce-operator.v2.12.10',
  channels: [{ name: 'stable', default: true }],
  provider: { type: 'platform', name: 'Alauda' },
};

const rules = [
  { apiGroups: ['', 'apps'], resources: ['pods'], verbs: ['get', 'list'] },
  { apiGroups: [''], resources: ['secrets'], resourceNames: ['tls'], verbs: ['get'] },
  { nonResourceURLs: ['/metrics'], verbs: ['get'] },
];

function csvWith(given: readonly unknown[]) {
  return {
    kind: 'ClusterServiceVersion',
    metadata: { name: 'harbor-ce-operator.v2.12.10', annotations: { 'olm.skipRange': '<2.12.10' } },
    spec: {
      replaces: 'harbor-ce-operator.v2.12.9',
      install: { spec: { clusterPermissions: [{ serviceAccountName: 'harbor', rules: given }] } },
    },
  };
}

const crd = {
  kind: 'CustomResourceDefinition',
  metadata: { name: 'harbors.example.com' },
  spec: {
    versions: [
      { name: 'v1alpha1', served: false },
      { name: 'v1', served: true, storage: true },
    ],
  },
};

const bundle: BundleContent = {
  manifests: [csvWith(rules), crd, { kind: 'Service' }],
  dependencies: [{ type: 'olm.package', value: { packageName: 'keda', version: '>=2' } }],
};

const side: PackageSide = {
  metadata,
  images: [{ image: 'r.io/core:v2.12.10', platform: 'linux/amd64', digest: digest('b'), blobs: [] }],
  bundle,
};

describe('packageFacts', () => {
  it('tell a bundle from its metadata down to its rights', () => {
    expect(packageFacts(side).map(({ what, object, value }) => `${what} | ${object} | ${value}`)).toEqual([
      'metadata | name | harbor-ce-operator',
      'metadata | displayName | Harbor',
      'metadata | type | bundle',
      'metadata | version | v2.12.10',
      'metadata | csv | harbor-ce-operator.v2.12.10',
      'metadata | architectures | linux/amd64',
      'metadata | provider | platform Alauda',
      'metadata | imagesIncluded | true',
      `image | r.io/core linux/amd64 | v2.12.10@${digest('b')}`,
      'channel | stable | default',
      'upgrade | replaces | harbor-ce-operator.v2.12.9',
      'upgrade | skipRange | <2.12.10',
      'permission | cluster harbor pods | get',
      'permission | cluster harbor pods | list',
      'permission | cluster harbor pods.apps | get',
      'permission | cluster harbor pods.apps | list',
      'permission | cluster harbor secrets tls | get',
      'permission | cluster harbor /metrics | get',
      'api | harbors.example.com | v1alpha1 (not served), v1 (stored)',
      'dependency | olm.package | {"packageName":"keda","version":">=2"}',
    ]);
  });

  it('tell the related images that are not in a package by their names', () => {
    const without = (digit: string) => ({
      ...metadata,
      ...{ imagesIncluded: false, relatedImages: [{ image: 'r.io/worker:v1', digest: digest(digit) }] },
    });
    const [before, after] = ['1', '2'].map((digit) => packageFacts({ metadata: without(digit), images: [], bundle: null }));
    expect(differences(before ?? [], after ?? [])).toMatchObject([{ what: 'image', object: 'r.io/worker' }]);
  });

  it('tell the form and the dependencies of a plugin', () => {
    const module = {
      modulePlugin: { apiVersion: 'cluster.alauda.io/v1alpha1', kind: 'ModulePlugin', metadata: { name: 'gpu' } },
      moduleConfig: {
        ...{ apiVersion: 'cluster.alauda.io/v1alpha1', kind: 'ModuleConfig', metadata: { name: 'gpu-v1' } },
        spec: {
          name: 'gpu',
          config: { custom: { pgpu: false } },
          deployDescriptors: [{ path: 'custom.pgpu', 'x-descriptors': ['urn:alm:descriptor:com.tectonic.ui:booleanSwitch'] }],
          dependencies: [{ moduleName: 'base', versionsMatch: ['>=v4.0.0'] }],
        },
      },
    };
    const facts = packageFacts({ metadata: { ...metadata, type: 'plugin', module }, images: [], bundle: null });
    expect(facts.filter(({ what }) => what === 'form' || what === 'dependency')).toEqual([
      { what: 'form', object: 'custom.pgpu', value: 'booleanSwitch' },
      { what: 'form', object: 'defaults', value: '{"custom":{"pgpu":false}}' },
      { what: 'dependency', object: 'base', value: '>=v4.0.0' },
    ]);
  });

  it('know an image by its repository and platform, so that a new tag is a change of it', () => {
    const after = { ...side, images: [{ image: 'r.io/core:v2.12.11', platform: 'linux/amd64', digest: digest('c'), blobs: [] }] };
    expect(differences(packageFacts(side), packageFacts(after))).toEqual([
      {
        what: 'image',
        change: '~',
        object: 'r.io/core linux/amd64',
        from: `v2.12.10@${digest('b')}`,
        to: `v2.12.11@${digest('c')}`,
      },
    ]);
  });

  it('do not mind how rules are cut', () => {
    const cut = [
      { apiGroups: ['apps'], resources: ['pods'], verbs: ['list', 'get'] },
      { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
      { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
      ...rules.slice(1),
    ];
    const after = { ...side, bundle: { ...bundle, manifests: [csvWith(cut), crd] } };
    expect(differences(packageFacts(side), packageFacts(after))).toEqual([]);
  });

  it('make nothing of documents that are not as they should be', () => {
    const manifests = [null, [], { kind: 'ClusterServiceVersion', spec: { skips: {}, install: [] } }, { kind: 'CustomResourceDefinition' }];
    expect(packageFacts({ metadata, images: [], bundle: { manifests, dependencies: [7] } }).slice(-2)).toEqual([
      { what: 'api', object: '<unnamed>', value: '' },
      { what: 'dependency', object: '<unnamed>', value: 'null' },
    ]);
  });
});
