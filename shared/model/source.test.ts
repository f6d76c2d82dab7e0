import { expect, it } from 'vitest';
import { aPackage } from '../../test/support/builders.ts';
import { sourceOf } from './source.ts';

it.each([
  ['platform', 'Alauda'],
  ['certified', 'Marketplace'],
  ['curated', 'Curated'],
  ['community', 'Community'],
  ['custom', 'Custom'],
  ['something-new', '<unknown>'],
  [null, '<unknown>'],
])('the mark %s means %s', (providerType, source) => {
  expect(sourceOf(aPackage({ providerType }))).toBe(source);
});
