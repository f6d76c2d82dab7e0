import { bundle, type Bundle, type BundleSpec } from './bundle.ts';

/** An operator that a user has put into the catalogue `custom`: nothing tells whose it is. */
export const keda: readonly Bundle[] = [kedaBundle('2.16.0'), kedaBundle('2.17.2', { replaces: 'keda.v2.16.0' })];

function kedaBundle(version: string, spec: Partial<BundleSpec> = {}): Bundle {
  return bundle({
    package: 'keda',
    version,
    displayName: 'KEDA',
    provider: 'KEDA Community',
    annotations: { categories: 'Cloud Provider' },
    api: { group: 'keda.sh', kind: 'KedaController', versions: [{ name: 'v1alpha1' }] },
    ...spec,
  });
}
