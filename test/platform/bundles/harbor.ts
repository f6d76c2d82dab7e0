import { bundle, type Bundle, type BundleSpec } from './bundle.ts';

const name = 'harbor-ce-operator';
const group = 'operator.goharbor.io';

/**
 * An operator of Alauda in two channels, with 2.12.11 as the head of both.
 * In `stable`, 2.12.8 can be upgraded to 2.12.10 and that to 2.12.11, while 2.12.9 is skipped.
 */
export const harbor: readonly Bundle[] = [
  harborBundle('2.12.8', { channels: ['stable'] }),
  harborBundle('2.12.9', { channels: ['stable'], replaces: `${name}.v2.12.8` }),
  harborBundle('2.12.10', { channels: ['stable', 'harbor-2'], replaces: `${name}.v2.12.8`, skips: [`${name}.v2.12.9`] }),
  harborBundle('2.12.11', { channels: ['stable', 'harbor-2'], replaces: `${name}.v2.12.10` }),
];

/** The version that comes next in `stable`: publishing it makes every installed 2.12.11 upgradable. */
export const nextHarbor: Bundle = harborBundle('2.13.0', { channels: ['stable'], replaces: `${name}.v2.12.11` });

function harborBundle(version: string, spec: Omit<BundleSpec, 'package' | 'version'>): Bundle {
  return bundle({
    package: name,
    version,
    defaultChannel: 'stable',
    displayName: 'Alauda Build of Harbor',
    provider: 'Alauda',
    annotations: {
      provider: '{"zh":"Alauda","en":"Alauda"}',
      'provider-type': 'platform',
      support: 'Alauda',
      'operatorframework.io/suggested-namespace': name,
    },
    api: { group, kind: 'HarborCluster', versions: [{ name: 'v1beta1' }] },
    permissions: [{ apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'create', 'update'] }],
    clusterPermissions: [
      { apiGroups: [group], resources: ['harborclusters', 'harborclusters/status'], verbs: ['get', 'list', 'watch', 'update', 'patch'] },
    ],
    ...spec,
  });
}
