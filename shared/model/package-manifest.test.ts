import { describe, expect, it } from 'vitest';
import { aPackage, clickhousePackage, harbor, kedaPackage } from '../../test/support/builders.ts';
import { channelOf, providerType } from './package-manifest.ts';

describe('channelOf', () => {
  it.each([
    ['a channel by its name', 'harbor-2', 'harbor-2'],
    ['the default channel where none is named', undefined, 'stable'],
    ['the default channel for an empty name', '', 'stable'],
    ['nothing for another name', 'alpha', undefined],
    ['nothing for the beginning of a name', 'harbor', undefined],
  ])('finds %s', (_, name, found) => {
    expect(channelOf(aPackage(), name)?.name).toBe(found);
  });
});

describe('the mark of the publisher', () => {
  it.each([
    [harbor, aPackage(), 'platform'],
    ['clickhouse, in catalogue platform', clickhousePackage, 'community'],
    ['keda, which has none', kedaPackage, undefined],
    ['a package without channels', aPackage({ channels: {} }), undefined],
  ])('on %s', (_, manifest, mark) => {
    expect(providerType(manifest)).toBe(mark);
  });

  it('is that of Alauda where any channel says so, whatever the others say', () => {
    const [marked, other] = [aPackage(), aPackage({ providerType: 'community' })].map(({ status }) => status.channels);
    const manifest = aPackage();
    const mixed = { ...manifest, status: { ...manifest.status, channels: [...(other ?? []), ...(marked ?? [])] } };
    expect(providerType(mixed)).toBe('platform');
  });
});
