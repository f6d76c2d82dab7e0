import { describe, expect, it } from 'vitest';
import { actionContext } from '../../test/support/action-context.ts';
import { aPackage, aSubscription, csvName, harbor, installedStatus, kedaPackage, pendingStatus } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { recordedCluster, refusal } from '../../test/support/recorded-cluster.ts';
import { clusterWith, type Content } from '../../test/support/seeded-cluster.ts';
import { listVersions, type VersionsOptions } from './versions.ts';

const manifest = aPackage({ channels: { stable: ['2.12.11', '2.12.10'], alpha: ['3.0.0-rc.1'] } });

/** The rows as `CHANNEL VERSION MARKS`. */
async function rows(content: Content, options: Partial<VersionsOptions> = {}): Promise<string[]> {
  const cluster = await clusterWith({ packages: [manifest, kedaPackage], ...content });
  const { items } = await listVersions({ name: harbor, ...options }, actionContext(cluster));
  return items.map(({ channel, version, marks }) => [channel, version, ...marks].join(' '));
}

describe('listVersions', () => {
  it('is a document', async () => {
    const cluster = await clusterWith({ packages: [kedaPackage] });
    expect(await listVersions({ name: 'keda' }, actionContext(cluster))).toEqual({
      apiVersion: 'ext.cpaas.io/v1',
      kind: 'VersionList',
      items: [
        { channel: 'stable', name: csvName('2.17.2', 'keda'), version: '2.17.2', marks: ['head'] },
        { channel: 'stable', name: csvName('2.16.0', 'keda'), version: '2.16.0', marks: [] },
      ],
      errors: [],
      warnings: [],
    });
  });

  it('lists all channels in the order of the catalogue', async () => {
    expect(await rows({})).toEqual(['stable 2.12.11 head', 'stable 2.12.10', 'alpha 3.0.0-rc.1 head']);
  });

  it('lists the channel that was named', async () => {
    expect(await rows({}, { channel: 'alpha' })).toEqual(['alpha 3.0.0-rc.1 head']);
  });

  it('marks what is installed and what waits', async () => {
    const subscriptions = [aSubscription({ status: pendingStatus(csvName(), { installed: csvName('2.12.10') }) })];
    expect(await rows({ subscriptions }, { channel: 'stable' })).toEqual(['stable 2.12.11 head pending', 'stable 2.12.10 installed']);
  });

  it('does not mark as pending what is installed already', async () => {
    expect(await rows({ subscriptions: [aSubscription({ status: installedStatus() })] }, { channel: 'stable' })).toEqual([
      'stable 2.12.11 head installed',
      'stable 2.12.10',
    ]);
  });

  it('does not mark what another package has installed', async () => {
    const other = aSubscription({ spec: { name: 'keda' }, status: installedStatus() });
    expect(await rows({ subscriptions: [other] }, { channel: 'alpha' })).toEqual(['alpha 3.0.0-rc.1 head']);
    expect(await rows({ subscriptions: [other] }, { channel: 'stable' })).toEqual(['stable 2.12.11 head', 'stable 2.12.10']);
  });

  it('marks nothing for whoever may not read Subscriptions', async () => {
    const cluster = recordedCluster(await clusterWith({ packages: [manifest] }), ({ resource }) => {
      if (resource === 'subscriptions') throw refusal('forbidden');
    });
    const { items } = await listVersions({ name: harbor, channel: 'alpha' }, actionContext(cluster));
    expect(items).toMatchObject([{ marks: ['head'] }]);
  });

  it('refuses a channel the package lacks', async () => {
    expect(await errorOf(() => rows({}, { channel: 'beta' }))).toMatchObject({ code: 'not-found', sentence: { id: 'package.no-channel' } });
  });
});
