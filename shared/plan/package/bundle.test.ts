import { describe, expect, it } from 'vitest';
import { bundleLabels } from '../../../test/support/sample-artifacts.ts';
import { bundleFacts, manifestsFolder } from './bundle.ts';

const labels = new Map(Object.entries(bundleLabels('keda')));
const csv = {
  kind: 'ClusterServiceVersion',
  metadata: { name: 'keda.v2.17.2', annotations: { 'provider-type': 'community' } },
  spec: {
    displayName: 'KEDA',
    version: '2.17.2',
    provider: { name: 'KEDA Community' },
    relatedImages: [{ name: 'a', image: 'a.b/related:1' }, { name: 'broken' }],
    install: {
      spec: {
        deployments: [
          {
            spec: {
              template: {
                spec: { initContainers: [{ image: 'a.b/init:1' }], containers: [{ image: 'a.b/main:1' }, { image: 'a.b/main:1' }] },
              },
            },
          },
          { name: 'without anything' },
        ],
      },
    },
  },
};

describe('bundleFacts', () => {
  it('says what its CSV and labels say', () => {
    expect(bundleFacts({ labels, documents: [{ kind: 'Service' }, null, csv], tag: 'v2.17.2-r1' })).toEqual({
      ...{ type: 'bundle', name: 'keda', displayName: 'KEDA', version: 'v2.17.2-r1', warnings: [] },
      images: ['a.b/related:1', 'a.b/init:1', 'a.b/main:1', 'a.b/main:1'],
      particular: {
        ...{ csv: 'keda.v2.17.2', channels: [{ name: 'stable', default: true }, { name: 'harbor-2' }], catalogSource: 'platform' },
        provider: { type: 'community', name: 'KEDA Community' },
      },
    });
  });

  it('does without what is not there', () => {
    const bare = { kind: 'ClusterServiceVersion', metadata: { name: 'x.v1' }, spec: { version: '1.0.0' } };
    const facts = bundleFacts({ labels: new Map([...labels].slice(0, 1)), documents: [bare], tag: undefined });
    expect(facts).toMatchObject({ displayName: 'keda', version: 'v1.0.0', images: [], particular: { channels: [] } });
    expect(facts.particular).not.toHaveProperty('provider');
  });

  it.each([
    ['no CSV', []],
    ['two CSVs', [csv, csv]],
    ['a CSV without a name', [{ kind: 'ClusterServiceVersion', spec: csv.spec }]],
  ])('refuses %s', (_, documents) => {
    expect(() => bundleFacts({ labels, documents, tag: 'v1' })).toThrow(expect.objectContaining({ code: 'corrupt' }));
  });

  it('refuses a bundle without any version', () => {
    const documents = [{ ...csv, spec: {} }];
    expect(() => bundleFacts({ labels, documents, tag: undefined })).toThrow(
      expect.objectContaining({ sentence: { id: 'create.no-version', data: { name: 'keda' } } }),
    );
  });
});

it.each([
  ['manifests/', 'manifests'],
  ['/manifests', 'manifests'],
  ['./a/b//', 'a/b'],
])('a bundle that keeps its manifests in %s keeps them in %s', (label, folder) => {
  expect(manifestsFolder(new Map([['operators.operatorframework.io.bundle.manifests.v1', label]]))).toBe(folder);
});
