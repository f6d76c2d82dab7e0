import { describe, expect, it } from 'vitest';
import { aPackage, clickhousePackage, csvName, harbor, kedaPackage } from '../../test/support/builders.ts';
import { errorOf } from '../../test/support/error-of.ts';
import { recordedCluster } from '../../test/support/recorded-cluster.ts';
import { clusterWith } from '../../test/support/seeded-cluster.ts';
import { message } from '../messages/message.ts';
import type { PackageManifest } from '../model/package-manifest.ts';
import { chooseVersion, findPackage } from './find-package.ts';

const platformHarbor = aPackage();
const customHarbor = aPackage({ catalog: 'custom', catalogNamespace: 'catalogs' });

function find(packages: readonly PackageManifest[], wanted: { name: string; catalog?: string }) {
  return clusterWith({ packages }).then((cluster) => findPackage(cluster, wanted));
}

describe('findPackage', () => {
  const all = [platformHarbor, customHarbor, clickhousePackage, kedaPackage];

  it('finds the package that one catalogue has', async () => {
    expect(await find(all, { name: 'keda' })).toMatchObject({ status: kedaPackage.status });
  });

  it('finds the package of the catalogue that was named', async () => {
    const { status } = await find(all, { name: harbor, catalog: 'custom' });
    expect(status.catalogSource).toBe('custom');
  });

  it('asks which catalogue where two have it', async () => {
    const { code, sentence, details } = await errorOf(() => find(all, { name: harbor }));
    expect({ code, sentence }).toEqual({
      code: 'usage',
      sentence: message('package.two-catalogs', { name: harbor, catalogs: ['platform', 'custom'] }),
    });
    expect(details.hints).toEqual([message('package.two-catalogs.hint')]);
  });

  it('takes the same catalogue seen from two namespaces for one', async () => {
    const shownElsewhere = { ...platformHarbor, metadata: { ...platformHarbor.metadata, namespace: 'operators' } };
    expect(await find([platformHarbor, shownElsewhere], { name: harbor })).toMatchObject({ status: platformHarbor.status });
  });

  it('tells where it is when the catalogue that was named lacks it', async () => {
    const { code, sentence } = await errorOf(() => find(all, { name: 'keda', catalog: 'platform' }));
    expect({ code, sentence }).toEqual({
      code: 'not-found',
      sentence: message('package.not-in-catalog', { name: 'keda', catalog: 'platform', catalogs: ['custom'] }),
    });
  });

  it('offers the nearest names where no catalogue has it', async () => {
    const { code, sentence, details } = await errorOf(() => find([...all, aPackage({ name: 'kafka' })], { name: 'kedka' }));
    expect({ code, sentence }).toEqual({ code: 'not-found', sentence: message('package.not-found', { name: 'kedka' }) });
    expect(details).toEqual({
      because: message('package.not-found.nearest', { names: ['keda', 'kafka'] }),
      hints: ['kubectl ext list --available'],
    });
  });

  it('offers nothing where there is nothing', async () => {
    const { details } = await errorOf(() => find([], { name: 'keda' }));
    expect(details).toEqual({ hints: ['kubectl ext list --available'] });
  });

  it('never reads a package by name, which would hide the other catalogue', async () => {
    const cluster = recordedCluster(await clusterWith({ packages: all }));
    await findPackage(cluster, { name: 'keda' });
    expect(cluster.requests.map(({ verb, resource }) => `${verb} ${resource}`)).toEqual(['list packagemanifests']);
  });
});

describe('chooseVersion', () => {
  const manifest = aPackage({ channels: { stable: ['2.12.11', '2.12.10', 'v2.9.0'], alpha: ['3.0.0-beta.16.g09dee005', '2.12.1'] } });

  it.each([
    ['the head of the default channel where nothing is named', {}, 'stable', csvName()],
    ['the head of the channel that is named', { channel: 'alpha' }, 'alpha', csvName('3.0.0-beta.16.g09dee005')],
    ['a version by its number', { version: '2.12.10' }, 'stable', csvName('2.12.10')],
    ['a version with a leading v', { version: 'v2.12.10' }, 'stable', csvName('2.12.10')],
    ['a version whose number in the catalogue leads with v', { version: '2.9.0' }, 'stable', csvName('v2.9.0')],
    ['a version by its CSV', { version: csvName('2.12.10') }, 'stable', csvName('2.12.10')],
    ['a pre-release', { version: '3.0.0-beta.16.g09dee005', channel: 'alpha' }, 'alpha', csvName('3.0.0-beta.16.g09dee005')],
    ['v2.12.1 where v2.12.11 is elsewhere', { version: '2.12.1', channel: 'alpha' }, 'alpha', csvName('2.12.1')],
  ])('finds %s', (_, wanted, channel, csv) => {
    const found = chooseVersion(manifest, wanted);
    expect([found.channel.name, found.entry.name]).toEqual([channel, csv]);
  });

  it('knows the head where the catalogue lists no versions', () => {
    const bare = aPackage();
    const channels = bare.status.channels.map((channel) => ({ ...channel, entries: undefined }));
    const { entry } = chooseVersion({ ...bare, status: { ...bare.status, channels } }, {});
    expect(entry).toEqual({ name: csvName(), version: '2.12.11' });
  });

  it.each(['2.12.1', '2.12', '12.11', 'harbor-ce-operator.v2.12.1'])('takes %s for no version, near as it is', async (version) => {
    const { code, sentence, details } = await errorOf(() => chooseVersion(manifest, { version }));
    expect({ code, sentence }).toEqual({
      code: 'not-found',
      sentence: message('package.no-version', { name: harbor, channel: 'stable', version }),
    });
    expect(details).toEqual({
      path: 'spec.startingCSV',
      because: message('package.versions', { versions: ['2.12.11', '2.12.10', 'v2.9.0'] }),
      hints: [`kubectl ext versions ${harbor}`],
    });
  });

  it('names the channels where the one named is none of them', async () => {
    const { code, sentence, details } = await errorOf(() => chooseVersion(manifest, { channel: 'beta' }));
    expect({ code, sentence }).toEqual({ code: 'not-found', sentence: message('package.no-channel', { name: harbor, channel: 'beta' }) });
    expect(details).toEqual({
      path: 'spec.channel',
      because: message('package.channels', { channels: ['stable', 'alpha'] }),
      hints: [`kubectl ext versions ${harbor}`],
    });
  });
});
