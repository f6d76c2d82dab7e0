import { expect, it } from 'vitest';
import { aPackage, kedaPackage, noPublishers } from '../../test/support/builders.ts';
import type { PackageManifest } from './package-manifest.ts';
import type { Publishers } from './publisher.ts';
import { sourceOf, type Source } from './source.ts';

it.each([
  ['platform', 'Alauda'],
  ['certified', 'Marketplace'],
  ['curated', 'Curated'],
  ['community', 'Community'],
  ['custom', 'Custom'],
  ['something-new', '<unknown>'],
  [null, '<unknown>'],
])('the mark %s means %s', (providerType, source) => {
  expect(sourceOf(aPackage({ providerType }), noPublishers)).toBe(source);
});

it.each<[string, Partial<Publishers>, Source, PackageManifest?]>([
  ['the platform says', { platform: [{ name: 'keda', catalog: 'custom', type: 'curated' }] }, 'Curated'],
  ['the platform says that it is its own', { platform: [{ name: 'keda', catalog: 'custom', type: 'platform' }] }, 'Alauda'],
  ['nobody can ask the platform', { platform: undefined }, '<unknown>'],
  ['an administrator has named it', { lists: { alauda: ['keda'], exempt: [] } }, 'Alauda'],
  ['an administrator has taken it out', { lists: { alauda: [], exempt: ['harbor-ce-operator'] } }, '<unknown>', aPackage()],
])('where %s', (_, publishers, source, manifest = kedaPackage) => {
  expect(sourceOf(manifest, { ...noPublishers, ...publishers })).toBe(source);
});
