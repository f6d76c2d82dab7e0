import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundle } from './bundles/bundle.ts';
import { customBundles, platformBundles } from './bundles/catalogues.ts';
import { harbor, nextHarbor } from './bundles/harbor.ts';
import { bundleAt, connectCatalogue, type CatalogueClient } from './catalogue-client.ts';
import { startCatalogue, type Catalogue } from './catalogue.ts';

let catalogue: Catalogue;
let client: CatalogueClient;

beforeEach(async () => {
  catalogue = await startCatalogue({ bundles: platformBundles });
  client = connectCatalogue(catalogue.address);
});
afterEach(async () => {
  client.close();
  await catalogue.stop();
});

describe('a catalogue', () => {
  it('serves its packages and channels with their heads', async () => {
    expect(await client.listPackages()).toEqual([{ name: 'harbor-ce-operator' }, { name: 'clickhouse-operator' }]);
    expect(await client.getPackage({ name: 'harbor-ce-operator' })).toEqual({
      name: 'harbor-ce-operator',
      channels: [
        { name: 'harbor-2', csvName: 'harbor-ce-operator.v2.12.11' },
        { name: 'stable', csvName: 'harbor-ce-operator.v2.12.11' },
      ],
      defaultChannelName: 'stable',
    });
  });

  it('lists each bundle once for each channel, with the graph', async () => {
    const listed = (await client.listBundles()).filter(({ packageName }) => packageName === 'harbor-ce-operator');
    expect(listed.map(({ channelName, version, replaces, skips }) => [channelName, version, replaces, skips.join()])).toEqual([
      ['stable', '2.12.8', '', ''],
      ['stable', '2.12.9', 'harbor-ce-operator.v2.12.8', ''],
      ['stable', '2.12.10', 'harbor-ce-operator.v2.12.8', 'harbor-ce-operator.v2.12.9'],
      ['harbor-2', '2.12.10', 'harbor-ce-operator.v2.12.8', 'harbor-ce-operator.v2.12.9'],
      ['stable', '2.12.11', 'harbor-ce-operator.v2.12.10', ''],
      ['harbor-2', '2.12.11', 'harbor-ce-operator.v2.12.10', ''],
    ]);
  });

  it('gives single bundles, and the head of a channel', async () => {
    const head = await client.getBundleForChannel({ pkgName: 'harbor-ce-operator', channelName: 'stable' });
    expect(head).toMatchObject({ csvName: 'harbor-ce-operator.v2.12.11', version: '2.12.11', bundlePath: '' });
    expect(JSON.parse(head.csvJson)).toMatchObject({ metadata: { annotations: { 'provider-type': 'platform' } } });
    const request = { pkgName: 'harbor-ce-operator', channelName: 'stable', csvName: 'harbor-ce-operator.v2.12.9' };
    expect(await client.getBundle(request)).toMatchObject({ version: '2.12.9' });
  });

  it('says of what it does not have that it was not found', async () => {
    await expect(client.getPackage({ name: 'nobody' })).rejects.toThrow('package "nobody" not found');
    await expect(client.getBundleForChannel({ pkgName: 'harbor-ce-operator', channelName: 'x' })).rejects.toThrow('channel "x" not found');
  });

  it('publishes at the same address, to clients that are connected', async () => {
    await client.listPackages();
    catalogue.publish([...harbor, nextHarbor]);
    await vi.waitFor(async () => {
      const { channels } = await client.getPackage({ name: 'harbor-ce-operator' });
      expect(channels).toContainEqual({ name: 'stable', csvName: 'harbor-ce-operator.v2.13.0' });
    });
    catalogue.publish([]);
    await vi.waitFor(async () => expect(await client.listBundles()).toEqual([]));
  });

  it('keeps its content when the new one makes no sense', () => {
    const two = [bundle({ package: 'a', version: '1.0.0' }), bundle({ package: 'a', version: '2.0.0' })];
    expect(() => catalogue.publish(two)).toThrow('channel stable of a has 2 heads: a.v1.0.0, a.v2.0.0');
    expect(catalogue.bundles).toEqual(platformBundles);
  });

  it('falls silent and speaks again at the same address', async () => {
    await client.listPackages();
    catalogue.fallSilent();
    await vi.waitFor(() => expect(client.listPackages()).rejects.toThrow('UNAVAILABLE'));
    await catalogue.speakAgain();
    const anew = connectCatalogue(catalogue.address);
    expect(await anew.listPackages()).toHaveLength(2);
    anew.close();
  });

  it('leaves the content of a bundle that lies in an image out of the list, and finds it by the path of the image', async () => {
    const packed = bundle({ package: 'packed', version: '1.0.0', channels: ['stable', 'fast'], unpack: 'gzip' });
    catalogue.publish([packed]);
    const listed = await vi.waitFor(async () => {
      const all = await client.listBundles();
      expect(all).toHaveLength(2);
      return all;
    });
    expect(listed[0]).toMatchObject({ bundlePath: packed.bundlePath, csvJson: '', object: [] });
    const found = await bundleAt(catalogue.address, packed.bundlePath ?? '');
    expect(found).toMatchObject({ channels: ['stable', 'fast'], defaultChannel: 'stable', bundle: { object: packed.objects } });
    expect(await bundleAt(catalogue.address, 'registry.example.com/other:v1')).toBeUndefined();
  });

  it('can serve all bundles of the tests', () => {
    catalogue.publish([...platformBundles, ...customBundles]);
    expect(catalogue.bundles).toHaveLength(platformBundles.length + customBundles.length);
  });
});
