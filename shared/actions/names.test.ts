import { describe, expect, it } from 'vitest';
import { aNamespace, aPackage, csvName, harbor, kedaPackage } from '../../test/support/builders.ts';
import { recordedCluster } from '../../test/support/recorded-cluster.ts';
import { clusterWith } from '../../test/support/seeded-cluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { KubeObject } from '../model/object.ts';
import { nameSources } from './names.ts';

const bare = { ...aPackage({ name: 'bare' }), status: { ...aPackage({ name: 'bare' }).status, channels: [] } };
const content = { packages: [aPackage(), kedaPackage, bare], namespaces: [aNamespace('a'), aNamespace('b')] };

/** What all sources of a kind know together, as `VALUE: about`. */
async function namesIn(cluster: Cluster, kind: keyof typeof nameSources, name?: string): Promise<string[]> {
  const found = await Promise.all(nameSources[kind].map((source) => source(cluster, name)));
  return found.flat().map(({ value, about }) => `${value}: ${about}`);
}

describe('names', () => {
  it('of packages come with what they are called', async () => {
    expect(await namesIn(await clusterWith(content), 'packages')).toEqual([
      `${harbor}: Alauda Build of ${harbor}`,
      'keda: Alauda Build of keda',
      'bare: operator',
    ]);
  });

  it('of channels are those of the package, with their heads', async () => {
    expect(await namesIn(await clusterWith(content), 'channels', harbor)).toEqual([`stable: ${csvName()}`, `harbor-2: ${csvName()}`]);
  });

  it('of versions are those of the package, with their channels', async () => {
    expect(await namesIn(await clusterWith(content), 'versions', 'keda')).toEqual(['2.17.2: stable', '2.16.0: stable']);
  });

  it('of versions without a number are those of their CSVs', async () => {
    const channels = [
      { name: 'stable', currentCSV: 'odd', entries: [{ name: 'odd' }] },
      { name: 'empty', currentCSV: 'odd' },
    ];
    const odd = { ...kedaPackage, status: { ...kedaPackage.status, channels } };
    expect(await namesIn(await clusterWith({ packages: [odd] }), 'versions', 'keda')).toEqual(['odd: stable']);
  });

  it('of namespaces are all of them', async () => {
    expect(await namesIn(await clusterWith(content), 'namespaces')).toEqual(['a: ', 'b: ']);
  });

  it.each(['channels', 'versions'] as const)('of %s are none, and nobody is asked, where no package is named', async (kind) => {
    const cluster = recordedCluster(await clusterWith(content));
    expect(await namesIn(cluster, kind)).toEqual([]);
    expect(cluster.requests).toEqual([]);
  });
});

describe('names of plugins', () => {
  const group = { group: 'cluster.alauda.io', version: 'v1alpha1', namespaced: false };
  const object = (kind: string, name: string): KubeObject => ({ apiVersion: 'cluster.alauda.io/v1alpha1', kind, metadata: { name } });

  it('stand beside those of operators', async () => {
    const cluster = await clusterWith(content);
    await cluster.create({ ...group, plural: 'moduleplugins', kind: 'ModulePlugin' }, object('ModulePlugin', 'logs'));
    expect(await namesIn(cluster, 'packages')).toContain('logs: plugin');
  });

  it('come with their versions, each with the ModuleConfig that holds it', async () => {
    const cluster = await clusterWith(content);
    for (const [module, version] of [
      ['logs', 'v4.1.0'],
      ['metrics', 'v4.2.0'],
    ]) {
      const config = object('ModuleConfig', `${module}-${version}`);
      const metadata = { ...config.metadata, labels: { 'cpaas.io/module-name': `${module}` } };
      const stored = { ...config, metadata, spec: { version } };
      await cluster.create({ ...group, plural: 'moduleconfigs', kind: 'ModuleConfig' }, stored);
    }
    expect(await namesIn(cluster, 'versions', 'logs')).toEqual(['v4.1.0: logs-v4.1.0']);
  });
});
