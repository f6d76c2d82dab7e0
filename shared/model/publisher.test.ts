import { expect, it } from 'vitest';
import { aPackage, clickhousePackage, harbor, kedaPackage, noPublishers } from '../../test/support/builders.ts';
import type { PackageManifest } from './package-manifest.ts';
import { namedIn, publishedByAlauda, type Publishers } from './publisher.ts';

/** What the platform says of keda. */
const said = (type: string, catalog = 'custom') => ({ platform: [{ name: 'keda', catalog, type }] });
const alauda = (name: string) => ({ lists: { alauda: [name], exempt: [] } });
const exempt = (name: string) => ({ lists: { alauda: [name], exempt: [name] } });
const unreadable = { platform: undefined };

it.each<[string, PackageManifest, Partial<Publishers>, boolean | undefined]>([
  ['its mark', aPackage(), {}, true],
  ['its mark, whatever the platform says', aPackage(), { platform: [{ name: harbor, catalog: '', type: 'community' }] }, true],
  ['its mark, even where the platform cannot be asked', aPackage(), unreadable, true],
  ['another mark', clickhousePackage, {}, false],
  ['another mark, even where the platform cannot be asked', clickhousePackage, unreadable, false],
  ['no mark, and nothing that the platform says', kedaPackage, {}, false],
  ['what the platform says', kedaPackage, said('platform'), true],
  ['what the platform says of any catalogue', kedaPackage, said('platform', ''), true],
  ['what the platform says of another catalogue', kedaPackage, said('platform', 'platform'), false],
  ['another publisher, as the platform says', kedaPackage, said('certified'), false],
  ['any channel, as the platform says', kedaPackage, { platform: [...said('custom').platform, ...said('platform').platform] }, true],
  ['no mark, where the platform cannot be asked', kedaPackage, unreadable, undefined],
  ['an administrator', kedaPackage, alauda('keda'), true],
  ['an administrator, whatever its mark', clickhousePackage, alauda('clickhouse-operator'), true],
  ['an administrator, where the platform cannot be asked', kedaPackage, { ...unreadable, ...alauda('keda') }, true],
  ['an administrator of another package', kedaPackage, alauda('ked'), false],
  ['an exemption, whatever its mark', aPackage(), exempt(harbor), false],
  ['an exemption, whatever the platform says', kedaPackage, { ...said('platform'), ...exempt('keda') }, false],
  ['an exemption, where the platform cannot be asked', kedaPackage, { ...unreadable, ...exempt('keda') }, false],
])('by %s', (_, manifest, publishers, expected) => {
  expect(publishedByAlauda(namedIn(manifest), { manifest, publishers: { ...noPublishers, ...publishers } })).toBe(expected);
});

it.each<[string, Partial<Publishers>, boolean | undefined]>([
  ['is not known', {}, undefined],
  ['is not known, whatever the platform says: its mark comes first', said('platform'), undefined],
  ['is what an administrator says', alauda('keda'), true],
  ['is not where an administrator says so', exempt('keda'), false],
])('of a package that cannot be read, it %s', (_, publishers, expected) => {
  const named = { name: 'keda', source: 'custom' };
  expect(publishedByAlauda(named, { manifest: undefined, publishers: { ...noPublishers, ...publishers } })).toBe(expected);
});
